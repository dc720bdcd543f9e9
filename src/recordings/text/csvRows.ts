/**
 * Reads rows of comma-separated text. A field becomes a number without a string in between; strings
 * are made for headers, symbols and errors. Fields in quotes are not understood: no format read
 * here has them. Costs about 250 ns for a row of eight fields, four of them numbers.
 */
import type { RecordingInput } from '../reader';
import type { FilePlace } from '../recordingError';
import { epochNanoseconds, isoNanoseconds, scaledDecimal, wholeNumber } from './numbers';
import { TextLines } from './textLines';

const MAX_FIELDS = 4096;
const COMMA = 44;
const UNITS: Readonly<Record<number, string>> = {
  3: 'milliseconds',
  6: 'microseconds',
  9: 'nanoseconds',
};

export class CsvRows {
  /** Number of fields of the row. */
  fields = 0;

  private readonly lines: TextLines;
  private readonly starts = new Int32Array(MAX_FIELDS);
  private readonly ends = new Int32Array(MAX_FIELDS);

  /** @param columns names of the fields in their order, for errors */
  constructor(
    input: Pick<RecordingInput, 'name' | 'pieces'>,
    private columns: readonly string[],
  ) {
    this.lines = new TextLines(input);
  }

  /** Where the row stands, for errors. */
  get place(): FilePlace {
    return this.lines.place;
  }

  /** Number of the row's line in the file, from 1. */
  get line(): number {
    return this.lines.line;
  }

  /** Whether the row ends with the file, so that it may have been cut in its last field. */
  get endsWithFile(): boolean {
    return this.lines.endsWithFile;
  }

  /** Renames the fields, once a header has told what they are. */
  nameColumns(columns: readonly string[]): void {
    this.columns = columns;
  }

  /** Goes to the next row among the bytes that are here; where it is false, `pull` may find one. */
  next(): boolean {
    if (!this.lines.next()) return false;
    this.split();
    return true;
  }

  /** Fetches bytes until there is a next row, and goes to it; false at the end of the file. */
  async pull(): Promise<boolean> {
    if (!(await this.lines.pull())) return false;
    this.split();
    return true;
  }

  /** @throws RecordingError unless the row has exactly `count` fields */
  requireFields(count: number): void {
    if (this.fields !== count) throw this.lines.fault('row', `${count} fields`, `${this.fields}`);
  }

  /** Reads a whole number. @throws RecordingError unless it lies from `low` to `high` */
  whole(field: number, low = 0, high = Number.MAX_SAFE_INTEGER): number {
    const value = wholeNumber(this.lines.bytes, this.starts[field], this.endOf(field));
    if (value >= low && value <= high) return value;
    throw this.fault(field, `a whole number from ${low} to ${high}`);
  }

  /**
   * Reads a decimal number as a whole number of 10^−`places`: 8531.5 with two places is 853150.
   * @throws RecordingError for more places, or more digits than a number holds exactly
   */
  decimal(field: number, places: number): number {
    const value = scaledDecimal(this.lines.bytes, this.starts[field], this.endOf(field), places);
    if (!Number.isNaN(value)) return value;
    throw this.fault(field, `a number of at most 15 digits, ${places} of them decimal places`);
  }

  /** Reads a size as `decimal` does. @throws RecordingError also for one below 0 */
  size(field: number, places: number): number {
    const value = this.decimal(field, places);
    if (value >= 0) return value;
    throw this.fault(field, 'a size, 0 or more');
  }

  /**
   * Reads a time since 1970 as nanoseconds from a base.
   * @param places digits of the time behind the second: 3, 6 or 9
   * @throws RecordingError for a time more than 104 days from the base
   */
  time(field: number, places: number, baseSeconds: number): number {
    const { bytes } = this.lines;
    const start = this.starts[field];
    const value = epochNanoseconds(bytes, start, this.endOf(field), places, baseSeconds);
    if (!Number.isNaN(value)) return value;
    throw this.fault(field, `${UNITS[places]} since 1970, within 104 days of the first`);
  }

  /**
   * Reads a time in UTC, 2023-12-25T23:00:00.123456789Z, as nanoseconds from a base.
   * @throws RecordingError for a time more than 104 days from the base
   */
  isoTime(field: number, baseSeconds: number): number {
    const { bytes } = this.lines;
    const value = isoNanoseconds(bytes, this.starts[field], this.endOf(field), baseSeconds);
    if (!Number.isNaN(value)) return value;
    throw this.fault(field, 'a time as 2023-12-25T23:00:00Z, within 104 days of the first');
  }

  /** Number of bytes of a field. */
  lengthOf(field: number): number {
    return this.endOf(field) - this.starts[field];
  }

  /** The first byte of a field, or 0 where it is empty. */
  firstByte(field: number): number {
    return this.lengthOf(field) > 0 ? this.lines.bytes[this.starts[field]] : 0;
  }

  /** Whether a field has this byte somewhere. */
  has(field: number, byte: number): boolean {
    const { bytes } = this.lines;
    const end = this.endOf(field);
    for (let at = this.starts[field]; at < end; at += 1) if (bytes[at] === byte) return true;
    return false;
  }

  /** Whether a field is this text, given as ASCII bytes. */
  is(field: number, text: Uint8Array): boolean {
    if (this.lengthOf(field) !== text.length) return false;
    const { bytes } = this.lines;
    const start = this.starts[field];
    for (let at = 0; at < text.length; at += 1) {
      if (bytes[start + at] !== text[at]) return false;
    }
    return true;
  }

  /** The text of a field, as a new string. */
  text(field: number): string {
    const { bytes } = this.lines;
    return new TextDecoder().decode(bytes.subarray(this.starts[field], this.endOf(field)));
  }

  /** An error that names file, line and field and says what the field holds. */
  fault(field: number, expected: string): Error {
    const name = this.columns[field] ?? `field ${field + 1}`;
    const found = field < this.fields ? JSON.stringify(this.text(field).slice(0, 80)) : 'no field';
    return this.lines.fault(name, expected, found);
  }

  /** A field that the row does not have ends where it starts. */
  private endOf(field: number): number {
    return field < this.fields ? this.ends[field] : this.starts[field];
  }

  private split(): void {
    const { starts, ends } = this;
    const { bytes, end } = this.lines;
    let field = 0;
    starts[0] = this.lines.start;
    for (let at = this.lines.start; at < end; at += 1) {
      if (bytes[at] !== COMMA) continue;
      ends[field] = at;
      field += 1;
      if (field >= MAX_FIELDS)
        throw this.lines.fault('row', `at most ${MAX_FIELDS} fields`, 'more');
      starts[field] = at + 1;
    }
    ends[field] = end;
    this.fields = field + 1;
  }
}
