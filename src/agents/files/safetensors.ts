/**
 * Reads and writes the safetensors container (github.com/huggingface/safetensors): eight bytes of
 * header length, a JSON header, raw little-endian data. It knows only the types that the lab
 * stores. A file is data from a stranger: every size and offset is checked before a byte of it is
 * used, and nothing is allocated that the file does not hold.
 */
import { z } from 'zod';
import { countSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError, reasonOf } from '../../market/validation';

export type TensorData = Float32Array | Float64Array | Int32Array;

export interface Tensor {
  readonly shape: readonly number[];
  /** The values, row-major. */
  readonly data: TensorData;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The header's free texts. */
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
/** Longest header accepted: far above any of ours, and far below what would hurt to parse. */
const MAX_HEADER_BYTES = 8 * 2 ** 20;
const METADATA_KEY = '__metadata__';

/**
 * The names, constructors and byte movers of the types; data is little-endian whatever the machine
 * is.
 */
const TYPES = {
  F32: {
    bytes: 4,
    create: (length: number) => new Float32Array(length),
    read: (view: DataView, at: number) => view.getFloat32(at, true),
    write: (view: DataView, at: number, value: number) => view.setFloat32(at, value, true),
  },
  F64: {
    bytes: 8,
    create: (length: number) => new Float64Array(length),
    read: (view: DataView, at: number) => view.getFloat64(at, true),
    write: (view: DataView, at: number, value: number) => view.setFloat64(at, value, true),
  },
  I32: {
    bytes: 4,
    create: (length: number) => new Int32Array(length),
    read: (view: DataView, at: number) => view.getInt32(at, true),
    write: (view: DataView, at: number, value: number) => view.setInt32(at, value, true),
  },
} as const;
const TYPE_NAMES = ['F32', 'F64', 'I32'] as const satisfies (keyof typeof TYPES)[];

function typeOf(data: TensorData): keyof typeof TYPES {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Float64Array ? 'F64' : 'I32';
}

const entrySchema = z.strictObject({
  dtype: z.enum(TYPE_NAMES, { error: `one of ${TYPE_NAMES.join(', ')}` }),
  shape: z.array(countSchema, { error: 'a list of sizes' }).max(8, { error: 'at most 8 sizes' }),
  data_offsets: z.tuple([countSchema, countSchema], { error: 'two offsets in bytes' }),
});
const metadataSchema = z.record(z.string(), z.string({ error: 'a text' }), {
  error: 'texts by name',
});

/** Data starts at a multiple of eight bytes, and tensors follow each other in the map's order. */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> =
    Object.keys(metadata).length === 0 ? {} : { [METADATA_KEY]: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.byteLength;
    header[name] = { dtype: typeOf(data), shape, data_offsets: [offset, end] };
    offset = end;
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header)).length;
  const text = JSON.stringify(header) + ' '.repeat((LENGTH_BYTES - (unpadded % 8)) % 8);
  const headerBytes = new TextEncoder().encode(text);
  const file = new Uint8Array(LENGTH_BYTES + headerBytes.length + offset);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerBytes.length), true);
  file.set(headerBytes, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes.length;
  for (const { data } of tensors.values()) {
    const { bytes, write } = TYPES[typeOf(data)];
    for (const value of data) {
      write(view, at, value);
      at += bytes;
    }
  }
  return file;
}

/**
 * @param path what errors call the file
 * @throws InvalidInputError naming the first part of the file that is not as it should be
 */
export function readSafetensors(file: Uint8Array, path = 'file'): TensorFile {
  const dataStart = LENGTH_BYTES + headerLength(file, path);
  const header = parseHeader(file.subarray(LENGTH_BYTES, dataStart), path);
  const metadata = parseInput(
    metadataSchema,
    header.get(METADATA_KEY) ?? {},
    `${path}.${METADATA_KEY}`,
  );
  header.delete(METADATA_KEY);
  const entries = [...header].map(([name, value]) => ({
    name: `${path}.${name}`,
    key: name,
    ...parseInput(entrySchema, value, `${path}.${name}`),
  }));
  const byOffset = [...entries].sort((a, b) => a.data_offsets[0] - b.data_offsets[0]);
  const available = file.length - dataStart;
  let expected = 0;
  for (const { name, dtype, shape, data_offsets: offsets } of byOffset) {
    const [start, end] = offsets;
    if (start !== expected || end < start) {
      throw new InvalidInputError(`${name}.data_offsets`, `data from byte ${expected}`, offsets);
    }
    if (end > available) {
      throw new InvalidInputError(`${name}.data_offsets`, `at most ${available} bytes`, offsets);
    }
    const bytes = shape.reduce((product, size) => product * size, TYPES[dtype].bytes);
    if (bytes !== end - start) {
      throw new InvalidInputError(`${name}.data_offsets`, `${bytes} bytes for its shape`, offsets);
    }
    expected = end;
  }
  if (expected !== available) {
    throw new InvalidInputError(path, `${expected} bytes of data`, `${available} bytes`);
  }
  const tensors = new Map<string, Tensor>();
  for (const { key, dtype, shape, data_offsets: offsets } of entries) {
    const { bytes, create, read } = TYPES[dtype];
    const [start, end] = offsets;
    const view = new DataView(file.buffer, file.byteOffset + dataStart + start, end - start);
    const data = create((end - start) / bytes);
    for (let index = 0; index < data.length; index++) {
      data[index] = read(view, index * bytes);
    }
    tensors.set(key, { shape, data });
  }
  return { tensors, metadata };
}

function headerLength(file: Uint8Array, path: string): number {
  if (file.length < LENGTH_BYTES) {
    throw new InvalidInputError(path, 'a safetensors file', `${file.length} bytes`);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const limit = Math.min(MAX_HEADER_BYTES, file.length - LENGTH_BYTES);
  if (length > limit) {
    throw new InvalidInputError(
      `${path}.headerLength`,
      `the length of a safetensors header, at most ${limit} bytes`,
      // The first eight bytes of another kind of file are often text.
      length > MAX_HEADER_BYTES
        ? new TextDecoder('latin1').decode(file.subarray(0, LENGTH_BYTES))
        : `${length} bytes`,
    );
  }
  return length;
}

function parseHeader(bytes: Uint8Array, path: string): Map<string, unknown> {
  const expected = 'a JSON object';
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InvalidInputError(`${path}.header`, expected, reasonOf(error));
  }
  const value = parseJson(text, `${path}.header`, expected);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidInputError(`${path}.header`, expected, value);
  }
  return new Map(Object.entries(value));
}
