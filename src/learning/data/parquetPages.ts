/**
 * Checks what a Parquet file claims against what it holds, before anything is unpacked: a file of a
 * few kilobytes can claim gigabytes. Page headers are walked over, pages are not read.
 */
import type { ColumnMetaData, CompressionCodec, Compressors, FileMetaData } from 'hyparquet';
import { snappyUncompress } from 'hyparquet';
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { InvalidInputError, reasonOf } from '../../market/validation';
import type { FileColumn } from './fileColumns';
import { checkSnappy } from './snappyCheck';
import { ThriftWalker, type ThriftFields } from './thrift';

/** Codecs that are read. Every page's size is checked before one of them is called. */
export const COMPRESSORS: Compressors = {
  SNAPPY: (input, length) => {
    checkSnappy(input, length);
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (input) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** Bytes that a file of any size may unpack to, and how many more per byte of it. */
const FREE_BYTES = 32 * 2 ** 20;
const BYTES_PER_BYTE = 100;

/**
 * Most rows that a file of that size may have. Noise does not compress to a hundredth: a file that
 * claims it has been made to take memory.
 */
export function rowsWithin(fileBytes: number, columns: readonly FileColumn[]): number {
  const BYTES = { FLOAT: 4, DOUBLE: 8, INT32: 4, BOOLEAN: 1 } as const;
  const perRow = columns.reduce((sum, { type }) => sum + BYTES[type], 0);
  return Math.floor((FREE_BYTES + BYTES_PER_BYTE * fileBytes) / perRow);
}

/** @throws InvalidInputError for a footer whose lists or texts claim more than there is */
export function checkFooter(file: ArrayBuffer): void {
  const TAIL_BYTES = 8;
  const expected = 'a whole Parquet file';
  if (file.byteLength < TAIL_BYTES + 4) throw new InvalidInputError('file', expected, 'less');
  const length = new DataView(file).getUint32(file.byteLength - TAIL_BYTES, true);
  const start = file.byteLength - TAIL_BYTES - length;
  if (start < 4) throw new InvalidInputError('file', expected, `a footer of ${length} bytes`);
  try {
    new ThriftWalker(new Uint8Array(file, start, length)).readStruct();
  } catch (error) {
    throw new InvalidInputError('file', expected, reasonOf(error));
  }
}

/** Finds the part of the file that holds one column of one row group. */
export function chunkOf(
  file: ArrayBuffer,
  footer: FileMetaData,
  group: number,
  column: string,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly metadata: ColumnMetaData } {
  const metadata = footer.row_groups[group].columns.find(
    (chunk) => chunk.meta_data?.path_in_schema.join('.') === column,
  )?.meta_data;
  if (metadata === undefined) {
    throw new InvalidInputError(column, `a column in row group ${group}`, undefined);
  }
  const dictionary = Number(metadata.dictionary_page_offset ?? 0);
  const start = dictionary > 0 ? dictionary : Number(metadata.data_page_offset);
  const length = Number(metadata.total_compressed_size);
  if (!(start >= 4 && length > 0 && start + length <= file.byteLength)) {
    throw new InvalidInputError(column, 'pages within the file', `${length} bytes at ${start}`);
  }
  return { bytes: new Uint8Array(file, start, length), metadata };
}

/** @throws InvalidInputError for a codec that is not read, and for pages that claim too much */
export function checkPages(
  bytes: Uint8Array,
  { codec }: { readonly codec: CompressionCodec },
  column: string,
  rows: number,
): void {
  if (codec !== 'UNCOMPRESSED' && COMPRESSORS[codec] === undefined) {
    const known = ['UNCOMPRESSED', ...Object.keys(COMPRESSORS)].join(', ');
    throw new InvalidInputError(
      column,
      `pages compressed by one of ${known} (pandas: to_parquet(path, compression='snappy'))`,
      codec,
    );
  }
  const fail = (expected: string, received: unknown) => {
    throw new InvalidInputError(column, expected, received);
  };
  const walker = new ThriftWalker(bytes);
  let values = 0;
  while (walker.offset < bytes.length) {
    let header: ThriftFields;
    try {
      header = walker.readStruct();
    } catch (error) {
      throw new InvalidInputError(column, 'readable Parquet pages', reasonOf(error));
    }
    const uncompressed = numberOf(header, 2);
    const compressed = numberOf(header, 3);
    const data = header.get(5) ?? header.get(8);
    const inside = data ?? header.get(7);
    const count = inside instanceof Map ? numberOf(inside, 1) : 0;
    if (!(count >= 0 && count <= rows)) fail(`at most ${rows} values in a page`, count);
    if (!(compressed >= 0 && compressed <= bytes.length - walker.offset)) {
      fail('pages within the file', `a page of ${compressed} bytes`);
    }
    // Eight bytes a value, levels and the library's margins.
    const most = 16 * count + 4096;
    if (!(uncompressed >= 0 && uncompressed <= most)) {
      fail(`pages of ${count} values in at most ${most} bytes`, `${uncompressed} bytes`);
    }
    if (data !== undefined) values += count;
    walker.offset += compressed;
  }
  if (values !== rows) fail(`${rows} values in a row group`, values);
}

function numberOf(fields: ThriftFields, field: number): number {
  const value = fields.get(field);
  return typeof value === 'number' ? value : Number.NaN;
}
