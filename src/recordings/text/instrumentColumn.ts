/** The column of a text file that names the instrument, of which a tape has one. */
import { InstrumentChoiceError } from '../recordingError';
import type { CsvRows } from './csvRows';

export class InstrumentColumn {
  private wanted: Uint8Array | null;

  /** @param wanted the instrument to read; the one of the first row by default */
  constructor(
    private readonly field: number,
    private readonly chosen?: string,
  ) {
    this.wanted = chosen === undefined ? null : new TextEncoder().encode(chosen);
  }

  /** Name of the instrument, once a row has been asked for. */
  get name(): string {
    return new TextDecoder().decode(this.wanted ?? new Uint8Array());
  }

  /**
   * Whether the row is of the instrument.
   * @throws InstrumentChoiceError for a second instrument where none was chosen
   */
  isWanted(rows: CsvRows): boolean {
    this.wanted ??= new TextEncoder().encode(rows.text(this.field));
    if (rows.is(this.field, this.wanted)) return true;
    if (this.chosen !== undefined) return false;
    const { place } = rows;
    const found = new Set([this.name, rows.text(this.field)]);
    // The rows that are here already tell most of the others.
    while (rows.next()) if (rows.lengthOf(this.field) > 0) found.add(rows.text(this.field));
    throw new InstrumentChoiceError(place, [...found]);
  }
}
