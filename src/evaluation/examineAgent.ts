/** Plays the episodes of an evaluation and examines the agent in them. @see evaluateAgent */
import type { Agent } from '../agents/agent';
import { createAgent } from '../agents/createAgent';
import { createEnvironment } from '../agents/rivals/createEnvironment';
import { CriticPair } from '../agents/policies/criticPair';
import { episodeInSteps, type EpisodeListener } from '../agents/episode';
import { LOG_SQRT_TWO_PI } from '../agents/policies/networkAgent';
import { NetworkPolicy } from '../agents/policies/networkPolicy';
import { OutOfDistributionMonitor } from '../agents/policies/outOfDistribution';
import {
  FEATURE_BINS,
  FEATURE_QUANTILES,
  LIMIT_PERCENTILE,
  featureBin,
  type TrainingReference,
} from '../agents/policies/trainingReference';
import { scaleAction, scaleDimension } from '../env/actionMap';
import { subtractControlVariate } from '../env/controlVariate';
import type { MarketMakingEnv, StepResult } from '../env/marketMakingEnv';
import { weightedReward } from '../env/reward';
import { ACTION_LENGTH, type RewardWeights } from '../env/types';
import { finish } from '../market/steps';
import { realisedReturns } from './criticCalibration';
import { EpisodeMeter } from './episodeMeter';
import type { BehaviourSummary } from './examination';
import type { ExaminationRequest, ExaminedEpisode } from './examinationRequest';
import { studentQuantile } from './studentT';

/**
 * @param onProgress is told how many episodes are done
 * @returns an entry per seed, in their order; the metrics are those of `evaluateAgent`
 */
export function examineAgent(
  request: ExaminationRequest,
  onProgress: (episodes: number) => void = () => {},
): ExaminedEpisode[] {
  return finish(examineInSteps(request, onProgress));
}

/** Examines the same episodes in pieces; yields the decisions of the episode under way. */
export function* examineInSteps(
  request: ExaminationRequest,
  onProgress: (episodes: number) => void,
): Generator<number, ExaminedEpisode[]> {
  const env = createEnvironment(request);
  const agent = createAgent(request.agent, request.env);
  const examiner = new Examiner(request);
  const episodes: ExaminedEpisode[] = [];
  for (const seed of request.seeds) {
    yield* episodeInSteps(env, agent, seed, examiner);
    const { behaviourSummary, meter } = examiner;
    episodes.push({ metrics: meter.metrics, behaviourSummary });
    onProgress(episodes.length);
  }
  return episodes;
}

class Examiner implements EpisodeListener {
  readonly meter: EpisodeMeter;
  private readonly reference: TrainingReference | null;
  private readonly monitor: OutOfDistributionMonitor | null;
  private readonly critics: CriticPair | null;
  private readonly clone: NetworkPolicy | null;
  private readonly exported: Agent | null;
  private readonly exportedAction = new Float64Array(ACTION_LENGTH);
  private readonly scaled = new Float64Array(ACTION_LENGTH);
  private readonly binCounts: Uint32Array;
  /** Predictions of the episode so far, [decisions]. */
  private readonly predicted: Float32Array;
  private readonly rewards: Float64Array;
  readonly inventory: Float64Array;
  readonly midTicks: Float64Array;
  readonly midInnovationTicks: Float64Array;
  readonly midDriftTicks: Float64Array;
  private steps = 0;
  private beyond = 0;
  private readonly beyondEnds = [0, 0];
  /** Ends of the 95 % interval of the monitor's limit. */
  private readonly limitEnds: readonly [number, number];
  private disagreement = 0;
  private surprise = 0;
  private parity = 0;
  private terminated = false;
  private readonly criticWeights: RewardWeights;

  constructor(private readonly request: ExaminationRequest) {
    const { agent, env, critics, clone, exported } = request;
    // Critics that are told the weights value actions under those of the evaluation.
    this.criticWeights =
      critics?.weighting === undefined
        ? (request.criticWeights ?? request.weights)
        : request.weights;
    this.meter = new EpisodeMeter(env.episodeLength);
    this.reference = ('policy' in agent ? agent.policy.reference : undefined) ?? null;
    this.monitor = this.reference === null ? null : new OutOfDistributionMonitor(this.reference);
    this.limitEnds = limitEndsOf(this.reference);
    this.critics = critics === null ? null : new CriticPair(critics);
    this.critics?.setWeights(this.criticWeights);
    this.clone = clone === null ? null : new NetworkPolicy(clone);
    this.clone?.setWeights(request.weights);
    this.exported = exported === null ? null : createAgent(exported, env);
    this.binCounts = new Uint32Array(this.reference?.featureShares.length ?? 0);
    this.predicted = new Float32Array(env.episodeLength);
    this.rewards = new Float64Array(env.episodeLength);
    this.inventory = new Float64Array(env.episodeLength);
    this.midTicks = new Float64Array(env.episodeLength);
    this.midInnovationTicks = new Float64Array(env.episodeLength);
    this.midDriftTicks = new Float64Array(env.episodeLength);
  }

