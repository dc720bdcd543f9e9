/**
 * Remembers what the live agent had before it at its newest decision, and a sample of earlier ones
 * for what is typical, and answers questions about decisions. The agent that trades is never asked
 * itself: a copy of it is.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { Agent } from '../agents/agent';
import { createDecider, environmentOf, type Decider } from '../agents/decisions/decider';
import { featuresOf, readFeature } from '../agents/decisions/features';
import { isSameAgent } from '../agents/decisions/sameAgent';
import { explainQuotes } from '../agents/decisions/quoteExplanation';
import { quotesOf, type Quotes } from '../agents/decisions/quotes';
import { SurfaceScan, type NamedDecider } from '../agents/decisions/responseSurface';
import {
  copySituation,
  layoutOf,
  situationOf,
  type Situation,
} from '../agents/decisions/situation';
import {
  typicalOfObservations,
  typicalOfTraining,
  typicalSituation,
  type TypicalValues,
} from '../agents/decisions/typicalValues';
import type { EnvConfig } from '../env/config';
import { observationLayout } from '../env/observationLayout';
import { ACTION_LENGTH, type DecisionContext } from '../env/types';
import type {
  AskedAgent,
  DecisionQuestion,
  SurfaceAnswer,
  SurfaceRequest,
  WhyAnswer,
} from '../protocol/decisions';

/** Points along an axis of a surface, and along one whose every decision costs a transformer's. */
export const SURFACE_STEPS = 41;
export const MEMORY_SURFACE_STEPS = 21;
/** Observations kept to find typical values, and decisions from one to the next. */
const SAMPLED_OBSERVATIONS = 512;
const DECISIONS_PER_SAMPLE = 5;

/** The agent that trades, where the question is not about a recorded one. */
export interface LiveSubject {
  readonly spec: AgentSpec;
  readonly name: string;
  readonly agent: Agent;
  /** What it will see at its first decision, before it has taken any. */
  readonly context: DecisionContext;
  readonly env: EnvConfig;
  readonly isReplaced: boolean;
}

/** A surface that is being made. */
export interface SurfaceTask {
  readonly scan: SurfaceScan;
  readonly answer: SurfaceAnswer;
}

interface Subject {
  readonly spec: AgentSpec;
  readonly name: string;
  readonly situation: Situation;
  readonly typical: TypicalValues;
  readonly env: EnvConfig;
  readonly agent: Agent | null;
  readonly isReplaced: boolean;
}

export class DecisionProbe {
  private newest: Situation | null = null;
  private sampled = new Float32Array();
  private seen = 0;
  /** The last decider of each kind of question, so that it is not built for every answer. */
  private readonly deciders = new Map<'surface' | 'why', Built>();

  /** Takes in a decision that is about to be taken. Costs two copies of an observation. */
  note(context: DecisionContext, env: EnvConfig): void {
    const { newest } = this;
    if (newest?.observation.length !== context.observation.length) {
      this.newest = situationOf(context, env, observationLayout(env.observation).key);
      this.sampled = new Float32Array(SAMPLED_OBSERVATIONS * context.observation.length);
      this.seen = 0;
    } else {
      copySituation(context, newest);
    }
    if (this.seen % DECISIONS_PER_SAMPLE === 0) {
      const slot = (this.seen / DECISIONS_PER_SAMPLE) % SAMPLED_OBSERVATIONS;
      this.sampled.set(context.observation, slot * context.observation.length);
    }
    this.seen += 1;
  }

  /** Forgets decisions in another market, or of another environment. */
  forget(): void {
    this.newest = null;
  }

  /** @throws InvalidInputError for a recorded agent or situation that does not fit */
  surface(request: SurfaceRequest, live: LiveSubject): SurfaceTask {
    const subject = this.subjectOf(request, live);
    const { situation, typical, spec, env } = subject;
    const decider = this.deciderOf('surface', subject);
    const base =
      request.basis === 'now'
        ? situation
        : typicalSituation(situation, typical, layoutOf(situation));
    const over = request.closedForms.map((form): NamedDecider => {
      const formEnv = environmentOf(form, env);
      return { name: form.kind, decider: createDecider(form, formEnv) };
    });
    const { x, y, weights } = request;
    const steps = spec.kind === 'decisionTransformer' ? MEMORY_SURFACE_STEPS : SURFACE_STEPS;
    const quotes = quotesAt(decider, situation, weights);
    const scan = new SurfaceScan(decider, base, weights, typical, { x, y, steps }, over);
    return {
      scan,
      answer: { ...describe(subject, decider, request), surface: scan.surface, quotes },
    };
  }

