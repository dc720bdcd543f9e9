/** The recording that settings name. */
import type { TapeReference, TapeSplit } from '../../market/config';
import type { Settings } from './settings';
import { readTapeText, type ChosenTape } from './tapeFields';

/** @returns null where a market of the lab is played */
export const chosenTape = ({ tape }: Pick<Settings, 'tape'>): ChosenTape | null =>
  readTapeText(tape);

export const tapeReference = (
  { hash, instrument, day }: ChosenTape,
  split: TapeSplit,
): TapeReference => ({ hash, instrument, split, ...(day === '' ? {} : { day }) });
