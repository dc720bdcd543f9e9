/**
 * The agent that trades: a named one, or always the newest policy of the trainer. Until there is a
 * policy, the agent before it goes on.
 */
import type { Agent } from '../agents/agent';
import type { AgentSpec } from '../agents/agentSpec';
import { createAgent } from '../agents/createAgent';
import { CriticPair, type CriticSnapshot } from '../agents/policies/criticPair';
import { DecisionTransformerAgent } from '../agents/policies/decisionTransformerAgent';
import { NetworkAgent } from '../agents/policies/networkAgent';
import { DEFAULT_TARGET_SHARE, policySpec, targetReturnOf } from '../agents/policies/policySpec';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { TrainingReference } from '../agents/policies/trainingReference';
import { scaleDimension } from '../env/actionMap';
import type { EnvConfig, ObservationConfig } from '../env/config';
import { observationConfigOf } from '../env/observationLayout';
import { ACTION_LENGTH, ACTION_NAMES, type DecisionContext } from '../env/types';
import { InvalidInputError } from '../market/validation';

const observationOf = (spec: AgentSpec): ObservationConfig | null =>
  'policy' in spec ? observationConfigOf(spec.policy.observationKey) : null;

/** Gives an environment the observations that an agent's policy reads; a baseline takes any. */
function withObservationOf(spec: AgentSpec, env: EnvConfig): EnvConfig {
  const observation = observationOf(spec);
  return observation === null ? env : { ...env, observation };
}

export class LiveAgent {
  /** Last action of the agent, in the units of ACTION. */
  readonly action = new Float64Array(ACTION_LENGTH);
  private current: Agent;
  private newest: AnyPolicy | null = null;
  /** Policy that trades, of those that are followed. */
  private adopted: AnyPolicy | null = null;
  private isFollowing = false;
  private targetShare = DEFAULT_TARGET_SHARE;
  /** Name of the run whose policies are followed. */
  private title: string | undefined;
  private run: string | undefined;
  private seed = 0;
  private isHeld = false;
  /** Critics of the agent that trades, and what runs them. */
  private judged: CriticSnapshot | null = null;
  private judges: CriticPair | null = null;
  /** Last request that came while the agent was held. */
  private waiting: (() => void) | null = null;

  /** @throws InvalidInputError when the agent does not fit the environment */
  constructor(
    private currentSpec: AgentSpec,
    private env: EnvConfig,
  ) {
    this.current = createAgent(currentSpec, withObservationOf(currentSpec, env));
  }

  /** Observations that the agent's policy learned to read; null for an agent that reads none. */
  get observation(): ObservationConfig | null {
    return observationOf(this.spec);
  }

  get spec(): AgentSpec {
    return this.currentSpec;
  }

  /** Whether the agent acts on the rewards that it is told of. */
  get hearsRewards(): boolean {
    return this.current.observeReward !== undefined;
  }

  /** Whether a change of the weights changes what the agent does at its next decision. */
  get isToldWeights(): boolean {
    return 'policy' in this.spec && this.spec.policy.weightRanges !== undefined;
  }

  get agent(): Agent {
    return this.current;
  }

  /** Name of the agent where it is recorded. */
  get name(): string {
    return 'title' in this.spec ? (this.spec.title ?? this.agent.name) : this.agent.name;
  }

  /** Version of the policy that trades; NaN when none does. */
  get policyVersion(): number {
    const { current } = this;
    return current instanceof NetworkAgent || current instanceof DecisionTransformerAgent
      ? current.policyVersion
      : Number.NaN;
  }

  /**
   * Writes mean and standard deviation of the last action, scaled, into 2·5 numbers from `at` on. A
   * rule, and a model without one, have no deviation: NaN.
   */
  writeIntent(into: Float32Array, at: number): void {
    const { current, action } = this;
    if (current instanceof NetworkAgent) {
      into.set(current.mean.subarray(0, ACTION_LENGTH), at);
      into.set(current.std, at + ACTION_LENGTH);
      return;
    }
    for (let i = 0; i < ACTION_LENGTH; i += 1) into[at + i] = scaleDimension(action[i], i);
    into.fill(Number.NaN, at + ACTION_LENGTH, at + 2 * ACTION_LENGTH);
  }