  onStart(env: MarketMakingEnv, agent: Agent): void {
    this.meter.onStart(env, agent);
    this.binCounts.fill(0);
    this.steps = 0;
    this.beyond = 0;
    this.beyondEnds.fill(0);
    this.disagreement = 0;
    this.surprise = 0;
    this.parity = 0;
    this.terminated = false;
    // A deployed agent takes its mean: no seed decides what it does.
    this.exported?.reset(0);
  }

  onDecision(env: MarketMakingEnv, agent: Agent, action: Float64Array): void {
    this.meter.onDecision(env, agent, action);
    const { monitor, critics, clone, steps, scaled } = this;
    const { observation, inventory, midTicks } = env.context;
    this.inventory[steps] = inventory;
    this.midTicks[steps] = midTicks;
    scaleAction(action, scaled);
    if (monitor !== null) {
      monitor.observe(observation);
      this.beyond += Number(monitor.isBeyond);
      this.beyondEnds[0] += Number(monitor.distance > this.limitEnds[1]);
      this.beyondEnds[1] += Number(monitor.distance > this.limitEnds[0]);
      this.countBins(observation);
    }
    if (critics !== null) {
      critics.judge(observation, scaled);
      this.predicted[steps] = critics.value;
      this.disagreement += Math.abs(critics.first - critics.second);
    }
    if (clone !== null) this.surprise += surpriseOf(clone, observation, scaled);
    if (this.exported !== null) this.compare(this.exported, env);
  }

  onStep(env: MarketMakingEnv, result: StepResult): void {
    this.meter.onStep(env, result);
    this.exported?.observeReward?.(result.reward);
    this.rewards[this.steps] = weightedReward(result.rewardTerms, this.criticWeights);
    this.midInnovationTicks[this.steps] = env.midInnovationTicks;
    this.midDriftTicks[this.steps] = env.midDriftTicks;
    this.terminated = result.terminated;
    this.steps += 1;
  }

  /**
   * Returns the episode so far, with NaN and empty columns where the agent came without what they
   * take.
   */
  get behaviourSummary(): BehaviourSummary {
    const { steps, monitor, critics, clone, exported } = this;
    const realised = this.realised();
    return {
      decisions: steps,
      beyond: monitor === null ? Number.NaN : this.beyond,
      beyondEnds:
        monitor === null ? [Number.NaN, Number.NaN] : [this.beyondEnds[0], this.beyondEnds[1]],
      binCounts: this.binCounts.slice(),
      disagreement: critics === null ? Number.NaN : this.disagreement,
      surprise: clone === null ? Number.NaN : this.surprise,
      parity: exported === null ? Number.NaN : this.parity,
      predicted: this.predicted.slice(0, realised.length),
      realised,
    };
  }

  /**
   * Returns the discounted return after each decision, under the rewards that the critics learned.
   */
  private realised(): Float32Array {
    const { criticWeights: weights } = this;
    const { critics } = this.request;
    if (critics === null) return new Float32Array(0);
    const { discount, dollarsPerTick } = critics;
    const rewards = this.rewards.slice(0, this.steps);
    if (dollarsPerTick !== null) {
      const worth = weights.inventoryPnl * dollarsPerTick;
      subtractControlVariate(rewards, this, { start: 0, end: this.steps }, worth, discount);
    }
    return Float32Array.from(realisedReturns(rewards, discount, this.terminated));
  }

  /** The exported agent is asked what it would do, step by step, and plays nothing. */
  private compare(exported: Agent, env: MarketMakingEnv): void {
    const { exportedAction, scaled } = this;
    exported.act(env.context, exportedAction);
    for (let i = 0; i < ACTION_LENGTH; i += 1) {
      const difference = Math.abs(scaleDimension(exportedAction[i], i) - scaled[i]);
      this.parity = Math.max(this.parity, difference);
    }
  }

  private countBins(observation: Float32Array): void {
    const { binCounts, reference } = this;
    if (reference === null) return;
    for (let feature = 0; feature < observation.length; feature += 1) {
      const offset = feature * FEATURE_QUANTILES;
      const bin = featureBin(reference.featureQuantiles, offset, observation[feature]);
      binCounts[feature * FEATURE_BINS + bin] += 1;
    }
  }
}

/**
 * Returns −log π(a|s) of a Gaussian policy.
 * @param action [5] scaled
 */
function surpriseOf(
  policy: NetworkPolicy,
  observation: Float32Array,
  action: Float64Array,
): number {
  policy.forward(observation);
  let surprise = 0;
  for (let i = 0; i < ACTION_LENGTH; i += 1) {
    const z = (action[i] - policy.mean[i]) / policy.std[i];
    surprise += 0.5 * z * z + Math.log(policy.std[i]) + LOG_SQRT_TWO_PI;
  }
  return surprise;
}

/** A limit of which nothing more is known counts as exact. */
function limitEndsOf(reference: TrainingReference | null): readonly [number, number] {
  if (reference === null) return [Number.NaN, Number.NaN];
  const limit = reference.distances[LIMIT_PERCENTILE];
  const { episodes = 1, limitError = 0 } = reference.heldOut ?? {};
  if (episodes < 2) return [limit, limit];
  const factor = Math.exp(studentQuantile(0.975, episodes - 1) * limitError);
  return [limit / factor, limit * factor];
}
