/**
 * The columns of a dataset file: which there are, of what type, and where their
 * numbers live in a Dataset. Reader and writer both follow this table, so the
 * two cannot disagree. Wide columns of a Dataset become one column per number.
 */
import { observationLayout } from '../../env/observationLayout';
import type { ObservationConfig } from '../../env/config';
import { ACTION_LENGTH, ACTION_NAMES, REWARD_TERMS, REWARD_TERM_COUNT } from '../../env/types';
import type { Dataset } from './dataset';

/** Parquet's physical types, as far as datasets use them. */
type ColumnType = 'FLOAT' | 'DOUBLE' | 'INT32' | 'BOOLEAN';

/** Numbers by row, some of them several to a row. `seed` is each row's episode's. */
export interface RowColumns {
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly terms: Float32Array;
  readonly rewards: Float32Array;
  readonly inventory: Float32Array;
  readonly midTicks: Float64Array;
  readonly midInnovationTicks: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly behaviour: Uint16Array;
  readonly logProbability: Float32Array;
  readonly episode: Uint32Array;
  readonly seed: Float64Array;
}

/** Row r of the column is number r·width + offset of its field. */
export interface FileColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly field: keyof RowColumns;
  readonly width: number;
  readonly offset: number;
}

export function fileColumns(observation: ObservationConfig): readonly FileColumn[] {
  return [
    single('episode', 'INT32'),
    single('seed', 'DOUBLE'),
    single('behaviour', 'INT32'),
    ...wide('observations', observationLayout(observation).names),
    ...wide('actions', ACTION_NAMES),
    single('logProbability', 'FLOAT'),
    ...wide('terms', REWARD_TERMS),
    single('rewards', 'FLOAT'),
    single('inventory', 'FLOAT'),
    single('midTicks', 'DOUBLE'),
    single('midInnovationTicks', 'FLOAT'),
    single('terminated', 'BOOLEAN'),
    single('truncated', 'BOOLEAN'),
  ];
}

function wide(field: keyof RowColumns, names: readonly string[]): FileColumn[] {
  return names.map((name, offset) => ({
    name: `${field}.${name}`,
    type: 'FLOAT',
    field,
    width: names.length,
    offset,
  }));
}

function single(field: keyof RowColumns, type: ColumnType): FileColumn {
  return { name: field, type, field, width: 1, offset: 0 };
}

/** The largest whole number that a column's field can hold; floats hold any number. */
export const FIELD_LIMITS: Partial<Record<keyof RowColumns, number>> = {
  behaviour: 2 ** 16 - 1,
  episode: 2 ** 31 - 1,
};

export function rowColumns(dataset: Dataset): RowColumns {
  const { episode, episodeSeeds } = dataset;
  const seed = Float64Array.from(episode, (index) => episodeSeeds[index - episode[0]]);
  return { ...dataset, seed };
}

export function allocateRows(rows: number, observationLength: number): RowColumns {
  return {
    observations: new Float32Array(rows * observationLength),
    actions: new Float32Array(rows * ACTION_LENGTH),
    terms: new Float32Array(rows * REWARD_TERM_COUNT),
    rewards: new Float32Array(rows),
    inventory: new Float32Array(rows),
    midTicks: new Float64Array(rows),
    midInnovationTicks: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    behaviour: new Uint16Array(rows),
    logProbability: new Float32Array(rows),
    episode: new Uint32Array(rows),
    seed: new Float64Array(rows),
  };
}

/** The numbers of one column, from row `start` to before `end`, as the type Parquet stores. */
export function gather(source: RowColumns, column: FileColumn, start: number, end: number) {
  const { type, field, width, offset } = column;
  const values = source[field];
  const length = end - start;
  if (type === 'BOOLEAN') {
    return Array.from({ length }, (_, index) => values[start + index] === 1);
  }
  const gathered =
    type === 'FLOAT'
      ? new Float32Array(length)
      : type === 'DOUBLE'
        ? new Float64Array(length)
        : new Int32Array(length);
  for (let index = 0; index < length; index++) {
    gathered[index] = values[(start + index) * width + offset];
  }
  return gathered;
}
