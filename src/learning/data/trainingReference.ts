/**
 * Fits what travels with a policy to tell the unusual from the usual: covariance and deciles from
 * the training episodes, and from the held-out ones how far observations lie that the fit has not
 * seen.
 */
import { OutOfDistributionMonitor } from '../../agents/policies/outOfDistribution';
import {
  DISTANCE_QUANTILES,
  FEATURE_BINS,
  FEATURE_PROBABILITIES,
  FEATURE_QUANTILES,
  featureBin,
  LIMIT_PERCENTILE,
  type TrainingReference,
} from '../../agents/policies/trainingReference';
import { Rng } from '../../market/rng';
import { choleskyFactor, ledoitWolf } from './covariance';
import type { Dataset } from './dataset';
import {
  heldOutEpisodes,
  observationStatistics,
  trainingEpisodes,
  type EpisodeRange,
} from './datasetOperations';

/**
 * Budget of rows × features² for the covariance, which takes half as many multiply-adds: about half
 * a second. Neighbouring rows say nearly the same, so fewer of them lose little.
 */
const FIT_BUDGET = 1e9;
/** Most rows that deciles are taken of: sorting more does not move one that anyone would see. */
const MAX_QUANTILE_ROWS = 20_000;

/**
 * The held-out episodes are the tenth that no update sees; a dataset of one episode has none, and
 * its own distances stand in for theirs.
 */
export function fitTrainingReference(dataset: Dataset): TrainingReference {
  const { observationLength: width } = dataset;
  const training = trainingEpisodes(dataset);
  const { mean, std } = observationStatistics(dataset, training);
  const limit = Math.max(2 * width, Math.floor(FIT_BUDGET / (width * width)));
  const rows = spreadRows(training, limit);
  const values = new Float64Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    for (let feature = 0; feature < width; feature += 1) {
      const value = dataset.observations[row * width + feature];
      values[index * width + feature] = (value - mean[feature]) / std[feature];
    }
  }
  const { matrix } = ledoitWolf({ rows: rows.length, width, values });
  const factor = Float32Array.from(choleskyFactor(positive(matrix, width), width));
  const features = describeFeatures(dataset, spreadRows(training, MAX_QUANTILE_ROWS));
  const fit = { mean, std, factor, ...features };
  const heldOut = heldOutEpisodes(dataset);
  const others = heldOut.length > 0 ? heldOut : training;
  const otherRows = spreadRows(others, limit);
  const measured = measureDistances(dataset, otherRows, fit);
  const sorted = measured.toSorted();
  const distances = Float32Array.from({ length: DISTANCE_QUANTILES }, (_, percent) =>
    sortedQuantile(sorted, percent / 100),
  );
  const blocks = others.map(({ start, end }) =>
    measured.filter((_, index) => otherRows[index] >= start && otherRows[index] < end),
  );
  return {
    ...fit,
    distances,
    heldOut: { episodes: others.length, limitError: limitErrorOf(blocks) },
  };
}

const RESAMPLES = 200;
/** Stream of the bootstrap, fixed so that the same data gives the same policy file. */
const RESAMPLING_SEED = 1;

/**
 * Bootstraps the standard error of the logarithm of the distance at LIMIT_PERCENTILE over whole
 * episodes: neighbouring steps say nearly the same, so that rows count for little.
 * @param blocks distances by episode
 * @returns 0 for one episode, which says nothing of others
 */
function limitErrorOf(blocks: readonly Float32Array[]): number {
  if (blocks.length < 2) return 0;
  const random = new Rng(RESAMPLING_SEED);
  const falling = blocks
    .flatMap((block, episode) => Array.from(block, (distance) => ({ distance, episode })))
    .toSorted((a, b) => b.distance - a.distance);
  const logs = Float64Array.from({ length: RESAMPLES }, () => {
    const times = new Uint32Array(blocks.length);
    for (let draw = 0; draw < blocks.length; draw += 1) times[random.below(blocks.length)] += 1;
    const rows = blocks.reduce((sum, { length }, episode) => sum + times[episode] * length, 0);
    let beyond = rows * (1 - LIMIT_PERCENTILE / 100);
    const limit = falling.find(({ episode }) => (beyond -= times[episode]) < 0);
    return Math.log(Math.max(limit?.distance ?? 0, Number.MIN_VALUE));
  });
  const mean = logs.reduce((sum, log) => sum + log, 0) / RESAMPLES;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const lost = blocks.length / (blocks.length - 1);
  return Math.sqrt((squares / (RESAMPLES - 1)) * lost);
}

/**
 * Keeps a matrix invertible by a floor on its diagonal: a feature that never varies leaves zeros,
 * which shrinkage does not lift.
 */
function positive(matrix: Float64Array, width: number): Float64Array {
  const FLOOR = 1e-6;
  for (let i = 0; i < width; i += 1) matrix[i * width + i] += FLOOR;
  return matrix;
}

/** Picks at most `limit` rows, evenly spread over the ranges. */
function spreadRows(ranges: readonly EpisodeRange[], limit: number): Uint32Array {
  const total = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const stride = Math.max(1, Math.ceil(total / limit));
  const rows: number[] = [];
  let index = 0;
  for (const { start, end } of ranges) {
    for (let row = start; row < end; row += 1, index += 1) {
      if (index % stride === 0) rows.push(row);
    }
  }
  return Uint32Array.from(rows);
}

function describeFeatures(
  dataset: Dataset,
  rows: Uint32Array,
): Pick<TrainingReference, 'featureQuantiles' | 'featureShares'> {
  const { observationLength: width, observations } = dataset;
  const featureQuantiles = new Float32Array(width * FEATURE_QUANTILES);
  const counts = new Uint32Array(width * FEATURE_BINS);
  const column = new Float32Array(rows.length);
  for (let feature = 0; feature < width; feature += 1) {
    for (const [index, row] of rows.entries()) column[index] = observations[row * width + feature];
    column.sort();
    const offset = feature * FEATURE_QUANTILES;
    for (const [index, probability] of FEATURE_PROBABILITIES.entries()) {
      featureQuantiles[offset + index] = sortedQuantile(column, probability);
    }
    for (const value of column) {
      const bin = featureBin(featureQuantiles, offset, value);
      counts[feature * FEATURE_BINS + bin] += 1;
    }
  }
  const featureShares = Float32Array.from(counts, (count) => count / rows.length);
  return { featureQuantiles, featureShares };
}

/** Returns the squared Mahalanobis distance of each row. */
function measureDistances(
  { observationLength: width, observations }: Dataset,
  rows: Uint32Array,
  fit: Omit<TrainingReference, 'distances'>,
): Float32Array {
  const monitor = new OutOfDistributionMonitor({
    ...fit,
    distances: new Float32Array(DISTANCE_QUANTILES),
  });
  return Float32Array.from(rows, (row) => {
    monitor.observe(observations.subarray(row * width, (row + 1) * width));
    return monitor.distance;
  });
}

/**
 * Interpolates linearly between order statistics (Hyndman and Fan's type 7).
 * @param sorted rising
 */
function sortedQuantile(sorted: Float32Array, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
