/**
 * An examination asks more of a trained agent than its money: how often it met something that its
 * training had not, how far its critics disagree, how far it acts from the clone of its data, and
 * whether its critic's expectations came true. Episodes are examined in parallel and summed up
 * here.
 */
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import { calibrateCritic, type CriticCalibration, type CriticEpisode } from './criticCalibration';
import { meanInterval } from './statistics';
import { STABILITY_LIMITS, stabilityIndices } from './populationStability';

/** Measurements of one episode; NaN or empty where the agent came without what they take. */
export interface BehaviourSummary extends CriticEpisode {
  readonly decisions: number;
  /** Decisions on observations beyond the 99th percentile of held-out training data. */
  readonly beyond: number;
  /**
   * The same for both ends of the 95 % interval of that percentile, the farther one first, which
   * fewer decisions are beyond.
   */
  readonly beyondEnds: readonly [number, number];
  /** Observations between the training data's deciles, [features × 10]. */
  readonly binCounts: Uint32Array;
  /** Sum of |Q₁ − Q₂| over decisions, in dollars. */
  readonly disagreement: number;
  /** Sum of −log π_BC(a|s) over decisions, actions scaled. */
  readonly surprise: number;
  /** Largest difference of a scaled action from the exported agent's. */
  readonly parity: number;
}

/** Measurements over all episodes; NaN where the agent came without what they take. */
export interface Examination {
  readonly decisions: number;
  /** Share of decisions beyond the 99th percentile: the training data itself has 0.01. */
  readonly outOfDistributionRate: number;
  /**
   * Ends of the 95 % interval of that rate. It counts the agent's episodes, and the held-out
   * episodes that the percentile rests on where the policy says how many they were. Absent in older
   * runs.
   */
  readonly outOfDistributionEnds?: readonly [number, number] | undefined;
  /** Stability index of the feature that moved most. */
  readonly maxStabilityIndex: number;
  /** Index of that feature in the observation; −1 without a reference. */
  readonly leastStableFeature: number;
  /** Share of features with an index above 0.25. */
  readonly unstableShare: number;
  /** Mean of |Q₁ − Q₂|, in dollars. */
  readonly criticDisagreement: number;
  /** Mean of −log π_BC(a|s). */
  readonly cloneSurprise: number;
  /** Largest difference of a scaled action between the agent and its exported model. */
  readonly parity: number;
  readonly calibration: CriticCalibration | null;
}

/** @param policy the examined policy */
export function summariseBehaviour(
  episodes: readonly BehaviourSummary[],
  policy: Pick<AnyPolicy, 'reference'>,
): Examination {
  const sum = (pick: (episode: BehaviourSummary) => number) =>
    episodes.reduce((total, episode) => total + pick(episode), 0);
  const decisions = sum((episode) => episode.decisions);
  const { reference } = policy;
  const indices =
    reference === undefined
      ? new Float64Array(0)
      : stabilityIndices(reference.featureShares, addUp(episodes, reference.featureShares.length));
  const largest = indices.length === 0 ? Number.NaN : Math.max(...indices);
  return {
    decisions,
    outOfDistributionRate: sum((episode) => episode.beyond) / decisions,
    outOfDistributionEnds: rateEnds(episodes),
    maxStabilityIndex: largest,
    leastStableFeature: indices.indexOf(largest),
    unstableShare:
      indices.filter((index) => index > STABILITY_LIMITS.other).length / indices.length,
    criticDisagreement: sum((episode) => episode.disagreement) / decisions,
    cloneSurprise: sum((episode) => episode.surprise) / decisions,
    parity: Math.max(...episodes.map((episode) => episode.parity)),
    calibration: calibrateCritic(episodes),
  };
}

/**
 * Joins two sources of chance by squares of half-widths: the agent's episodes, and the episodes
 * that the limit was measured on.
 */
function rateEnds(episodes: readonly BehaviourSummary[]): readonly [number, number] {
  const decisions = episodes.reduce((total, episode) => total + episode.decisions, 0);
  const rateOf = (pick: (episode: BehaviourSummary) => number) =>
    episodes.reduce((total, episode) => total + pick(episode), 0) / decisions;
  const rate = rateOf(({ beyond }) => beyond);
  const over = meanInterval(episodes.map(({ beyond, decisions: own }) => beyond / own));
  const episodePart = Number.isNaN(over.low) ? 0 : over.estimate - over.low;
  const [below, above] = [0, 1].map((end) =>
    Math.hypot(episodePart, rateOf(({ beyondEnds }) => beyondEnds[end]) - rate),
  );
  return [Math.max(0, rate - below), Math.min(1, rate + above)];
}

function addUp(episodes: readonly BehaviourSummary[], length: number): Float64Array {
  const counts = new Float64Array(length);
  for (const { binCounts } of episodes) {
    for (let bin = 0; bin < length; bin += 1) counts[bin] += binCounts[bin];
  }
  return counts;
}
