/**
 * How good a dataset is to learn from, in four numbers and a histogram: how good
 * its episodes are and how much of the world they show (Schweighofer et al. 2021,
 * "A Dataset Perspective on Offline Reinforcement Learning": trajectory quality
 * and state-action coverage), how varied the actions are, and how the returns of
 * each behaviour spread. Continuous numbers are counted in bins.
 */
import { observationLayoutOf } from '../env/observationLayout';
import { ACTION_LENGTH } from '../env/types';
import type { DataQuality, Dataset } from './dataset';
import { episodeRanges, episodeReturns } from './datasetOperations';

/** Bins of a standardised feature's quantile, and of a scaled action. */
const FEATURE_BINS = 3;
const ACTION_BINS = 5;
/** Of the histogram of returns. */
export const RETURN_BINS = 12;

/** What makes a state's cell, where the observation has it: position, pressure and weather. */
const CELL_FEATURES = ['inventory', 'imbalance', 'spread', 'volatility'];

/** Their indices in the dataset's observations; none where the layout is not known. */
export function cellFeatures({ observationKey }: Pick<Dataset, 'observationKey'>): number[] {
  const names = observationLayoutOf(observationKey)?.names ?? [];
  return CELL_FEATURES.map((name) => names.indexOf(name)).filter((index) => index !== -1);
}

/**
 * @param features indices of the observation that make a state's cell: all of
 *   them would make every row a cell of its own
 */
export function measureQuality(dataset: Dataset, features: readonly number[]): DataQuality {
  const ranges = episodeRanges(dataset);
  const returns = episodeReturns(dataset, ranges);
  const low = Math.min(...returns);
  const high = Math.max(...returns);
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
  };
}

/** Shannon entropy over its largest value, averaged over the five dimensions. */
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

function countCells(dataset: Dataset, features: readonly number[]): number {
  const { rows, observations, observationLength, actions } = dataset;
  const edges = features.map((feature) => quantileEdges(dataset, feature));
  const cells = new Set<string>();
  for (let row = 0; row < rows; row += 1) {
    let cell = '';
    for (const [place, feature] of features.entries()) {
      const value = observations[row * observationLength + feature];
      cell += edges[place].filter((edge) => value > edge).length;
    }
    for (let i = 0; i < ACTION_LENGTH; i += 1) cell += actionBin(actions[row * ACTION_LENGTH + i]);
    cells.add(cell);
  }
  return cells.size;
}

/** Between FEATURE_BINS bins of equal count. */
function quantileEdges(
  { observations, observationLength, rows }: Dataset,
  feature: number,
): number[] {
  const sorted = Float32Array.from(
    { length: rows },
    (_, row) => observations[row * observationLength + feature],
  ).sort();
  return Array.from(
    { length: FEATURE_BINS - 1 },
    (_, edge) => sorted[Math.floor(((edge + 1) * (rows - 1)) / FEATURE_BINS)],
  );
}

/** @param value scaled to [−1, 1] */
const actionBin = (value: number): number =>
  Math.min(ACTION_BINS - 1, Math.max(0, Math.floor(((value + 1) / 2) * ACTION_BINS)));
