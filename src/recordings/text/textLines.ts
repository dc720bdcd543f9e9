/**
 * Splits text into lines, from bytes that come in pieces of any length. A line is where it lies in
 * `bytes`, valid until the next one is asked for; nothing becomes a string here.
 */
import type { RecordingInput } from '../reader';
import { RecordingError, type FilePlace } from '../recordingError';

/** Longest line that is read: a Binance snapshot of 5,000 levels a side has 300 kB. */
const MAX_LINE_BYTES = 1 << 20;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export class TextLines {
  bytes = new Uint8Array(1 << 16);
  /** First byte of the line, and the one behind its last. */
  start = 0;
  end = 0;
  /** Number of the line in the file, from 1. */
  line = 0;
  /** Whether the line ends with the file, so that it may have been cut. */
  endsWithFile = false;

  private readonly file: string;
  private readonly pieces: AsyncIterator<Uint8Array>;
  private length = 0;
  private at = 0;
  private hasEnded = false;
  private isFirst = true;

  constructor({ name, pieces }: Pick<RecordingInput, 'name' | 'pieces'>) {
    this.file = name;
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  /** Where the line stands, for errors. */
  get place(): FilePlace {
    return { file: this.file, line: this.line };
  }

  /**
   * Goes to the next line that is not empty, among the bytes that are here.
   * @returns false where there is none, and `pull` may bring it
   * @throws RecordingError for a line that is too long
   */
  next(): boolean {
    for (;;) {
      const found = this.isFirst ? -1 : this.lineFeed();
      if (found < 0) return false;
      this.start = this.at;
      this.end = found;
      this.at = found + 1;
      this.line += 1;
      if (this.end > this.start && this.bytes[this.end - 1] === CARRIAGE_RETURN) this.end -= 1;
      if (this.end > this.start) return true;
    }
  }

  /**
   * Fetches bytes until there is a next line, and goes to it.
   * @returns false at the end of the file
   */
  async pull(): Promise<boolean> {
    while (!this.hasEnded) {
      const piece = await this.pieces.next();
      if (piece.done === true) this.hasEnded = true;
      else this.add(piece.value);
      if (this.isFirst) this.skipByteOrderMark();
      if (this.next()) return true;
    }
    return false;
  }

  /** Adds what was found to where and what was expected. */
  fault(field: string, expected: string, found: string): RecordingError {
    const cut = this.endsWithFile ? `${found}, where the file ends` : found;
    return new RecordingError(this.place, field, expected, cut);
  }

  /** @returns the end of the line that starts at `at`, or −1 where that is not known yet */
  private lineFeed(): number {
    const { bytes, length, at } = this;
    const found = at < length ? bytes.indexOf(LINE_FEED, at) : -1;
    const isHere = found >= 0 && found < length;
    if ((isHere ? found : length) - at > MAX_LINE_BYTES) {
      const place = { file: this.file, line: this.line + 1 };
      throw new RecordingError(place, 'line', `at most ${MAX_LINE_BYTES} bytes`, 'more');
    }
    if (isHere) return found;
    if (!this.hasEnded || at >= length) return -1;
    this.endsWithFile = true;
    return length;
  }

  private add(piece: Uint8Array): void {
    const kept = this.length - this.at;
    if (kept + piece.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, kept + piece.length));
      larger.set(this.bytes.subarray(this.at, this.length));
      this.bytes = larger;
    } else {
      this.bytes.copyWithin(0, this.at, this.length);
    }
    this.bytes.set(piece, kept);
    this.length = kept + piece.length;
    this.at = 0;
  }

  /** Skips the mark of UTF-8 once enough bytes are here to tell. */
  private skipByteOrderMark(): void {
    if (this.length < 3 && !this.hasEnded) return;
    const [first, second, third] = this.bytes.subarray(0, this.length);
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
      throw new RecordingError({ file: this.file, byte: 0 }, 'text', 'UTF-8', 'UTF-16');
    }
    if (first === 0xef && second === 0xbb && third === 0xbf) this.at = 3;
    this.isFirst = false;
  }
}
