/**
 * Reads the columns of a Parquet file into typed arrays, one row group at a time. Says which column
 * is missing, of another type, or unreadable; what the numbers mean together is validateDataset's
 * to check.
 */
import { parquetSchema, type FileMetaData, type SchemaElement, type SchemaTree } from 'hyparquet';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { columnOf, type ColumnArray, type DatasetColumns } from './datasetColumns';
import type { FileColumn } from './fileColumns';
import { checkPages, chunkOf, COMPRESSORS } from './parquetPages';

/**
 * Annotations of signed numbers, and of unsigned ones of 16 bits or fewer, which some tools add to
 * every one.
 */
const WHOLE_NUMBERS: readonly unknown[] = [
  'INT_8',
  'INT_16',
  'INT_32',
  'INT_64',
  'UINT_8',
  'UINT_16',
];

/**
 * Types that hold every number of a narrower one, which tools without narrow types write in its
 * place.
 */
const WIDER: Readonly<Record<FileColumn['type'], readonly string[]>> = {
  FLOAT: ['DOUBLE'],
  DOUBLE: ['INT64'],
  INT32: ['INT64'],
  BOOLEAN: [],
};

/**
 * Checks that every column is there; they may come in any order, with others beside them.
 * @param isWidened whether numbers may have a wider type, whose values are then rounded to the
 *   column's
 */
export function checkSchema(
  footer: FileMetaData,
  columns: readonly FileColumn[],
  isWidened = false,
): void {
  const elements = new Map(footer.schema.slice(1).map((element) => [element.name, element]));
  for (const { name, type } of columns) {
    const element = elements.get(name);
    const expected = `a column of type ${type}`;
    if (element === undefined) throw new InvalidInputError(name, expected, undefined);
    const stored = String(element.type);
    if (
      !(stored === type || (isWidened && WIDER[type].includes(stored))) ||
      element.repetition_type === 'REPEATED' ||
      !isPlain(element, stored.startsWith('INT'))
    ) {
      const kind = element.logical_type?.type ?? element.converted_type ?? element.type ?? 'GROUP';
      throw new InvalidInputError(name, expected, kind);
    }
  }
}

function isPlain(
  { converted_type: converted, logical_type: logical }: SchemaElement,
  isWhole: boolean,
) {
  if (converted === undefined && logical === undefined) return true;
  return (
    isWhole &&
    (converted === undefined || WHOLE_NUMBERS.includes(converted)) &&
    (logical === undefined || logical.type === 'INTEGER')
  );
}

/** Values that are decoded before the reader lets others have the thread. */
const VALUES_PER_SLICE = 500_000;

export async function readColumns(
  file: ArrayBuffer,
  footer: FileMetaData,
  columns: readonly FileColumn[],
  values: DatasetColumns,
): Promise<void> {
  const tree = treeOf(footer);
  let start = 0;
  let decoded = 0;
  for (const [group, { num_rows: groupRows }] of footer.row_groups.entries()) {
    const rows = Number(groupRows);
    if (!(rows >= 0 && start + rows <= values.episode.length)) break;
    // Columns are read in turn, so that one of one row group is in memory twice, not all.
    for (const column of columns) {
      if (rows > 0) readChunk(file, footer, tree, group, column, { start, rows }, values);
      decoded += rows;
      if (decoded < VALUES_PER_SLICE) continue;
      decoded = 0;
      await laterTask();
    }
    start += rows;
  }
  if (start !== values.episode.length) {
    throw new InvalidInputError('dataset.rows', `${values.episode.length} rows`, start);
  }
}

/** Reads the tree of columns, whose counts of children a damaged file may have wrong. */
function treeOf(footer: FileMetaData): SchemaTree {
  try {
    return parquetSchema(footer);
  } catch {
    const { length } = footer.schema;
    throw new InvalidInputError('dataset.schema', `a tree of ${length} columns`, 'another count');
  }
}

/** Lets a worker answer whoever asks whether it lives. */
export const laterTask = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

function readChunk(
  file: ArrayBuffer,
  footer: FileMetaData,
  tree: SchemaTree,
  group: number,
  column: FileColumn,
  { start, rows }: { readonly start: number; readonly rows: number },
  values: DatasetColumns,
): void {
  const { bytes, metadata } = chunkOf(file, footer, group, column.name);
  checkPages(bytes, metadata, column.name, rows);
  const leaf = tree.children.find(({ element }) => element.name === column.name);
  if (leaf === undefined) throw new InvalidInputError(column.name, 'a column', undefined);
  let row = start;
  let pages: ReturnType<typeof readColumn>['data'];
  try {
    pages = readColumn(
      { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 },
      { groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows },
      {
        pathInSchema: metadata.path_in_schema,
        type: metadata.type,
        element: leaf.element,
        schemaPath: [tree, leaf],
        codec: metadata.codec,
        compressors: COMPRESSORS,
        parsers: DEFAULT_PARSERS,
      },
    ).data;
  } catch (error) {
    throw new InvalidInputError(column.name, 'readable Parquet pages', reasonOf(error));
  }
  for (const page of pages) {
    if (row + page.length > start + rows) break;
    scatter(page, column, row, values[column.field]);
    row += page.length;
  }
  if (row !== start + rows) {
    throw new InvalidInputError(column.name, `${rows} values from row ${start}`, row - start);
  }
}

function scatter(
  chunk: ArrayLike<unknown>,
  { name, type, field, width, offset, limit }: FileColumn,
  start: number,
  target: ColumnArray,
): void {
  if (limit === null && (chunk instanceof Float32Array || chunk instanceof Float64Array)) {
    for (let index = 0; index < chunk.length; index++) {
      target[(start + index) * width + offset] = chunk[index];
    }
    return;
  }
  const mayBeNaN = columnOf(field).rule === 'finiteOrNaN';
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
    // Tools that have no NaN in a column of optional numbers write null in its place.
    const isMissing = mayBeNaN && (value === null || value === undefined);
    const number = isMissing ? Number.NaN : typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number') {
      throw new InvalidInputError(`${name}[${row}]`, 'a number', value);
    }
    if (limit !== null && !(number >= 0 && number <= limit)) {
      throw new InvalidInputError(`${name}[${row}]`, `a whole number from 0 to ${limit}`, value);
    }
    target[row * width + offset] = number;
  }
}
