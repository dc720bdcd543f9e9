/**
 * Fits what travels with a policy to tell the unusual from the usual: covariance
 * and deciles from the training episodes, and from the held-out ones how far
 * observations lie that the fit has not seen.
 */
import { OutOfDistributionMonitor } from '../../agents/policies/outOfDistribution';
import {
  DISTANCE_QUANTILES,
  FEATURE_BINS,
  FEATURE_PROBABILITIES,
  FEATURE_QUANTILES,
  featureBin,
  type TrainingReference,
} from '../../agents/policies/trainingReference';
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
 * The held-out episodes are the tenth that no update sees; a dataset of one
 * episode has none, and its own distances stand in for theirs.
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
  const others = spreadRows(heldOut.length > 0 ? heldOut : training, limit);
  return { ...fit, distances: distanceQuantiles(dataset, others, fit) };
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

function distanceQuantiles(
  dataset: Dataset,
  rows: Uint32Array,
  fit: Omit<TrainingReference, 'distances'>,
): Float32Array {
  const { observationLength: width, observations } = dataset;
  const distances = new Float32Array(DISTANCE_QUANTILES);
  const monitor = new OutOfDistributionMonitor({ ...fit, distances });
  const measured = Float32Array.from(rows, (row) => {
    monitor.observe(observations.subarray(row * width, (row + 1) * width));
    return monitor.distance;
  }).sort();
  return distances.map((_, percent) => sortedQuantile(measured, percent / 100));
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
