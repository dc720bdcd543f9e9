/**
 * Reads the columns of a Parquet file into typed arrays, one row group at a
 * time. Says which column is missing, of another type, or unreadable; what the
 * numbers mean together is validateDataset's to check.
 */
import { parquetScan, type FileMetaData, type ParquetScan } from 'hyparquet';
import { InvalidInputError, reasonOf } from '../../market/validation';
import type { ColumnArray, DatasetColumns } from './datasetColumns';
import type { FileColumn } from './fileColumns';

/** Checks that every column is there; they may come in any order, with others beside them. */
export function checkSchema(footer: FileMetaData, columns: readonly FileColumn[]): void {
  const elements = new Map(footer.schema.slice(1).map((element) => [element.name, element]));
  for (const { name, type } of columns) {
    const element = elements.get(name);
    const expected = `a column of type ${type}`;
    if (element === undefined) throw new InvalidInputError(name, expected, undefined);
    const plain =
      element.type === type &&
      element.repetition_type !== 'REPEATED' &&
      element.converted_type === undefined &&
      element.logical_type === undefined;
    if (!plain) {
      const kind = element.logical_type?.type ?? element.converted_type ?? element.type ?? 'GROUP';
      throw new InvalidInputError(name, expected, kind);
    }
  }
}

export async function readColumns(
  file: ArrayBuffer,
  footer: FileMetaData,
  columns: readonly FileColumn[],
  values: DatasetColumns,
): Promise<void> {
  const scan = await readable('file', () =>
    parquetScan({
      file: { byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) },
      metadata: footer,
      columns: columns.map(({ name }) => name),
      useOffsetIndex: false,
    }),
  );
  let rows = 0;
  for (const { rowStart, rowEnd } of scan.ranges) {
    if (rowStart !== rows || rowEnd > values.episode.length) break;
    rows = rowEnd;
    // Columns are read in turn, so that one of one row group is in memory twice, not all.
    for (const column of columns) {
      const chunk = await readChunk(scan, column.name, rowStart, rowEnd);
      scatter(chunk, column, rowStart, values[column.field]);
    }
  }
  if (rows !== values.episode.length) {
    throw new InvalidInputError('dataset.rows', `${values.episode.length} rows`, rows);
  }
}

async function readChunk(
  scan: ParquetScan,
  column: string,
  rowStart: number,
  rowEnd: number,
): Promise<ArrayLike<unknown>> {
  const chunk = await readable(column, () => scan.readColumn({ column, rowStart, rowEnd }));
  if (chunk.length !== rowEnd - rowStart) {
    throw new InvalidInputError(
      column,
      `${rowEnd - rowStart} values from row ${rowStart}`,
      chunk.length,
    );
  }
  return chunk;
}

/** Reads a part of the file; an error of the library is the file's fault, and names the field. */
async function readable<Result>(field: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw new InvalidInputError(field, 'readable Parquet pages', reasonOf(error));
  }
}

function scatter(
  chunk: ArrayLike<unknown>,
  { name, type, width, offset, limit }: FileColumn,
  start: number,
  target: ColumnArray,
): void {
  if (limit === null && (chunk instanceof Float32Array || chunk instanceof Float64Array)) {
    for (let index = 0; index < chunk.length; index++) {
      target[(start + index) * width + offset] = chunk[index];
    }
    return;
  }
  for (let index = 0; index < chunk.length; index++) {
    const value = chunk[index];
    const row = start + index;
    if (type === 'BOOLEAN') {
      if (typeof value !== 'boolean') {
        throw new InvalidInputError(`${name}[${row}]`, 'true or false', value);
      }
      target[row] = value ? 1 : 0;
      continue;
    }
    if (typeof value !== 'number') {
      throw new InvalidInputError(`${name}[${row}]`, 'a number', value);
    }
    if (limit !== null && !(value >= 0 && value <= limit)) {
      throw new InvalidInputError(`${name}[${row}]`, `a whole number from 0 to ${limit}`, value);
    }
    target[row * width + offset] = value;
  }
}
