/**
 * Measures whether a critic's expectations come true. Along the evaluated agent's own episodes,
 * Q(s, a) of its decisions is held against the discounted return that followed, under the rewards
 * that the critic learned. The critic was trained off policy, on the data's actions; asked about
 * the agent's, an optimistic critic shows as a slope below 1.
 */
import { quantile, mean, meanInterval, type Interval } from './statistics';

const CALIBRATION_BINS = 10;

/** Predictions and outcomes of an episode, a pair per decision, in dollars. */
export interface CriticEpisode {
  /** min(Q₁, Q₂), [decisions]. */
  readonly predicted: Float32Array;
  /** Σ γᵏ·r over the rewards that followed, [decisions]. */
  readonly realised: Float32Array;
}

interface CalibrationBin {
  readonly decisions: number;
  /** Mean prediction. */
  readonly predicted: number;
  /** Mean discounted return that followed, with Student's 95 % interval over episodes. */
  readonly realised: Interval;
}

export interface CriticCalibration {
  readonly decisions: number;
  /** Deciles of the prediction, the lowest first. */
  readonly bins: readonly CalibrationBin[];
  /** Slope of the least-squares line realised = intercept + slope · predicted. */
  readonly slope: number;
  readonly intercept: number;
  /** Pearson's correlation. */
  readonly correlation: number;
  /** Mean prediction minus the mean discounted return. */
  readonly bias: number;
}

/** Share of a decision's discounted weight that has to lie within the episode for it to count. */
const WEIGHT_WITHIN = 0.95;

/**
 * Gives the discounted returns of the decisions that have enough of the episode before them.
 * @param terminated whether the episode ended for good, so that nothing is missing after its end
 * @returns an entry per decision from the first, fewer than there were rewards when the episode was
 * cut
 */
export function realisedReturns(
  rewards: ArrayLike<number>,
  discount: number,
  terminated: boolean,
): Float64Array {
  const returns = new Float64Array(rewards.length);
  let sum = 0;
  for (let step = rewards.length - 1; step >= 0; step -= 1) {
    sum = rewards[step] + discount * sum;
    returns[step] = sum;
  }
  if (terminated || discount === 0) return returns;
  const missing = Math.ceil(Math.log(1 - WEIGHT_WITHIN) / Math.log(discount));
  return returns.slice(0, Math.max(0, rewards.length - missing + 1));
}

/** @returns null when no episode has a decision to show */
export function calibrateCritic(episodes: readonly CriticEpisode[]): CriticCalibration | null {
  const predicted = joined(episodes, (episode) => episode.predicted);
  const realised = joined(episodes, (episode) => episode.realised);
  if (predicted.length === 0) return null;
  const [meanPredicted, meanRealised] = [mean(predicted), mean(realised)];
  let products = 0;
  let predictedSquares = 0;
  let realisedSquares = 0;
  for (let index = 0; index < predicted.length; index += 1) {
    const x = predicted[index] - meanPredicted;
    const y = realised[index] - meanRealised;
    products += x * y;
    predictedSquares += x * x;
    realisedSquares += y * y;
  }
  const slope = products / predictedSquares;
  return {
    decisions: predicted.length,
    bins: binsOf(episodes, predicted),
    slope,
    intercept: meanRealised - slope * meanPredicted,
    correlation: products / Math.sqrt(predictedSquares * realisedSquares),
    bias: meanPredicted - meanRealised,
  };
}

function binsOf(episodes: readonly CriticEpisode[], predicted: Float64Array): CalibrationBin[] {
  const sorted = predicted.toSorted();
  const edges = Array.from({ length: CALIBRATION_BINS - 1 }, (_, index) =>
    quantile(sorted, (index + 1) / CALIBRATION_BINS),
  );
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({
    decisions: 0,
    predicted: 0,
    realised: 0,
    episodeMeans: [] as number[],
  }));
  for (const episode of episodes) {
    const sums = new Float64Array(CALIBRATION_BINS);
    const counts = new Uint32Array(CALIBRATION_BINS);
    for (const [index, prediction] of episode.predicted.entries()) {
      const above = edges.findIndex((edge) => prediction <= edge);
      const bin = above === -1 ? CALIBRATION_BINS - 1 : above;
      bins[bin].decisions += 1;
      bins[bin].predicted += prediction;
      bins[bin].realised += episode.realised[index];
      sums[bin] += episode.realised[index];
      counts[bin] += 1;
    }
    for (const [bin, count] of counts.entries()) {
      if (count > 0) bins[bin].episodeMeans.push(sums[bin] / count);
    }
  }
  return bins
    .filter(({ decisions }) => decisions > 0)
    .map(({ decisions, predicted: sum, realised, episodeMeans }) => {
      const { estimate, low, high } = meanInterval(episodeMeans);
      const middle = realised / decisions;
      // Episodes that rarely come here weigh as much in the width as those that often do.
      return {
        decisions,
        predicted: sum / decisions,
        realised: {
          estimate: middle,
          low: middle - (estimate - low),
          high: middle + (high - estimate),
        },
      };
    });
}

function joined(
  episodes: readonly CriticEpisode[],
  pick: (episode: CriticEpisode) => Float32Array,
): Float64Array {
  const all = new Float64Array(episodes.reduce((sum, episode) => sum + pick(episode).length, 0));
  let offset = 0;
  for (const episode of episodes) {
    all.set(pick(episode), offset);
    offset += pick(episode).length;
  }
  return all;
}
