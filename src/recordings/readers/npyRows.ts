/**
 * Rows of a NumPy array file (https://numpy.org/neps/nep-0001-npy-format.html), as they come: the
 * header is text that is taken apart here, and a row is read through views of one buffer. What the
 * header claims is compared with what is there; nothing is allocated by it.
 */
import type { RecordingInput } from '../reader';
import { RecordingError, type FilePlace } from '../recordingError';

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
const MOST_HEADER_BYTES = 1 << 16;
/** Rows that are held at once. */
const HELD_ROWS = 1024;

export interface NpyHeader {
  /** Types of the fields in their order, with names unless the array is plain: `ev <u8`. */
  readonly fields: readonly string[];
  readonly shape: readonly number[];
  readonly isFortran: boolean;
}

export function isNpy(head: Uint8Array): boolean {
  return MAGIC.every((byte, at) => head[at] === byte);
}

export class NpyRows {
  /** The row in eighths of it: numbers start at `at`, halves of integers at twice `at`. */
  readonly doubles: Float64Array;
  readonly halves: Uint32Array;
  at = 0;
  /** Number of the row, from 0. */
  row = -1;

  private readonly bytes: Uint8Array;
  private readonly rowBytes: number;
  private held = 0;
  private nextHeld = 0;

  private constructor(
    private readonly file: string,
    private readonly pieces: AsyncIterator<Uint8Array>,
    readonly header: NpyHeader,
    private readonly firstByte: number,
    private rest: Uint8Array,
    /** Numbers of eight bytes in a row. */
    columns: number,
  ) {
    this.rowBytes = 8 * columns;
    const buffer = new ArrayBuffer(HELD_ROWS * this.rowBytes);
    this.bytes = new Uint8Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.halves = new Uint32Array(buffer);
  }

  /**
   * Reads the header.
   * @param columnsOf tells how many numbers of eight bytes a row has, or throws
   * @throws RecordingError for a header that is none
   */
  static async open(
    { name, pieces }: Pick<RecordingInput, 'name' | 'pieces'>,
    columnsOf: (header: NpyHeader, place: FilePlace) => number,
  ): Promise<NpyRows> {
    const source = pieces[Symbol.asyncIterator]();
    let bytes = new Uint8Array();
    const need = async (length: number, field: string) => {
      while (bytes.length < length) {
        const piece = await source.next();
        if (piece.done === true) {
          const place = { file: name, byte: bytes.length };
          throw new RecordingError(place, field, `${length} bytes`, 'the end of the file');
        }
        const joined = new Uint8Array(bytes.length + piece.value.length);
        joined.set(bytes);
        joined.set(piece.value, bytes.length);
        bytes = joined;
      }
    };
    await need(12, 'header');
    if (!isNpy(bytes)) {
      throw new RecordingError({ file: name, byte: 0 }, 'magic', 'a NumPy array', 'other bytes');
    }
    const view = new DataView(bytes.buffer);
    const hasLongLength = bytes[6] > 1;
    const length = hasLongLength ? view.getUint32(8, true) : view.getUint16(8, true);
    const start = hasLongLength ? 12 : 10;
    if (length > MOST_HEADER_BYTES) {
      const expected = `at most ${MOST_HEADER_BYTES} bytes`;
      throw new RecordingError({ file: name, byte: 8 }, 'header length', expected, `${length}`);
    }
    await need(start + length, 'header');
    const text = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
    const place = { file: name, byte: start };
    const header = parseHeader(text, place);
    const rest = bytes.slice(start + length);
    return new NpyRows(name, source, header, start + length, rest, columnsOf(header, place));
  }

  /** Where the row stands, for errors. */
  get place(): FilePlace {
    return { file: this.file, byte: this.firstByte + Math.max(0, this.row) * this.rowBytes };
  }

  /** Goes to the next row among those that are held; where it is false, `pull` may bring one. */
  next(): boolean {
    if (this.nextHeld >= this.held || this.row + 1 >= this.header.shape[0]) return false;
    this.at = (this.nextHeld * this.rowBytes) / 8;
    this.nextHeld += 1;
    this.row += 1;
    return true;
  }

  /**
   * Fetches rows and goes to the first of them; false behind the last.
   * @throws RecordingError when there are fewer or more than the header claims
   */
  async pull(): Promise<boolean> {
    const rows = this.header.shape[0];
    if (this.nextHeld < this.held) throw this.fault('shape', `${rows} rows`, 'more');
    for (;;) {
      this.held = Math.floor(Math.min(this.rest.length, this.bytes.length) / this.rowBytes);
      if (this.held > 0) {
        const length = this.held * this.rowBytes;
        this.bytes.set(this.rest.subarray(0, length));
        this.rest = this.rest.subarray(length);
        this.nextHeld = 0;
        if (this.next()) return true;
        throw this.fault('shape', `${rows} rows`, 'more');
      }
      const piece = await this.pieces.next();
      if (piece.done === true) break;
      const joined = new Uint8Array(this.rest.length + piece.value.length);
      joined.set(this.rest);
      joined.set(piece.value, this.rest.length);
      this.rest = joined;
    }
    if (this.row + 1 < rows) {
      const extra = this.rest.length > 0 ? ` and ${this.rest.length} bytes` : '';
      throw this.fault(
        'shape',
        `${rows} rows of ${this.rowBytes} bytes`,
        `${this.row + 1}${extra}`,
      );
    }
    if (this.rest.length > 0)
      throw this.fault('shape', `${rows} rows`, `${this.rest.length} bytes more`);
    return false;
  }

  fault(field: string, expected: string, found: string): RecordingError {
    return new RecordingError(this.place, field, expected, found);
  }
}

/** Takes apart the header: a Python literal of three keys. */
function parseHeader(text: string, place: FilePlace): NpyHeader {
  const descr = /'descr':\s*('[^']*'|\[[^\]]*\])/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    const found = JSON.stringify(text.slice(0, 80));
    throw new RecordingError(place, 'header', 'descr, fortran_order and shape', found);
  }
  const fields = descr.startsWith('[')
    ? [...descr.matchAll(/\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)/g)].map(
        ([, name, type]) => `${name} ${type}`,
      )
    : [descr.slice(1, -1)];
  const lengths = shape.split(',').filter((part) => part.trim() !== '');
  return { fields, shape: lengths.map(Number), isFortran: order === 'True' };
}
