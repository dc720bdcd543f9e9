/**
 * Measures how good a dataset is to learn from, in four numbers and a histogram: how good its
 * episodes are and how much of the scenario they show (Schweighofer et al. 2021, "A Dataset
 * Perspective on Offline Reinforcement Learning": trajectory quality and state-action coverage),
 * how varied the actions are, and how the returns of each behaviour spread. Continuous numbers are
 * counted in bins. Every row counts, whatever the size; only where a feature's bins lie is found on
 * a part of the rows. A million rows take about a tenth of a second.
 */
import { observationLayoutOf } from '../../env/observationLayout';
import { ACTION_LENGTH } from '../../env/types';
import type { DataQuality, Dataset } from './dataset';
import { episodeRanges, episodeReturns } from './datasetOperations';

/** Quantiles that a feature is counted in; an action is counted in equal bins. */
const FEATURE_BINS = 3;
const ACTION_BINS = 5;
/** Rows, evenly spread, on which the bins of features are found: sorting more would be felt. */
export const MAX_EDGE_ROWS = 100_000;
/** Bins of the histogram of returns. */
export const RETURN_BINS = 12;

/**
 * Features that make a state's cell, where the observation has them: position, pressure and
 * conditions.
 */
const CELL_FEATURES = ['inventory', 'imbalance', 'spread', 'volatility'];

/**
 * Finds the features of a cell in the dataset's observations; none where the layout is not known.
 */
export function cellFeatures({ observationKey }: Pick<Dataset, 'observationKey'>): number[] {
  const names = observationLayoutOf(observationKey)?.names ?? [];
  return CELL_FEATURES.map((name) => names.indexOf(name)).filter((index) => index !== -1);
}

/**
 * @param features indices of the observation that make a state's cell, a handful: all of them would
 *   make every row a cell of its own
 */
export function measureQuality(dataset: Dataset, features: readonly number[]): DataQuality {
  const ranges = episodeRanges(dataset);
  const returns = episodeReturns(dataset, ranges);
  const low = returns.reduce((least, value) => Math.min(least, value), Infinity);
  const high = returns.reduce((most, value) => Math.max(most, value), -Infinity);
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const histograms = dataset.behaviours.map((name) => ({
    name,
    counts: Array<number>(RETURN_BINS).fill(0),
  }));
  ranges.forEach(({ start }, index) => {
    const { counts } = histograms[dataset.behaviour[start]];
    const share = high > low ? (returns[index] - low) / (high - low) : 0;
    counts[Math.min(RETURN_BINS - 1, Math.floor(share * RETURN_BINS))] += 1;
  });
  const visitedCells = countCells(dataset, features);
  return {
    returnRange: [low, high],
    returns: histograms,
    actionEntropy: actionEntropy(dataset),
    trajectoryQuality: (mean - low) / (high - low),
    visitedCells,
    coverage: visitedCells / dataset.rows,
    edgeRows: Math.min(dataset.rows, MAX_EDGE_ROWS),
  };
}

/** Computes the Shannon entropy over its largest value, averaged over the five dimensions. */
function actionEntropy({ actions, rows }: Dataset): number {
  const counts = new Uint32Array(ACTION_LENGTH * ACTION_BINS);
  for (let at = 0; at < actions.length; at += 1) {
    counts[(at % ACTION_LENGTH) * ACTION_BINS + actionBin(actions[at])] += 1;
  }
  let entropy = 0;
  for (const count of counts) {
    if (count > 0) entropy -= (count / rows) * Math.log(count / rows);
  }
  return entropy / (ACTION_LENGTH * Math.log(ACTION_BINS));
}

/**
 * Counts the cells that were visited. A cell is a number with a digit per feature and one per
 * dimension of the action.
 */
function countCells(dataset: Dataset, features: readonly number[]): number {
  const { rows, observations, observationLength, actions } = dataset;
  const edges = features.map((feature) => quantileEdges(dataset, feature));
  const visited = new Uint8Array(FEATURE_BINS ** features.length * ACTION_BINS ** ACTION_LENGTH);
  let cells = 0;
  for (let row = 0; row < rows; row += 1) {
    let cell = 0;
    for (let place = 0; place < features.length; place += 1) {
      const value = observations[row * observationLength + features[place]];
      const bins = edges[place];
      let bin = 0;
      while (bin < bins.length && value > bins[bin]) bin += 1;
      cell = cell * FEATURE_BINS + bin;
    }
    const offset = row * ACTION_LENGTH;
    for (let i = 0; i < ACTION_LENGTH; i += 1) {
      cell = cell * ACTION_BINS + actionBin(actions[offset + i]);
    }
    cells += 1 - visited[cell];
    visited[cell] = 1;
  }
  return cells;
}

/** Finds the edges between FEATURE_BINS bins of equal count. */
function quantileEdges(
  { observations, observationLength, rows }: Dataset,
  feature: number,
): Float32Array {
  const count = Math.min(rows, MAX_EDGE_ROWS);
  const sorted = Float32Array.from({ length: count }, (_, index) => {
    const row = Math.floor((index * rows) / count);
    return observations[row * observationLength + feature];
  }).sort();
  return Float32Array.from(
    { length: FEATURE_BINS - 1 },
    (_, edge) => sorted[Math.floor(((edge + 1) * (count - 1)) / FEATURE_BINS)],
  );
}

/** @param value scaled to [−1, 1] */
const actionBin = (value: number): number =>
  Math.min(ACTION_BINS - 1, Math.max(0, Math.floor(((value + 1) / 2) * ACTION_BINS)));
