/** What is wrong with a file of recorded data, and where in it. */

/** The place of a fault: a byte of the file as it is stored decompressed, or a line from 1. */
export interface FilePlace {
  readonly file: string;
  readonly byte?: number;
  readonly line?: number;
}

/** A recording that cannot be read. Nothing of it was kept, and nothing else was changed. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';

  /**
   * @param field name of the field or part of the file, in the words of its format
   * @param expected what would have been accepted, with its unit
   * @param found what the file has instead
   */
  constructor(
    readonly place: FilePlace,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${placeName(place)}: ${field}: expected ${expected}, found ${found}`);
  }
}

/** A file of several instruments, of which one has to be chosen. */
export class InstrumentChoiceError extends RecordingError {
  constructor(
    place: FilePlace,
    readonly instruments: readonly string[],
  ) {
    super(
      place,
      'instrument',
      'the name of one of the instruments in the file',
      instruments.slice(0, 20).join(', ') + (instruments.length > 20 ? ', …' : ''),
    );
  }
}

function placeName({ file, byte, line }: FilePlace): string {
  if (line !== undefined) return `${file}, line ${line}`;
  return byte === undefined ? file : `${file}, byte ${byte}`;
}
