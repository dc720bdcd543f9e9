/**
 * Simulates a recorded episode again from its seed and its actions, checks every number on the way,
 * and lets somebody else play on. An agent watches the recorded steps as if it had decided itself,
 * so that one with a memory has one; what it meant to do there is not done.
 */
import type { AgentSpec } from '../agents/agentSpec';
import { ManualAgent } from '../agents/manual/manualAgent';
import { NO_QUOTES } from '../agents/manual/manualQuotes';
import { ACTION_LENGTH, REWARD_TERMS } from '../env/types';
import type { PutTogether } from '../protocol/api';
import type { BranchOutcome, BranchPlayer, BranchRequest } from '../protocol/branch';
import { sharedMarketOf, type EpisodeWorld } from '../protocol/episodeWorld';
import { SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../protocol/frames';
import { deviationFrom } from './deviation';
import type { MarketPlay } from './episodePlay';
import { FallbackAgent } from './fallbackAgent';
import { LiveAgent } from './liveAgent';
import { ObservationWatch } from './observationWatch';
import { SessionMarket } from './sessionMarket';

/** Decisions between two yields. */
const DECISIONS_PER_STEP = 32;

/** Who decides after the recorded steps. */
interface Player {
  readonly name: string;
  /** The agent that decides; null for a person. */
  readonly spec: AgentSpec | null;
  readonly policyVersion: number;
  /** Decides the coming step. @returns what it decided; the same array every time */
  decide(): Float64Array;
  /** Hears what a step earned, whoever decided it. */
  hear(reward: number): void;
}

/**
 * Yields the steps done. It costs what the episode cost, up to where it ends.
 * @throws InvalidInputError when the player does not fit the environment, or the recording that the
 * market plays is not there
 */
export function* branchInSteps(
  request: BranchRequest & PutTogether,
): Generator<number, BranchOutcome> {
  const { recorded, fromStep, untilStep = Infinity, player: wanted, weights } = request;
  const { world, seed } = recorded;
  const shared = sharedMarketOf(recorded.market, world);
  const market = new SessionMarket({ ...request, market: shared });
  const agent = wanted.kind === 'agent' ? new LiveAgent(wanted.agent, world.env) : null;
  const play = market.createPlay(world.env, agent?.observation ?? null, world.weights, null);
  play.start(seed);
  const player = agent === null ? personIn(play, wanted) : agentIn(play, agent, wanted, seed);

  const action = new Float64Array(ACTION_LENGTH);
  for (let step = 0; step < fromStep; step += 1) {
    if (!play.isActive) break;
    player.decide();
    const at = step * SAMPLE_LENGTH + SAMPLE.bidSkew;
    action.set(recorded.samples.subarray(at, at + ACTION_LENGTH));
    player.hear(play.step(action, recorded.agentName, PLAY_KEY).reward);
    if (step % DECISIONS_PER_STEP === 0) yield step;
  }
  const { episode } = recorded;
  const { policyVersion } = player;
  const isByHand = wanted.kind === 'hand' && (fromStep === 0 || recorded.isByHand);
  const title = { episode, seed, market: market.recorded, isByHand, policyVersion };
  const simulated = play.record(title, null);
  const deviation = deviationFrom(recorded, simulated, fromStep);
  if (deviation !== null) return { kind: 'deviated', deviation };

  play.env.setWeights(weights);
  for (let step = fromStep; play.isActive && step < untilStep; step += 1) {
    player.hear(play.step(player.decide(), player.name, PLAY_KEY).reward);
    if (step % DECISIONS_PER_STEP === 0) yield step;
  }
  const isRecorded = wanted.kind === 'agent' && wanted.isRecorded;
  const isSteady = REWARD_TERMS.every((term) => weights[term] === world.weights[term]);
  const branchWorld: EpisodeWorld = {
    ...world,
    env: play.env.config,
    weights,
    fallback: wanted.kind === 'agent' ? wanted.fallback : null,
    isOneAgent: isRecorded && isSteady,
  };
  const whole = play.record(title, null, player.spec);
  const own = isRecorded ? whole : withoutDecisionsBefore(whole, fromStep);
  const { id, parent } = request;
  const branched = { ...own, id, parent, world: branchWorld };
  return { kind: 'branched', episode: branched, isOver: !play.isActive };
}

/** Any key that is equal for every step: a branch has no origin in which it would be read. */
const PLAY_KEY = 0;

function personIn({ env }: MarketPlay, wanted: BranchPlayer): Player {
  const turns = wanted.kind === 'hand' ? wanted.turns : [];
  const agent = new ManualAgent(env.config);
  const action = new Float64Array(ACTION_LENGTH);
  return {
    name: agent.name,
    spec: null,
    policyVersion: Number.NaN,
    decide: () => {
      const turn = turns.findLast(({ fromStep }) => fromStep <= env.context.step);
      agent.setQuotes(turn?.quotes ?? NO_QUOTES);
      agent.act(env.context, action);
      return action;
    },
    hear: () => undefined,
  };
}

function agentIn(play: MarketPlay, agent: LiveAgent, wanted: BranchPlayer, seed: number): Player {
  const { env } = play;
  const watch = new ObservationWatch();
  const fallback = new FallbackAgent();
  fallback.set(wanted.kind === 'agent' ? wanted.fallback : null, env.config);
  agent.reset(seed);
  fallback.reset(seed);
  const decision = () => (fallback.isActive ? fallback : agent);
  return {
    get name() {
      return decision().name;
    },
    spec: agent.spec,
    policyVersion: agent.policyVersion,
    decide: () => {
      const { context } = env;
      watch.follow(agent.reference, agent.policyVersion);
      watch.observe(context.observation);
      agent.act(context);
      fallback.act(context, watch);
      play.decisions.note(context, agent, fallback);
      return decision().action;
    },
    hear: (reward) => agent.agent.observeReward?.(reward),
  };
}

/** Leaves out the decisions of the steps that somebody else decided. */
function withoutDecisionsBefore(record: EpisodeRecord, step: number): EpisodeRecord {
  const { decisions, decider, ...rest } = record;
  if (decisions === undefined || decider === undefined) return record;
  const rows = record.steps - decider.firstStep;
  const width = decisions.length / rows;
  const left = Math.max(0, step - decider.firstStep);
  if (left >= rows) return rest;
  return {
    ...rest,
    decisions: decisions.slice(left * width),
    decider: { ...decider, firstStep: decider.firstStep + left },
  };
}
