/**
 * How the columns of a dataset lie in a Parquet file: wide columns as one file column per number,
 * episodes' numbers repeated on their rows. Reader and writer both follow `fileColumns`, so the two
 * cannot disagree.
 */
import type { ObservationConfig } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import { InvalidInputError } from '../../market/validation';
import type { Dataset } from './dataset';
import {
  allocateColumns,
  COLUMN_NAMES,
  columnOf,
  DATASET_COLUMNS,
  mapColumns,
  widthOf,
  type ColumnArray,
  type ColumnName,
  type DatasetColumns,
} from './datasetColumns';
import { episodeRanges } from './datasetOperations';

/** Parquet's physical types, as far as datasets use them. */
type FileType = 'FLOAT' | 'DOUBLE' | 'INT32' | 'BOOLEAN';

/**
 * A column of the file. Entry e of the dataset's column is number e·width + offset of the field.
 */
export interface FileColumn {
  readonly name: string;
  readonly type: FileType;
  readonly field: ColumnName;
  readonly width: number;
  readonly offset: number;
  /** Largest whole number that the field can hold; null where it holds any number. */
  readonly limit: number | null;
}

/** @param lacks says which of the optional columns are not in the file */
export function fileColumns(
  observation: ObservationConfig,
  lacks: (name: ColumnName) => boolean = () => false,
): readonly FileColumn[] {
  const layout = observationLayout(observation);
  return COLUMN_NAMES.flatMap((field) => {
    const { elements, fileName, isOptional } = columnOf(field);
    if (fileName === null || (isOptional && lacks(field))) return [];
    const names = elements === 'observation' ? layout.names : elements;
    const storage = storageOf(field);
    return names.map((element, offset) => ({
      ...storage,
      name: element === '' ? fileName : `${fileName}.${element}`,
      field,
      width: names.length,
      offset,
    }));
  });
}

function storageOf(field: ColumnName): Pick<FileColumn, 'type' | 'limit'> {
  const { array } = DATASET_COLUMNS[field];
  switch (array) {
    case Float32Array:
      return { type: 'FLOAT', limit: null };
    case Float64Array:
      return { type: 'DOUBLE', limit: null };
    case Uint8Array:
      return { type: 'BOOLEAN', limit: null };
    case Uint16Array:
      return { type: 'INT32', limit: 2 ** 16 - 1 };
    default:
      // Parquet's INT32 is signed.
      return { type: 'INT32', limit: 2 ** 31 - 1 };
  }
}

/** The numbers of one column, from row `start` to before `end`, as the type Parquet stores. */
export function gather(dataset: Dataset, column: FileColumn, start: number, end: number) {
  const { type, field, width, offset } = column;
  const values: ColumnArray = dataset[field];
  const { episode } = dataset;
  const isPerStep = columnOf(field).per === 'step';
  const at = (row: number) =>
    values[(isPerStep ? row : episode[row] - episode[0]) * width + offset];
  const length = end - start;
  if (type === 'BOOLEAN') return Array.from({ length }, (_, index) => at(start + index) === 1);
  const gathered =
    type === 'FLOAT'
      ? new Float32Array(length)
      : type === 'DOUBLE'
        ? new Float64Array(length)
        : new Int32Array(length);
  for (let index = 0; index < length; index++) gathered[index] = at(start + index);
  return gathered;
}

/** Makes room for what a file holds: an entry on every row, also of what belongs to episodes. */
export function allocateFileRows(rows: number, observationLength: number): DatasetColumns {
  const columns = allocateColumns({ rows, episodes: 0, observationLength });
  return mapColumns((name) => {
    const { per, fileName, array } = columnOf(name);
    const isRepeated = per === 'episode' && fileName !== null;
    return isRepeated ? new array(rows * widthOf(name, observationLength)) : columns[name];
  });
}

/**
 * Keeps an entry per episode of what a file repeats on its rows; other columns stay as they are.
 * @throws InvalidInputError where two rows of an episode disagree
 */
export function withoutRepetitions(
  columns: DatasetColumns,
  observationLength: number,
): DatasetColumns {
  const ranges = episodeRanges(columns);
  return mapColumns((name) => {
    const { per, fileName, array } = columnOf(name);
    const values = columns[name];
    if (per === 'step' || fileName === null) return values;
    const width = widthOf(name, observationLength);
    const entries = new array(ranges.length * width);
    ranges.forEach(({ start, end }, index) => {
      for (let row = start + 1; row < end; row++) {
        for (let at = row * width; at < (row + 1) * width; at++) {
          if (values[at] === values[at - width]) continue;
          const expected = `${values[at - width]}, the ${fileName} of its episode`;
          throw new InvalidInputError(`${fileName}[${row}]`, expected, values[at]);
        }
      }
      entries.set(values.subarray(start * width, (start + 1) * width), index * width);
    });
    return entries;
  });
}
