import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../src/agents/files/safetensors';
import { InvalidInputError } from '../../../src/market/validation';

/** The reference implementation's own example (safetensors/src/tensor.rs, test_serialization). */
const REFERENCE = Uint8Array.from(
  [
    [64, 0, 0, 0, 0, 0, 0, 0],
    [
      ...new TextEncoder().encode(
        '{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}',
      ),
    ],
    [0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64],
  ].flat(),
);

/** A file with this header, and this many bytes of data. */
function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const bytes = new TextEncoder().encode(text);
  const file = new Uint8Array(8 + bytes.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(bytes.length), true);
  file.set(bytes, 8);
  return file;
}

const tensor = (start: number, end: number, shape = [(end - start) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

describe('a safetensors file', () => {
  it('is read as the reference implementation writes it', () => {
    const { tensors, metadata } = readSafetensors(REFERENCE);
    expect([...tensors.keys()]).toEqual(['attn.0']);
    expect(tensors.get('attn.0')).toStrictEqual({
      shape: [1, 2, 3],
      data: Float32Array.of(0, 1, 2, 3, 4, 5),
    });
    expect(metadata).toEqual({});
  });

  it('is written byte for byte as the reference implementation writes it', () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 5);
    const tensors = new Map([['attn.0', { shape: [1, 2, 3], data }]]);
    expect(writeSafetensors({ tensors, metadata: {} })).toStrictEqual(REFERENCE);
  });

  it('has its data at a multiple of eight bytes, whatever the names', () => {
    for (const name of ['a', 'ab', 'abc', 'ä', '層']) {
      const tensors = new Map([[name, { shape: [1], data: Float32Array.of(7) }]]);
      const file = writeSafetensors({ tensors, metadata: { of: name } });
      expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
      expect(readSafetensors(file)).toStrictEqual({ tensors, metadata: { of: name } });
    }
  });

  it('keeps doubles and whole numbers as they are', () => {
    const tensors = new Map([
      ['doubles', { shape: [2, 2], data: Float64Array.of(Math.PI, -0, NaN, 2 ** -1074) }],
      ['whole', { shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) }],
    ]);
    const file = writeSafetensors({ tensors, metadata: {} });
    expect(readSafetensors(file).tensors).toStrictEqual(tensors);
  });

  it('is read from anywhere in a buffer', () => {
    const shifted = new Uint8Array(REFERENCE.length + 3);
    shifted.set(REFERENCE, 3);
    expect(readSafetensors(shifted.subarray(3)).tensors.size).toBe(1);
  });
});

describe('a hostile safetensors file is refused', () => {
  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), 'file'],
    ['shorter than its header', fileWith('{}', 0).subarray(0, 9), 'file.headerLength'],
    ['with a header length of 2⁶⁴ − 1', new Uint8Array(16).fill(255), 'file.headerLength'],
    ['with a header that is not JSON', fileWith('{"a":', 0), 'file.header'],
    ['with a header that is not UTF-8', fileWith('x', 0).fill(0xff, 8), 'file.header'],
    [
      'that names a tensor twice',
      fileWith(`{"a":${JSON.stringify(tensor(0, 4))},"a":${JSON.stringify(tensor(0, 4))}}`, 4),
      'file.header.a',
    ],
    [
      'with two __metadata__',
      fileWith('{"__metadata__":{},"__metadata__":{}}', 0),
      'file.header.__metadata__',
    ],
    ['nested a million deep', fileWith('['.repeat(1e6), 0), 'file.header'],
    ['with a list for a header', fileWith([1], 0), 'file.header'],
    [
      'with metadata that is not text',
      fileWith({ __metadata__: { a: 1 } }, 0),
      'file.__metadata__.a',
    ],
    ['of another type', fileWith({ a: { ...tensor(0, 4), dtype: 'F16' } }, 4), 'file.a.dtype'],
    ['with a negative size', fileWith({ a: tensor(0, 4, [-1]) }, 4), 'file.a.shape.0'],
    ['with an unknown field', fileWith({ a: { ...tensor(0, 4), more: 1 } }, 4), 'file.a.more'],
    ['with data past its end', fileWith({ a: tensor(0, 8) }, 4), 'file.a.data_offsets'],
    ['with offsets in reverse', fileWith({ a: tensor(4, 0, [1]) }, 4), 'file.a.data_offsets'],
    [
      'with a shape that overflows',
      fileWith({ a: tensor(0, 4, [2 ** 50, 2 ** 50]) }, 4),
      'file.a.data_offsets',
    ],
    ['with a shape of another size', fileWith({ a: tensor(0, 8, [3]) }, 8), 'file.a.data_offsets'],
    [
      'with overlapping tensors',
      fileWith({ a: tensor(0, 8), b: tensor(4, 12) }, 12),
      'file.b.data_offsets',
    ],
    ['with a hole', fileWith({ a: tensor(0, 4), b: tensor(8, 12) }, 12), 'file.b.data_offsets'],
    ['with bytes that no tensor owns', fileWith({ a: tensor(0, 4) }, 8), 'file'],
  ])('%s', (_, file, field) => {
    expect(() => readSafetensors(file)).toThrow(
      expect.objectContaining({ name: InvalidInputError.name, field }),
    );
  });
});
