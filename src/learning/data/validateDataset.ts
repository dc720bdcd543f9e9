/**
 * Checks what a dataset must be before anything learns from it, whether it came from a worker, a
 * file or the browser's storage. Pure, no tfjs; reads every number once and changes nothing.
 */
import type { ObservationLayout } from '../../env/observationLayout';
import { InvalidInputError } from '../../market/validation';
import type { Dataset } from './dataset';
import {
  COLUMN_NAMES,
  columnOf,
  lengthOf,
  widthOf,
  type ColumnName,
  type ColumnRule,
} from './datasetColumns';

export interface DatasetExpectations {
  /** Name of the dataset in errors. */
  readonly path?: string;
  /** Layout of the environment it is meant for; without it any observations will do. */
  readonly layout?: ObservationLayout | undefined;
  /** Inventory limit in contracts; without it any inventory will do. */
  readonly maxInventory?: number | undefined;
}

/**
 * Checks, in this order: sizes, observation layout, every number of every column by the column's
 * rule, and that the rows are whole episodes one after another.
 * @throws InvalidInputError naming the first column, and the row, that fails
 */
export function validateDataset(dataset: Dataset, expectations: DatasetExpectations = {}): void {
  const { path = 'dataset', layout, maxInventory } = expectations;
  checkStepLengths(dataset, path);
  if (layout !== undefined) checkLayout(dataset, layout, path);
  const checkNumbers = (wanted: 'step' | 'episode') => {
    for (const name of COLUMN_NAMES) {
      const { per, rule } = columnOf(name);
      if (per !== wanted || rule === 'episodes') continue;
      checkLength(dataset, name, path);
      checkRange(dataset, name, RANGES[rule](maxInventory), path, layout);
    }
  };
  checkNumbers('step');
  checkEpisodes(dataset, path);
  checkNumbers('episode');
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly expected: string;
  readonly allowsNaN?: boolean;
  readonly isWhole?: boolean;
}

const FINITE: Range = {
  low: -Number.MAX_VALUE,
  high: Number.MAX_VALUE,
  expected: 'a finite number',
};

/** Ranges by rule; that of inventory depends on the limit, where one is known. */
const RANGES: Record<Exclude<ColumnRule, 'episodes'>, (limit: number | undefined) => Range> = {
  finite: () => FINITE,
  finiteOrNaN: () => ({ ...FINITE, allowsNaN: true }),
  scaled: () => ({ low: -1, high: 1, expected: 'a number from -1 to 1' }),
  contracts: (limit) =>
    limit === undefined
      ? FINITE
      : { low: -limit, high: limit, expected: `a number from ${-limit} to ${limit} contracts` },
  seed: () => ({
    low: 0,
    high: Number.MAX_SAFE_INTEGER,
    expected: 'a whole number from 0',
    isWhole: true,
  }),
};

function checkStepLengths(dataset: Dataset, path: string): void {
  const { rows, observationLength } = dataset;
  for (const [name, value] of Object.entries({ rows, observationLength })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidInputError(`${path}.${name}`, 'a whole number from 1', value);
    }
  }
  for (const name of COLUMN_NAMES) {
    if (columnOf(name).per === 'step') checkLength(dataset, name, path);
  }
}

function checkLength(dataset: Dataset, name: ColumnName, path: string): void {
  const episodes = dataset.episodeSeeds.length;
  const expected = lengthOf(name, { ...dataset, episodes });
  const { length } = dataset[name];
  if (length === expected) return;
  throw new InvalidInputError(`${path}.${name}`, `${expected} numbers`, `${length} numbers`);
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

function checkRange(
  dataset: Dataset,
  name: ColumnName,
  { low, high, expected, allowsNaN = false, isWhole = false }: Range,
  path: string,
  layout: ObservationLayout | undefined,
): void {
  const column = dataset[name];
  for (let index = 0; index < column.length; index++) {
    const value = column[index];
    // NaN fails both comparisons, an infinity one of them.
    if (value >= low && value <= high && (!isWhole || Number.isInteger(value))) continue;
    if (allowsNaN && Number.isNaN(value)) continue;
    const width = widthOf(name, dataset.observationLength);
    const { elements } = columnOf(name);
    const names = elements === 'observation' ? layout?.names : elements;
    const element = index % width;
    const inner = width === 1 ? '' : `.${names?.[element] ?? element}`;
    const row = Math.floor(index / width);
    throw new InvalidInputError(`${path}.${name}${inner}[${row}]`, expected, value);
  }
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
