/** Decompression of files, against gzip by zlib and Zstandard frames written by hand. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompressed } from '../../src/recordings/decompress';
import { joined, piecesOf } from './pieces';

const text = (length: number) =>
  Uint8Array.from({ length }, (_, i) => 97 + ((i * i + (i >> 3)) % 23));

/** A frame of stored blocks (RFC 8878): descriptor 0, the window's byte, blocks, no checksum. */
function zstdFrame(data: Uint8Array, blockBytes: number, windowByte = 0x50): Uint8Array {
  const bytes = [0x28, 0xb5, 0x2f, 0xfd, 0, windowByte];
  for (let start = 0; start < data.length; start += blockBytes) {
    const block = data.subarray(start, start + blockBytes);
    const isLast = start + blockBytes >= data.length ? 1 : 0;
    const header = (block.length << 3) | isLast;
    bytes.push(header & 255, (header >> 8) & 255, header >> 16, ...block);
  }
  return Uint8Array.from(bytes);
}

/** Blocks of one repeated byte, 128 KiB each. */
function zstdBomb(blocks: number): Uint8Array {
  const header = ((1 << 17) << 3) | (1 << 1);
  const block = [header & 255, (header >> 8) & 255, header >> 16, 0];
  const start = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x50];
  return Uint8Array.from([...start, ...Array.from({ length: blocks }, () => block).flat()]);
}

async function unpack(bytes: Uint8Array, pieceBytes: number): Promise<Uint8Array> {
  return joined(decompressed('a.gz', piecesOf(bytes, pieceBytes)));
}

const concatenated = (...parts: Uint8Array[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

describe('decompressed', () => {
  it.each([1, 7, 4096])('unpacks gzip of several members in pieces of %i bytes', async (piece) => {
    const data = text(30_000);
    const members = [data.subarray(0, 11_000), data.subarray(11_000)].map((part) => gzipSync(part));
    expect(await unpack(concatenated(...members), piece)).toEqual(data);
  });

  it.each([1, 5, 4096])(
    'unpacks Zstandard of several frames in pieces of %i bytes',
    async (piece) => {
      const data = text(9_000);
      const skippable = Uint8Array.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
      const file = concatenated(
        zstdFrame(data.subarray(0, 5_000), 700),
        skippable,
        zstdFrame(data.subarray(5_000), 1_000),
      );
      expect(await unpack(file, piece)).toEqual(data);
    },
  );

  it.each([0, 1, 3, 5_000])('passes on %i bytes that are not compressed', async (length) => {
    expect(await unpack(text(length), 1_000)).toEqual(text(length));
  });

  it('says where compressed data is cut short', async () => {
    const gzip = gzipSync(text(30_000));
    await expect(unpack(gzip.subarray(0, 200), 64)).rejects.toThrow(
      /a\.gz, byte 200: gzip: expected intact data/,
    );
    const zstd = zstdFrame(text(5_000), 700);
    await expect(unpack(zstd.subarray(0, 3_000), 512)).rejects.toThrow(
      /a\.gz, byte 3000: zstd: expected a whole frame, found the end of the file/,
    );
  });

  it('refuses a window above 64 MiB before it allocates one', async () => {
    await expect(unpack(zstdFrame(text(10), 10, 0x88), 512)).rejects.toThrow(
      /zstd: expected a window of at most 67108864 bytes, found 134217728/,
    );
  });

  it('stops a decompression bomb after 256 MiB', async () => {
    let bytes = 0;
    const read = async () => {
      for await (const piece of decompressed('bomb', piecesOf(zstdBomb(100_000), 1 << 16))) {
        bytes += piece.length;
      }
    };
    await expect(read()).rejects.toThrow(/unpacks to at most 400 times its size/);
    expect(bytes).toBeLessThanOrEqual(2 ** 28);
  });
});
