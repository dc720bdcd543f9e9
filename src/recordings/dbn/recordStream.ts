/**
 * The records of a DBN file out of pieces of any size. A block of whole records is a view of one
 * buffer that the next block uses again, so that reading a file of any size allocates it once.
 */
import { RecordingError } from '../recordingError';
import type { RecordingInput } from '../reader';
import { RECORD_HEADER_BYTES } from './layout';
import { isDbn, metadataBytes, readMetadata, type DbnMetadata } from './metadata';

const PRELUDE_BYTES = 8;
/** The longest record is 255 words. */
const MOST_RECORD_BYTES = 4 * 255;

/** Whole records, one after the other, from `start` to `end` of `view`. */
export interface RecordBlock {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly end: number;
  /** Place in the file of the block's first byte. */
  readonly offset: number;
}

export class RecordStream {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private buffer = new Uint8Array(1 << 17);
  private length = 0;
  private offset = 0;

  constructor(private readonly input: RecordingInput) {
    this.pieces = input.pieces[Symbol.asyncIterator]();
  }

  /** Reads the file up to its first record; it comes once, before `blocks`. */
  async metadata(): Promise<DbnMetadata> {
    const { name } = this.input;
    await this.require(PRELUDE_BYTES, 'prelude');
    if (this.buffer[0] === 0x44 && !isDbn(this.buffer)) {
      const found = String.fromCharCode(...this.buffer.subarray(0, 3));
      throw new RecordingError({ file: name, byte: 0 }, 'prelude', 'DBN', found);
    }
    const bytes = metadataBytes(name, this.buffer);
    await this.require(bytes, 'metadata');
    const metadata = readMetadata(name, this.buffer.slice(0, bytes));
    this.drop(bytes);
    return metadata;
  }

  /** @throws RecordingError when a record has no length or the last one is cut short */
  async *blocks(): AsyncGenerator<RecordBlock, void, undefined> {
    let more = true;
    while (more) {
      const end = this.wholeRecords();
      if (end > 0) {
        yield {
          bytes: this.buffer,
          view: new DataView(this.buffer.buffer),
          end,
          offset: this.offset,
        };
        this.drop(end);
      }
      more = await this.readPiece();
    }
    if (this.length === 0) return;
    const place = { file: this.input.name, byte: this.offset };
    const expected = `${this.buffer[0] * 4} bytes`;
    throw new RecordingError(place, 'record', expected, `${this.length}: the file is cut short`);
  }

  /** Bytes from the start of the buffer in which whole records are. */
  private wholeRecords(): number {
    const { buffer, length } = this;
    let end = 0;
    while (end < length) {
      const bytes = 4 * buffer[end];
      if (bytes < RECORD_HEADER_BYTES) {
        const place = { file: this.input.name, byte: this.offset + end };
        const expected = `${RECORD_HEADER_BYTES} to ${MOST_RECORD_BYTES} bytes`;
        throw new RecordingError(place, 'record length', expected, String(bytes));
      }
      if (end + bytes > length) break;
      end += bytes;
    }
    return end;
  }

  private async require(bytes: number, field: string): Promise<void> {
    while (this.length < bytes) {
      if (await this.readPiece()) continue;
      const place = { file: this.input.name, byte: this.length };
      throw new RecordingError(place, field, `${bytes} bytes`, `the end of the file`);
    }
  }

  /** @returns false at the end of the file */
  private async readPiece(): Promise<boolean> {
    const { done, value } = await this.pieces.next();
    if (done === true) return false;
    const needed = this.length + value.length;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(value, this.length);
    this.length = needed;
    return true;
  }

  private drop(bytes: number): void {
    this.buffer.copyWithin(0, bytes, this.length);
    this.length -= bytes;
    this.offset += bytes;
  }
}
