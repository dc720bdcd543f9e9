/** Flags that name a recording and say how to read it. */
import { TAPE_SPLITS, type TapeSplit } from '../../market/config';
import type { ReadOptions } from '../../recordings/reader';
import { filesBetweenCommas, type FlagTable, type FlagValues } from './flags';

export const TAPE_READ_FLAGS = {
  instrument: {
    kind: 'text',
    placeholder: 'NAME',
    help: 'which instrument, in a recording of several',
  },
  tick: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1e6,
    whole: false,
    unit: 'points',
    help: 'smallest step of a recording’s prices; 0 tells it from the file',
  },
} as const satisfies FlagTable;

/** @param split the part of the recording that the command plays by default */
export function tapeFlags(split: TapeSplit) {
  return {
    tape: {
      kind: 'text',
      reads: filesBetweenCommas,
      placeholder: 'FILE[,FILE]',
      help: 'play on recorded data in place of a market of the lab; several files are of one recording',
    },
    split: {
      kind: 'choice',
      default: split,
      choices: TAPE_SPLITS,
      help: 'part of the recording: contiguous blocks with an embargo between them',
    },
    ...TAPE_READ_FLAGS,
  } as const satisfies FlagTable;
}

export type TapeFlagValues = FlagValues<ReturnType<typeof tapeFlags>>;

export function readOptionsOf({
  instrument,
  tick,
}: FlagValues<typeof TAPE_READ_FLAGS>): ReadOptions {
  return {
    ...(instrument === null ? {} : { instrument }),
    ...(tick === 0 ? {} : { tickSize: tick }),
  };
}
