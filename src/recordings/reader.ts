/**
 * The interface of a reader: one file per format, which turns the bytes of a recording into the
 * calls of a `TapeBuilder`. A reader pulls bytes as it needs them, so that it never holds more than
 * a piece of a file, and reads files of a pair side by side. It knows nothing of threads, storage,
 * progress or compression: whoever drives it counts bytes and stops it.
 */
import type { TapeBuilder } from './tapeBuilder';

/** One file of a recording, decompressed. */
export interface RecordingInput {
  /** Name of the file as the user has it, for errors; what it holds is told by content. */
  readonly name: string;
  /** Which part of the recording it is, as `recognise` said. */
  readonly part: string;
  /**
   * The bytes from the start, in pieces of any size; a piece is valid until the next one is asked
   * for. It throws when reading is cancelled.
   */
  readonly pieces: AsyncIterable<Uint8Array>;
}

export interface ReadOptions {
  /** Which instrument to read from a file of several; the only one by default. */
  readonly instrument?: string;
  /** Units of price per tick, where the user knows better than the file. */
  readonly tickSize?: number;
}

export interface RecordingFormat {
  readonly name: string;
  /** Whether the format is only known so that its files are refused with the reason. */
  readonly isRefused?: boolean;
  /** Parts that a recording of this format must have; others are optional. */
  readonly requiredParts: readonly string[];
  /**
   * Tells by its first bytes which part of a recording a file is.
   * @param head decompressed, 64 KiB or all of a smaller file
   * @returns the name of the part, or null for a file of another format
   */
  recognise(head: Uint8Array): string | null;
  /**
   * Reads a recording of at most one file per part, in `builder`'s terms. The caller finishes the
   * builder.
   * @throws RecordingError naming file, place, field, what was expected and what was found
   */
  read(
    inputs: readonly RecordingInput[],
    builder: TapeBuilder,
    options: ReadOptions,
  ): Promise<void>;
}
