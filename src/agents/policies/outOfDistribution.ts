/**
 * The monitor says how unusual an observation is beside what a policy was trained on: its squared
 * Mahalanobis distance d² = zᵀΣ⁻¹z, as a percentile of held-out training data, and the features
 * that stand furthest from their mean. It runs at every decision and allocates nothing; p features
 * take p²/2 multiply-adds.
 */
import {
  DISTANCE_QUANTILES,
  FEATURE_QUANTILES,
  LIMIT_PERCENTILE,
  type TrainingReference,
} from './trainingReference';

/** Number of features that are named as unusual. */
export const UNUSUAL_FEATURES = 3;

/** Decisions over which the share beyond the limit is counted: 20 s at ten a second. */
export const WATCH_WINDOW = 200;

export class OutOfDistributionMonitor {
  /** Squared Mahalanobis distance of the last observation; NaN before the first. */
  distance = Number.NaN;
  /** Share of held-out training observations, in percent, that are less unusual. */
  percentile = Number.NaN;
  /**
   * [3] the indices of the features outside of their usual range that are furthest from their
   * training mean in standard deviations, the furthest first; −1 where there are fewer.
   */
  readonly unusual = new Int32Array(UNUSUAL_FEATURES).fill(-1);
  /** [3] the values of those features; NaN where there are fewer. */
  readonly unusualValues = new Float64Array(UNUSUAL_FEATURES);
  private readonly scores = new Float64Array(UNUSUAL_FEATURES);
  private readonly solved: Float64Array;
  private readonly inverseStd: Float64Array;

  /** @param reference checked */
  constructor(private readonly reference: TrainingReference) {
    this.solved = new Float64Array(reference.mean.length);
    this.inverseStd = Float64Array.from(reference.std, (std) => 1 / std);
  }

  /** The distance that one in a hundred held-out observations exceeds. */
  get limit(): number {
    return this.reference.distances[LIMIT_PERCENTILE];
  }

  get isBeyond(): boolean {
    return this.distance > this.limit;
  }

  /** @param observation [p] */
  observe(observation: Float32Array): void {
    this.distance = this.measure(observation);
    this.percentile = percentileOf(this.reference.distances, this.distance);
    for (let place = 0; place < UNUSUAL_FEATURES; place += 1) {
      const feature = this.unusual[place];
      this.unusualValues[place] = feature < 0 ? Number.NaN : observation[feature];
    }
  }

  /** The value of a feature at 1 % of the training data. */
  usualLow(feature: number): number {
    return this.reference.featureQuantiles[feature * FEATURE_QUANTILES];
  }

  /** The value of a feature at 99 % of the training data. */
  usualHigh(feature: number): number {
    return this.reference.featureQuantiles[(feature + 1) * FEATURE_QUANTILES - 1];
  }

  /** Computes ‖y‖² with L·y = z, so that zᵀ(L·Lᵀ)⁻¹z = ‖y‖². */
  private measure(observation: Float32Array): number {
    const { reference, solved, inverseStd } = this;
    const { mean, factor } = reference;
    this.scores.fill(-1);
    this.unusual.fill(-1);
    let squares = 0;
    let at = 0;
    for (let row = 0; row < solved.length; row += 1) {
      const z = (observation[row] - mean[row]) * inverseStd[row];
      const value = observation[row];
      if (value < this.usualLow(row) || value > this.usualHigh(row)) this.rank(row, Math.abs(z));
      let rest = z;
      for (let column = 0; column < row; column += 1) rest -= factor[at + column] * solved[column];
      const y = rest / factor[at + row];
      solved[row] = y;
      squares += y * y;
      at += row + 1;
    }
    return squares;
  }

  private rank(feature: number, score: number): void {
    const { scores, unusual } = this;
    let place = UNUSUAL_FEATURES;
    while (place > 0 && score > scores[place - 1]) {
      place -= 1;
      if (place + 1 < UNUSUAL_FEATURES) {
        scores[place + 1] = scores[place];
        unusual[place + 1] = unusual[place];
      }
    }
    if (place === UNUSUAL_FEATURES) return;
    scores[place] = score;
    unusual[place] = feature;
  }
}

/**
 * The percentile is linear between the quantiles; it is 0 below the least and 100 above the
 * largest.
 */
function percentileOf(quantiles: Float32Array, distance: number): number {
  let low = 0;
  let high = DISTANCE_QUANTILES - 1;
  if (!(distance > quantiles[low])) return 0;
  if (distance >= quantiles[high]) return 100;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (quantiles[middle] <= distance) low = middle;
    else high = middle;
  }
  return low + (distance - quantiles[low]) / (quantiles[high] - quantiles[low]);
}
