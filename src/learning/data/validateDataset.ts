/**
 * What a dataset must be before anything learns from it, whether it came from a
 * worker, a file or the browser's storage. Pure, no tfjs; reads every number
 * once and changes nothing.
 */
import { ACTION_LENGTH, ACTION_NAMES, REWARD_TERMS, REWARD_TERM_COUNT } from '../../env/types';
import type { ObservationLayout } from '../../env/observationLayout';
import { InvalidInputError } from '../../market/validation';
import type { Dataset } from './dataset';

export interface DatasetExpectations {
  /** What the errors call the dataset. */
  readonly path?: string;
  /** Of the environment it is meant for; without it any observations will do. */
  readonly layout?: ObservationLayout | undefined;
  /** Contracts; without it any inventory will do. */
  readonly maxInventory?: number | undefined;
}

type Numbers = Float32Array | Float64Array;

/**
 * Checks, in this order: sizes, observation layout, every number of every
 * column, and that the rows are whole episodes one after another.
 * @throws InvalidInputError naming the first column, and the row, that fails
 */
export function validateDataset(dataset: Dataset, expectations: DatasetExpectations = {}): void {
  const { path = 'dataset', layout, maxInventory = Number.MAX_VALUE } = expectations;
  checkSizes(dataset, path);
  if (layout !== undefined) checkLayout(dataset, layout, path);
  const names = layout?.names;
  const width = dataset.observationLength;
  const finite = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE, expected: 'a finite number' };
  const scaled = { low: -1, high: 1, expected: 'a number from -1 to 1' };
  const contracts =
    expectations.maxInventory === undefined
      ? finite
      : {
          low: -maxInventory,
          high: maxInventory,
          expected: `a number from ${-maxInventory} to ${maxInventory} contracts`,
        };
  checkRange(dataset.observations, finite, `${path}.observations`, width, names);
  checkRange(dataset.actions, scaled, `${path}.actions`, ACTION_LENGTH, ACTION_NAMES);
  checkRange(dataset.terms, finite, `${path}.terms`, REWARD_TERM_COUNT, REWARD_TERMS);
  checkRange(dataset.rewards, finite, `${path}.rewards`);
  checkRange(dataset.inventory, contracts, `${path}.inventory`);
  checkRange(dataset.midTicks, finite, `${path}.midTicks`);
  checkRange(dataset.midInnovationTicks, finite, `${path}.midInnovationTicks`);
  checkLogProbability(dataset.logProbability, `${path}.logProbability`);
  checkEpisodes(dataset, path);
  checkSeeds(dataset.episodeSeeds, `${path}.episodeSeeds`);
  const finalLength = dataset.episodeSeeds.length * width;
  checkLength(dataset.finalObservations, finalLength, `${path}.finalObservations`);
  checkRange(dataset.finalObservations, finite, `${path}.finalObservations`, width, names);
}

function checkSizes(dataset: Dataset, path: string): void {
  const { rows, observationLength } = dataset;
  for (const [name, value] of Object.entries({ rows, observationLength })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidInputError(`${path}.${name}`, 'a whole number from 1', value);
    }
  }
  const lengths = {
    observations: rows * observationLength,
    actions: rows * ACTION_LENGTH,
    terms: rows * REWARD_TERM_COUNT,
    rewards: rows,
    inventory: rows,
    midTicks: rows,
    midInnovationTicks: rows,
    terminated: rows,
    truncated: rows,
    behaviour: rows,
    logProbability: rows,
    episode: rows,
  };
  for (const [name, length] of Object.entries(lengths)) {
    checkLength(dataset[name as keyof typeof lengths], length, `${path}.${name}`);
  }
}

function checkLength(column: ArrayLike<number>, length: number, path: string): void {
  if (column.length === length) return;
  throw new InvalidInputError(path, `${length} numbers`, `${column.length} numbers`);
}

function checkLayout(dataset: Dataset, layout: ObservationLayout, path: string): void {
  if (dataset.observationKey !== layout.key) {
    throw new InvalidInputError(`${path}.observationKey`, layout.key, dataset.observationKey);
  }
  if (dataset.observationLength !== layout.length) {
    throw new InvalidInputError(
      `${path}.observationLength`,
      `${layout.length}, the length of observations ${layout.key}`,
      dataset.observationLength,
    );
  }
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly expected: string;
}

/** @param names one per number of a row; without them a number is called by its index */
function checkRange(
  column: Numbers,
  { low, high, expected }: Range,
  path: string,
  width = 1,
  names?: readonly string[],
): void {
  for (let index = 0; index < column.length; index++) {
    const value = column[index];
    // NaN fails both comparisons, an infinity one of them.
    if (value >= low && value <= high) continue;
    const element = index % width;
    const inner = width === 1 ? '' : `.${names?.[element] ?? element}`;
    throw new InvalidInputError(`${path}${inner}[${Math.floor(index / width)}]`, expected, value);
  }
}

function checkLogProbability(column: Float32Array, path: string): void {
  // NaN stands for a deterministic behaviour.
  const bad = column.findIndex((value) => value === Infinity || value === -Infinity);
  if (bad !== -1) throw new InvalidInputError(`${path}[${bad}]`, 'a finite number', column[bad]);
}

function checkSeeds(seeds: Float64Array, path: string): void {
  const bad = seeds.findIndex((seed) => !Number.isSafeInteger(seed) || seed < 0);
  if (bad === -1) return;
  throw new InvalidInputError(`${path}[${bad}]`, 'a whole number from 0', seeds[bad]);
}

/** Episodes are numbered without gaps, end exactly once, and keep one behaviour. */
function checkEpisodes(dataset: Dataset, path: string): void {
  const { rows, episode, terminated, truncated, behaviour, behaviours } = dataset;
  const fail = (column: string, row: number, expected: string, received: unknown): never => {
    throw new InvalidInputError(`${path}.${column}[${row}]`, expected, received);
  };
  for (let row = 0; row < rows; row++) {
    const isLast = row + 1 === rows || episode[row + 1] !== episode[row];
    if (terminated[row] > 1) fail('terminated', row, '0 or 1', terminated[row]);
    if (truncated[row] > 1) fail('truncated', row, '0 or 1', truncated[row]);
    const ends = terminated[row] + truncated[row];
    if (ends === 2) fail('truncated', row, '0 where the step terminated', 1);
    if (isLast && ends === 0) {
      fail('terminated', row, 'terminated or truncated at the last step of an episode', 0);
    }
    if (!isLast && ends === 1) {
      const column = terminated[row] === 1 ? 'terminated' : 'truncated';
      fail(column, row, '0 before the last step of an episode', 1);
    }
    if (behaviour[row] >= behaviours.length) {
      fail('behaviour', row, `an index below ${behaviours.length}`, behaviour[row]);
    }
    if (row + 1 === rows) break;
    if (isLast && episode[row + 1] !== episode[row] + 1) {
      fail('episode', row + 1, `${episode[row] + 1}, the next episode`, episode[row + 1]);
    }
    if (!isLast && behaviour[row + 1] !== behaviour[row]) {
      const expected = `${behaviour[row]}, the behaviour of its episode`;
      fail('behaviour', row + 1, expected, behaviour[row + 1]);
    }
  }
  const episodes = episode[rows - 1] - episode[0] + 1;
  if (episodes !== dataset.episodeSeeds.length) {
    throw new InvalidInputError(
      `${path}.episodeSeeds`,
      `${episodes} seeds`,
      `${dataset.episodeSeeds.length} seeds`,
    );
  }
}