  /** Critics of the agent that trades; null where it came without. */
  get critics(): CriticPair | null {
    const spec = this.currentSpec;
    const critics = spec.kind === 'network' ? (spec.critics ?? null) : null;
    if (critics !== this.judged) {
      this.judged = critics;
      this.judges = critics === null ? null : new CriticPair(critics);
    }
    return this.judges;
  }

  /** Description of its training data; null for a baseline, and where its file does not say. */
  get reference(): TrainingReference | null {
    return ('policy' in this.spec ? this.spec.policy.reference : undefined) ?? null;
  }

  /**
   * Moves the same agent to another environment.
   * @throws InvalidInputError, and nothing changes, when it does not fit
   */
  moveTo(env: EnvConfig): void {
    this.current = createAgent(this.spec, withObservationOf(this.spec, env));
    this.env = env;
  }

  /** @throws InvalidInputError, and nothing changes, when the agent does not fit */
  setAgent(spec: AgentSpec): void {
    if (this.isHeld) {
      createAgent(spec, withObservationOf(spec, this.env));
      this.waiting = () => this.setAgent(spec);
      return;
    }
    this.replaceAgent(spec);
    this.isFollowing = false;
  }

  /**
   * @param targetShare asked of a Decision Transformer, see targetReturnOf
   * @param title name of the run, under which its policies are recorded
   * @param run its id
   */
  followPolicies(targetShare: number, title?: string, run?: string): void {
    if (this.isHeld) {
      this.waiting = () => this.followPolicies(targetShare, title, run);
      return;
    }
    const isOther = !this.isFollowing || targetShare !== this.targetShare || title !== this.title;
    this.run = run;
    this.isFollowing = true;
    this.targetShare = targetShare;
    this.title = title;
    if (this.newest !== null && isOther) this.adopt(this.newest);
  }

  /**
   * Forgets the newest policy and follows no more, since the next one is another run's. The agent
   * that trades goes on.
   */
  forgetPolicies(): void {
    this.newest = null;
    this.isFollowing = false;
  }

  offerPolicy(policy: AnyPolicy): void {
    this.newest = policy;
    if (this.isFollowing && !this.isHeld) this.adopt(policy);
  }

  /** Keeps the agent as it is; requests for another one wait for `release`. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    const { waiting } = this;
    this.isHeld = false;
    this.waiting = null;
    waiting?.();
    const { newest } = this;
    if (this.isFollowing && newest !== null && newest !== this.adopted) this.adopt(newest);
  }

  reset(seed: number): void {
    this.seed = seed;
    this.current.reset(seed);
  }

  /**
   * Fills `action`.
   * @throws InvalidInputError when the agent gives something that is not a number
   */
  act(context: DecisionContext): void {
    this.current.act(context, this.action);
    for (let index = 0; index < ACTION_LENGTH; index += 1) {
      if (Number.isFinite(this.action[index])) continue;
      throw new InvalidInputError(
        `${this.current.name}.${ACTION_NAMES[index]}`,
        'a number',
        this.action[index],
      );
    }
  }

  /** Replaces the agent by one that quotes nothing. */
  standDown(): void {
    this.isHeld = false;
    this.waiting = null;
    this.setAgent({ kind: 'doNothing' });
    this.action.fill(0);
  }

  /**
   * Adopts a policy, without a break in the episode where the agent before was of the same kind.
   */
  private adopt(policy: AnyPolicy): void {
    const { current, targetShare } = this;
    const spec = policySpec(policy, targetShare, this.title, this.run);
    this.adopted = policy;
    const before = this.currentSpec;
    const isOfOther =
      !('policy' in before) || before.policy.observationKey !== policy.observationKey;
    if (isOfOther) {
      this.replaceAgent(spec);
    } else if (policy.kind === 'gaussianMlp' && current instanceof NetworkAgent) {
      current.setPolicy(policy);
      this.currentSpec = spec;
    } else if (
      policy.kind === 'decisionTransformer' &&
      current instanceof DecisionTransformerAgent
    ) {
      current.setPolicy(policy);
      current.setTarget(targetReturnOf(policy, targetShare));
      this.currentSpec = spec;
    } else {
      this.replaceAgent(spec);
    }
  }

  /** Replaces the agent in the middle of an episode, under its seed. */
  private replaceAgent(spec: AgentSpec): void {
    const agent = createAgent(spec, withObservationOf(spec, this.env));
    agent.reset(this.seed);
    this.current = agent;
    this.currentSpec = spec;
  }
}
