/**
 * A decider asks a copy of an agent what it would do in a situation, without the agent that trades
 * noticing: nothing is drawn at random, and a memory is copied. A policy answers by the mean of its
 * action, a rule by its rule.
 */
import { ACTION_HIGH, ACTION_LOW, unscaleDimension } from '../../env/actionMap';
import type { EnvConfig } from '../../env/config';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import { observationConfigOf } from '../../env/observationLayout';
import { ACTION_LENGTH, type DecisionContext, type RewardWeights } from '../../env/types';
import type { BookView } from '../../market/types';
import type { Agent } from '../agent';
import type { AgentSpec } from '../agentSpec';
import { createAgent } from '../createAgent';
import { DecisionTransformerAgent } from '../policies/decisionTransformerAgent';
import { DecisionTransformerPolicy } from '../policies/decisionTransformerPolicy';
import { NetworkPolicy } from '../policies/networkPolicy';
import type { FeatureGroup } from './featureGroups';
import type { Situation } from './situation';

export interface Decider {
  /** Groups of features that the answer depends on; null for all of the observation. */
  readonly reads: readonly FeatureGroup[] | null;
  /** Whether it acts by the reward weights that it is told. */
  readonly hearsWeights: boolean;
  /** What of its past the answer rests on. */
  readonly memory: 'none' | 'history' | 'forgotten';
  /** Standard deviation of the scaled action; null where there is none. */
  readonly std: Float64Array | null;
  /** Remembers what the agent does of its episode, where it has a memory; null forgets all. */
  recall?(agent: Agent | null): void;
  /** Fills `action` with five numbers in the units of ACTION. */
  decide(situation: Situation, weights: RewardWeights, action: Float64Array): void;
}

/**
 * @param env of the environment that the agent trades in
 * @throws InvalidInputError for a policy whose parts do not fit together
 */
export function createDecider(spec: AgentSpec, env: EnvConfig): Decider {
  switch (spec.kind) {
    case 'network':
      return new NetworkDecider(new NetworkPolicy(spec.policy));
    case 'decisionTransformer':
      return new TransformerDecider(new DecisionTransformerPolicy(spec.policy), spec.targetReturn);
    case 'noisy':
      return createDecider(spec.agent, env);
    case 'random':
      return new MiddleDecider();
    case 'doNothing':
    case 'fixedSpread':
    case 'inventorySkewed':
    case 'avellanedaStoikov':
    case 'glft':
    case 'imbalanceMaker':
      break;
  }
  return new RuleDecider(createAgent(spec, env), RULE_READS[spec.kind]);
}

const RULE_READS: Readonly<
  Record<
    Exclude<AgentSpec['kind'], 'network' | 'decisionTransformer' | 'noisy' | 'random'>,
    readonly FeatureGroup[]
  >
> = {
  doNothing: [],
  fixedSpread: [],
  inventorySkewed: ['inventory'],
  avellanedaStoikov: ['inventory', 'returns', 'time'],
  glft: ['inventory', 'returns'],
  imbalanceMaker: ['inventory', 'imbalance'],
};

class NetworkDecider implements Decider {
  readonly reads = null;
  readonly memory = 'none';

  constructor(private readonly policy: NetworkPolicy) {}

  get hearsWeights(): boolean {
    return this.policy.isToldWeights;
  }

  get std(): Float64Array {
    return this.policy.std;
  }

  decide(situation: Situation, weights: RewardWeights, action: Float64Array): void {
    const { policy } = this;
    policy.setWeights(weights);
    policy.forward(situation.observation);
    for (let i = 0; i < ACTION_LENGTH; i += 1) action[i] = unscaleDimension(policy.mean[i], i);
  }
}

/**
 * Its newest observation is replaced by the situation's, and what it remembers before stays.
 * Without a memory it decides as in the first step of an episode.
 */
class TransformerDecider implements Decider {
  readonly reads = null;
  readonly std = null;
  memory: 'history' | 'forgotten' = 'forgotten';
  readonly hearsWeights: boolean;

  constructor(
    private readonly policy: DecisionTransformerPolicy,
    private readonly asked: number,
  ) {
    this.hearsWeights = policy.snapshot.weightRanges !== undefined;
  }

  recall(agent: Agent | null): void {
    const remembers = agent instanceof DecisionTransformerAgent && agent.hasDecided;
    if (remembers) agent.copyHistoryTo(this.policy);
    else this.policy.reset();
    this.memory = remembers ? 'history' : 'forgotten';
  }

  decide(situation: Situation, weights: RewardWeights, action: Float64Array): void {
    const { policy } = this;
    policy.setWeights(weights);
    if (policy.windowSteps > 0) {
      policy.decideInstead(situation.observation);
    } else {
      const [low, high] = policy.snapshot.returnRange;
      const asked = Math.min(high, Math.max(low, this.asked));
      policy.decide(situation.step, asked, situation.observation);
    }
    for (let i = 0; i < ACTION_LENGTH; i += 1) action[i] = unscaleDimension(policy.action[i], i);
  }
}

/** The mean of an agent that draws its action from the whole box. */
class MiddleDecider implements Decider {
  readonly reads = [];
  readonly hearsWeights = false;
  readonly memory = 'none';
  readonly std = null;

  decide(_situation: Situation, _weights: RewardWeights, action: Float64Array): void {
    for (let i = 0; i < ACTION_LENGTH; i += 1) action[i] = (ACTION_LOW[i] + ACTION_HIGH[i]) / 2;
  }
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** No rule reads the book itself. */
const NO_BOOK: BookView = {
  bestBid: Number.NaN,
  bestAsk: Number.NaN,
  midHalfTicks: Number.NaN,
  sizeAt: () => 0,
  ordersAt: () => 0,
  isResting: () => false,
  orderPrice: () => Number.NaN,
  orderSize: () => 0,
  quantityAhead: () => 0,
};

class RuleDecider implements Decider {
  readonly hearsWeights = false;
  readonly memory = 'none';
  readonly std = null;
  /** Filled again for every question, as the environment does for every decision. */
  private readonly context: Mutable<DecisionContext> = {
    observation: new Float32Array(),
    step: 0,
    timeSeconds: 0,
    timeLeftSeconds: 0,
    book: NO_BOOK,
    midTicks: 0,
    inventory: 0,
    maxInventory: 0,
    imbalance: 0,
    micropriceMinusMidTicks: 0,
    volatilityTicks: 0,
    weights: DEFAULT_REWARD_WEIGHTS,
  };

  constructor(
    private readonly agent: Agent,
    readonly reads: readonly FeatureGroup[],
  ) {}

  decide(situation: Situation, weights: RewardWeights, action: Float64Array): void {
    const { context } = this;
    context.observation = situation.observation;
    context.step = situation.step;
    context.timeSeconds = situation.episodeSeconds - situation.timeLeftSeconds;
    context.timeLeftSeconds = situation.timeLeftSeconds;
    context.midTicks = situation.midTicks;
    context.inventory = situation.inventory;
    context.maxInventory = situation.maxInventory;
    context.imbalance = situation.imbalance;
    context.micropriceMinusMidTicks = situation.micropriceMinusMidTicks;
    context.volatilityTicks = situation.volatilityTicks;
    context.weights = weights;
    this.agent.act(context, action);
  }
}

/** The environment in which an agent reads what its policy learned to read. */
export function environmentOf(spec: AgentSpec, env: EnvConfig): EnvConfig {
  const observation = 'policy' in spec ? observationConfigOf(spec.policy.observationKey) : null;
  return observation === null ? env : { ...env, observation };
}
