/**
 * Walks through Zstandard data without decompressing it (RFC 8878, section 3.1), to cut it where
 * blocks end: a decompressor that gets one block at a time gives out at most 128 KiB at a time. On
 * the way it refuses frames whose window, which a decompressor has to allocate, is too large, and
 * notices data that is cut short.
 */
import { RecordingError } from './recordingError';

/** Window of the highest level that is not called ultra is 8 MiB; `--long` makes 128 MiB. */
const MOST_WINDOW_BYTES = 1 << 26;
const ZSTD_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const BLOCK_HEADER_BYTES = 3;
const RLE_BLOCK = 1;

type Part = 'frame' | 'block' | 'body' | 'checksum' | 'skippable';

export class ZstdFrames {
  private part: Part = 'frame';
  private readonly header: number[] = [];
  /** Bytes left of what needs no look. */
  private left = 0;
  private offset = 0;
  private isLastBlock = false;
  private hasChecksum = false;

  constructor(private readonly file: string) {}

  /** @returns the piece in parts that end where blocks and frames end, and its rest */
  *cut(piece: Uint8Array): Generator<Uint8Array, void, undefined> {
    let start = 0;
    let position = 0;
    while (position < piece.length) {
      if (this.left > 0) {
        const passed = Math.min(this.left, piece.length - position);
        position += passed;
        this.left -= passed;
      } else {
        this.header.push(piece[position++]);
        this.readHeader();
      }
      while (this.left === 0 && this.header.length === 0 && this.endPart()) {
        if (position > start) yield piece.subarray(start, position);
        start = position;
      }
    }
    this.offset += piece.length;
    if (start < piece.length) yield piece.subarray(start);
  }

  /** @throws RecordingError unless the data ended with a frame */
  finish(): void {
    if (this.part === 'frame' && this.header.length === 0) return;
    throw this.error('a whole frame', 'the end of the file');
  }

  /** Interprets the header that is being collected, once it is whole. */
  private readHeader(): void {
    const { header } = this;
    if (this.part === 'frame') {
      if (header.length === 5) this.checkMagic();
      if (header.length < 5 || header.length < this.frameHeaderLength()) return;
      if (this.isSkippable()) {
        this.left = word(header, 4, 4);
        this.part = 'skippable';
      } else {
        this.checkWindow();
        this.hasChecksum = (header[4] & 4) !== 0;
        this.part = 'block';
      }
      header.length = 0;
    } else if (header.length === BLOCK_HEADER_BYTES) {
      const bits = word(header, 0, BLOCK_HEADER_BYTES);
      this.isLastBlock = (bits & 1) !== 0;
      this.left = ((bits >> 1) & 3) === RLE_BLOCK ? 1 : bits >> 3;
      this.part = 'body';
      header.length = 0;
    }
  }

  /** Goes on from a part whose bytes have all been seen. @returns whether to cut here */
  private endPart(): boolean {
    if (this.part === 'skippable' || this.part === 'checksum') {
      this.part = 'frame';
      return true;
    }
    if (this.part !== 'body') return false;
    this.part = 'block';
    if (!this.isLastBlock) return true;
    this.part = this.hasChecksum ? 'checksum' : 'frame';
    this.left = this.hasChecksum ? 4 : 0;
    return true;
  }

  private checkMagic(): void {
    const magic = word(this.header, 0, 4);
    if (magic === ZSTD_MAGIC || this.isSkippable()) return;
    throw this.error('a Zstandard frame', `the number 0x${magic.toString(16)}`);
  }

  private isSkippable(): boolean {
    return (word(this.header, 0, 4) & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
  }

  private frameHeaderLength(): number {
    if (this.isSkippable()) return 8;
    const descriptor = this.header[4];
    const isSingle = (descriptor >> 5) & 1;
    return 5 + (1 - isSingle) + dictionaryBytes(descriptor) + contentSizeBytes(descriptor);
  }

  private checkWindow(): void {
    const { header } = this;
    const descriptor = header[4];
    let window: number;
    if (((descriptor >> 5) & 1) === 0) {
      const base = 2 ** (10 + (header[5] >> 3));
      window = base + (base / 8) * (header[5] & 7);
    } else {
      const length = contentSizeBytes(descriptor);
      window = word(header, 5 + dictionaryBytes(descriptor), length) + (length === 2 ? 256 : 0);
    }
    if (window <= MOST_WINDOW_BYTES) return;
    throw this.error(`a window of at most ${MOST_WINDOW_BYTES} bytes`, `${window}`);
  }

  private error(expected: string, found: string): RecordingError {
    return new RecordingError({ file: this.file, byte: this.offset }, 'zstd', expected, found);
  }
}

function dictionaryBytes(descriptor: number): number {
  return [0, 1, 2, 4][descriptor & 3];
}

function contentSizeBytes(descriptor: number): number {
  const isSingle = (descriptor >> 5) & 1;
  return [isSingle, 2, 4, 8][descriptor >> 6];
}

/** A little-endian number; it may exceed 32 bits. */
function word(bytes: readonly number[], start: number, length: number): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = 256 * value + bytes[start + i];
  return value;
}
