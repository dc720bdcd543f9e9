/**
 * Prepares a dataset before anything learns from it: joins shards, labels it with reward weights,
 * splits it by episode, measures the training part. Rows of an episode are consecutive, so an
 * episode is a range.
 */
import { weightedReward } from '../../env/reward';
import { REWARD_TERM_COUNT, type RewardWeights } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import type { Dataset } from './dataset';
import {
  allocateColumns,
  COLUMN_NAMES,
  columnOf,
  mapColumns,
  widthOf,
  type DatasetColumns,
} from './datasetColumns';
import type { ObservationStatistics } from './dataset';
import { validateDataset } from './validateDataset';
import { Rng } from '../../market/rng';

/** Rows of an episode, from `start` to before `end`. */
export interface EpisodeRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Joins shards of the same layout; episodes keep their order.
 * @throws InvalidInputError for an empty list, a shard that is not sound, or shards that do not
 *   match
 */
export function concatenateShards(shards: readonly Dataset[]): Dataset {
  if (shards.length === 0) throw new InvalidInputError('shards', 'at least one', shards.length);
  shards.forEach((shard, index) => validateDataset(shard, { path: `shards[${index}]` }));
  const [first] = shards;
  if (shards.length === 1) return first;
  for (const [index, shard] of shards.entries()) {
    if (shard.observationKey !== first.observationKey) {
      const field = `shards[${index}].observationKey`;
      throw new InvalidInputError(field, first.observationKey, shard.observationKey);
    }
  }
  const sum = (count: (shard: Dataset) => number) =>
    shards.reduce((total, shard) => total + count(shard), 0);
  const { observationLength, observationKey } = first;
  const rows = sum((shard) => shard.rows);
  const episodes = sum((shard) => shard.episodeSeeds.length);
  const behaviours = [...new Set(shards.flatMap((shard) => shard.behaviours))];
  const joined = allocateColumns({ rows, episodes, observationLength });
  for (const name of COLUMN_NAMES) {
    let offset = 0;
    for (const shard of shards) {
      joined[name].set(shard[name], offset);
      offset += shard[name].length;
    }
  }
  renumber(joined, shards, behaviours);
  return { ...joined, rows, observationLength, observationKey, behaviours };
}

/** Episodes count on from shard to shard, and behaviours point into one list. */
function renumber(
  { episode, behaviour }: DatasetColumns,
  shards: readonly Dataset[],
  behaviours: readonly string[],
): void {
  let row = 0;
  let episodes = 0;
  for (const shard of shards) {
    const names = shard.behaviours.map((name) => behaviours.indexOf(name));
    for (let index = 0; index < shard.rows; index += 1, row += 1) {
      episode[row] = episodes + shard.episode[index] - shard.episode[0];
      behaviour[row] = names[shard.behaviour[index]];
    }
    episodes += shard.episodeSeeds.length;
  }
}

/** Returns the dataset without its steps from `rows` on; what belongs to episodes stays. */
export function firstRows(dataset: Dataset, rows: number): Dataset {
  const columns = mapColumns((name) =>
    columnOf(name).per === 'step'
      ? dataset[name].slice(0, rows * widthOf(name, dataset.observationLength))
      : dataset[name],
  );
  return { ...dataset, ...columns, rows };
}

/** Finds the episodes of a dataset, in their order. */
export function episodeRanges({ episode }: Pick<Dataset, 'episode'>): EpisodeRange[] {
  const ranges: EpisodeRange[] = [];
  let start = 0;
  for (let row = 1; row <= episode.length; row += 1) {
    if (row < episode.length && episode[row] === episode[start]) continue;
    ranges.push({ start, end: row });
    start = row;
  }
  return ranges;
}

/** Joins what belongs to the rows of these episodes, one number each. */
export function rowsOf(column: Float32Array, episodes: readonly EpisodeRange[]): Float32Array {
  const rows = new Float32Array(episodes.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const { start, end } of episodes) {
    rows.set(column.subarray(start, end), at);
    at += end - start;
  }
  return rows;
}

/** Pays for the same data differently: reward = Σ weight·term. Every other column is shared. */
export function relabel(dataset: Dataset, weights: RewardWeights): Dataset {
  const rewards = new Float32Array(dataset.rows);
  for (let row = 0; row < dataset.rows; row += 1) {
    rewards[row] = weightedReward(dataset.terms, weights, row * REWARD_TERM_COUNT);
  }
  return { ...dataset, rewards };
}

/** Sums the rewards of each episode. */
export function episodeReturns(dataset: Dataset, ranges: readonly EpisodeRange[]): Float64Array {
  return Float64Array.from(ranges, ({ start, end }) => {
    let sum = 0;
    for (let row = start; row < end; row += 1) sum += dataset.rewards[row];
    return sum;
  });
}

