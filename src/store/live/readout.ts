/**
 * The header of a frame as a plain value for React, refreshed at most four times a second. Its
 * `key` changes exactly when something shown changes.
 */
import { REWARD_TERM_COUNT } from '../../env/types';
import { HEADER, HEADER_FIELDS, HEADER_LENGTH } from '../../protocol/frames';

export type Readout = Readonly<Record<(typeof HEADER_FIELDS)[number], number>> & {
  /** Unweighted reward terms, summed over the live episode so far. */
  readonly termSums: readonly number[];
  readonly key: string;
};

export function readReadout(header: Float64Array, termSums: Float64Array): Readout {
  const fields = Object.fromEntries(
    HEADER_FIELDS.map((field) => [field, header[HEADER[field]]]),
  ) as Record<(typeof HEADER_FIELDS)[number], number>;
  return { ...fields, termSums: [...termSums], key: `${header.join()}|${termSums.join()}` };
}

/** The readout before the first frame: NaN in every field, and no rewards. */
export const emptyReadout = (): Readout =>
  readReadout(
    new Float64Array(HEADER_LENGTH).fill(Number.NaN),
    new Float64Array(REWARD_TERM_COUNT),
  );
