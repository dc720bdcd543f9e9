/** Flags that say how to read a file of recorded data. */
import type { ReadOptions } from '../../recordings/reader';
import type { FlagTable, FlagValues } from './flags';

export const TAPE_READ_FLAGS = {
  instrument: {
    kind: 'text',
    placeholder: 'NAME',
    help: 'which instrument, in a file of several',
  },
  tick: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1e6,
    whole: false,
    unit: 'points',
    help: 'the smallest step of prices; 0 tells it from the file',
  },
} as const satisfies FlagTable;

export function readOptionsOf({
  instrument,
  tick,
}: FlagValues<typeof TAPE_READ_FLAGS>): ReadOptions {
  return {
    ...(instrument === null ? {} : { instrument }),
    ...(tick === 0 ? {} : { tickSize: tick }),
  };
}