/** Sums the rewards from each step to the end of its episode, undiscounted. @returns [rows] */
export function returnsToGo(dataset: Dataset, ranges: readonly EpisodeRange[]): Float32Array {
  const returns = new Float32Array(dataset.rows);
  for (const { start, end } of ranges) {
    let sum = 0;
    for (let row = end - 1; row >= start; row -= 1) {
      sum += dataset.rewards[row];
      returns[row] = sum;
    }
  }
  return returns;
}

/**
 * Returns 1000/(2·(best − median return)); 1 when all returns are equal. For returns that lie
 * evenly about their median this is 1000/(best − worst), the reference implementation's. Here they
 * do not: a random quoter's inventory penalty grows with its weight without bound, and measured
 * against the worst episode the differences between good ones, which advantages are made of, would
 * vanish.
 */
export function rewardScale(returns: Float64Array): number {
  const sorted = returns.toSorted();
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  const range = 2 * (sorted[sorted.length - 1] - median);
  return range > 0 ? 1000 / range : 1;
}

/**
 * Least deviation as a share of the largest return: returns that hardly differ must not explode.
 */
const MIN_RETURN_DEVIATION = 1e-3;

/**
 * Returns 1/(standard deviation of returns to go), by which a Decision Transformer's returns are
 * multiplied. Measured against the largest, one episode that lost ten times as much as any other
 * lost would squeeze all that can be asked for into a fraction of a unit, and the model would
 * hardly hear what it is asked. 1 when all returns are 0.
 */
export function returnScale(returns: Float32Array): number {
  let mean = 0;
  let squares = 0;
  let largest = 0;
  for (const [index, value] of returns.entries()) {
    const delta = value - mean;
    mean += delta / (index + 1);
    squares += delta * (value - mean);
    largest = Math.max(largest, Math.abs(value));
  }
  const deviation = Math.sqrt(squares / Math.max(1, returns.length));
  const unit = Math.max(deviation, MIN_RETURN_DEVIATION * largest);
  return unit > 0 ? 1 / unit : 1;
}

/**
 * Holds out whole episodes, chosen by `seed`: at least one, unless there is only one.
 * @param share of the episodes, rounded
 */
export function splitByEpisode(
  ranges: readonly EpisodeRange[],
  share: number,
  seed: number,
): { readonly training: EpisodeRange[]; readonly validation: EpisodeRange[] } {
  const order = ranges.map((_, index) => index);
  const random = new Rng(seed);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  const wanted = Math.max(1, Math.round(share * ranges.length));
  const heldOut = new Set(order.slice(0, ranges.length > 1 ? wanted : 0));
  return {
    training: ranges.filter((_, index) => !heldOut.has(index)),
    validation: ranges.filter((_, index) => heldOut.has(index)),
  };
}

/** Share of the episodes that no update ever sees. */
const VALIDATION_SHARE = 0.1;
/**
 * Seed of the split, which belongs to the data, not to the run: the seed of training does not
 * change it.
 */
const SPLIT_SEED = 1;

/** Returns the episodes that learners learn from. */
export function trainingEpisodes(dataset: Dataset): EpisodeRange[] {
  return splitByEpisode(episodeRanges(dataset), VALIDATION_SHARE, SPLIT_SEED).training;
}

/** Returns the other episodes; none where there is only one. */
export function heldOutEpisodes(dataset: Dataset): EpisodeRange[] {
  return splitByEpisode(episodeRanges(dataset), VALIDATION_SHARE, SPLIT_SEED).validation;
}

/**
 * Least deviation of a feature: one that hardly moves in the data must not explode when it moves
 * later.
 */
export const MIN_STD = 1e-3;

/** Measures every feature over the rows of `ranges`; the deviation is at least MIN_STD. */
export function observationStatistics(
  dataset: Dataset,
  ranges: readonly EpisodeRange[],
): ObservationStatistics {
  const { observationLength: width, observations } = dataset;
  const mean = new Float64Array(width);
  const squares = new Float64Array(width);
  let count = 0;
  // Welford's update: sums of squares would cancel for features far from zero.
  for (const { start, end } of ranges) {
    for (let row = start; row < end; row += 1) {
      count += 1;
      for (let feature = 0; feature < width; feature += 1) {
        const value = observations[row * width + feature];
        const delta = value - mean[feature];
        mean[feature] += delta / count;
        squares[feature] += delta * (value - mean[feature]);
      }
    }
  }
  const std = squares.map((sum) => Math.max(MIN_STD, Math.sqrt(sum / Math.max(1, count))));
  return { mean: Float32Array.from(mean), std: Float32Array.from(std) };
}