  /** @throws InvalidInputError for a recorded agent or situation that does not fit */
  why(question: DecisionQuestion, live: LiveSubject): WhyAnswer {
    const subject = this.subjectOf(question, live);
    const decider = this.deciderOf('why', subject);
    const { situation, typical } = subject;
    const explanation = explainQuotes(decider, situation, question.weights, typical);
    return { ...describe(subject, decider, question), explanation };
  }

  private subjectOf({ recorded }: DecisionQuestion, live: LiveSubject): Subject {
    if (recorded !== undefined) {
      const { agent, situation, typical, isReplaced } = recorded;
      const { maxInventory, maxOrderSize } = situation;
      return {
        spec: agent,
        name: nameOf(agent),
        situation,
        typical: trainedOn(agent) ?? typical,
        env: { ...live.env, maxInventory, maxOrderSize },
        agent: null,
        isReplaced,
      };
    }
    if (this.newest === null) this.note(live.context, live.env);
    const { spec, name, agent, env, isReplaced } = live;
    const situation = this.copyOfNewest(live);
    return {
      spec,
      name,
      situation,
      typical: trainedOn(spec) ?? this.typicalSoFar(situation),
      env,
      agent,
      isReplaced,
    };
  }

  private copyOfNewest({ context, env }: LiveSubject): Situation {
    const { newest } = this;
    const copy = situationOf(context, env, observationLayout(env.observation).key);
    if (newest !== null) copySituation(newest, copy);
    return copy;
  }

  private typicalSoFar({ observation }: Situation): TypicalValues {
    const count = Math.min(SAMPLED_OBSERVATIONS, Math.ceil(this.seen / DECISIONS_PER_SAMPLE));
    return typicalOfObservations(
      this.sampled.subarray(0, count * observation.length),
      observation.length,
    );
  }

  private deciderOf(question: 'surface' | 'why', { spec, env, agent }: Subject): Decider {
    const before = this.deciders.get(question);
    const built =
      before !== undefined && isSameAgent(before.spec, spec)
        ? before
        : { spec, decider: createDecider(spec, environmentOf(spec, env)) };
    this.deciders.set(question, built);
    const { decider } = built;
    decider.recall?.(agent);
    return decider;
  }
}

interface Built {
  readonly spec: AgentSpec;
  readonly decider: Decider;
}

function quotesAt(
  decider: Decider,
  situation: Situation,
  weights: DecisionQuestion['weights'],
): Quotes {
  const action = new Float64Array(ACTION_LENGTH);
  decider.decide(situation, weights, action);
  return quotesOf(action, situation.maxOrderSize);
}

function describe(
  { spec, name, situation, typical, isReplaced }: Subject,
  { reads, memory, hearsWeights }: Decider,
  { weights }: DecisionQuestion,
): AskedAgent {
  const layout = layoutOf(situation);
  const usual = typicalSituation(situation, typical, layout);
  return {
    name,
    kind: spec.kind,
    reads,
    memory,
    hearsWeights,
    step: situation.step,
    typicalSource: typical.source,
    typicalCount: typical.count,
    features: featuresOf(layout).map((feature) => ({
      feature,
      now: readFeature(situation, layout, feature),
      typical: readFeature(usual, layout, feature),
    })),
    maxOrderSize: situation.maxOrderSize,
    weights,
    isReplaced,
  };
}

const nameOf = (spec: AgentSpec): string =>
  'title' in spec ? (spec.title ?? spec.kind) : spec.kind;

/** Typical values of the data that a policy was trained on; null where nothing tells. */
function trainedOn(spec: AgentSpec): TypicalValues | null {
  const reference = 'policy' in spec ? spec.policy.reference : undefined;
  return reference === undefined ? null : typicalOfTraining(reference);
}
