/**
 * A recording as a setting: a text that names it by its content, and says what has to be known of
 * it before, or without, its data. It is `hash_day_tick_value_instrument`, such as
 * `0123456789abcdef_2024-01-02_0.25_12.5_ESH4`; the day may be empty, and no text is no recording.
 */
import { ENV_FIELDS } from '../../env/config';
import { TAPE_SPLITS, type TapeSplit } from '../../market/config';
import { choiceField, isInRange, textField } from '../../market/fields';
import type { TapeHeader } from '../../recordings/tape';

export interface ChosenTape {
  readonly hash: string;
  /** Date of the recording, or empty. */
  readonly day: string;
  readonly tickSize: number;
  readonly tickValueDollars: number;
  readonly instrument: string;
}

const FORM = /^([0-9a-f]{16})_(\d{4}-\d\d-\d\d)?_([0-9.e+-]{1,24})_([0-9.e+-]{1,24})_(.{1,200})$/;

/** @returns null for no recording, and for what names none */
export function readTapeText(text: string): ChosenTape | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, hash, day = '', tick, value, instrument] = match;
  const tickSize = Number(tick);
  const tickValueDollars = Number(value);
  const isSound =
    isInRange(ENV_FIELDS.tickSize, tickSize) &&
    isInRange(ENV_FIELDS.tickValueDollars, tickValueDollars);
  return isSound ? { hash, day, tickSize, tickValueDollars, instrument } : null;
}

export const tapeText = ({ hash, day, tickSize, tickValue, instrument }: TapeHeader): string =>
  [hash, day, tickSize, tickValue, instrument].join('_');

export const TAPE_FIELD = textField({
  default: '',
  isAccepted: (text) => text === '' || readTapeText(text) !== null,
  expected: 'a recording as this lab names it, by its content',
  help: 'The recording that is played in place of a market of the lab.',
});

/** Live agents trade where no policy was trained or chosen. */
export const SPLIT_FIELD = choiceField<TapeSplit>({
  default: 'test',
  choices: TAPE_SPLITS,
  help: 'Part of the recording that is traded on here. Train collects on the part for training, and evaluates on the part for testing.',
});

export const SPLIT_LABELS: Readonly<Record<TapeSplit, string>> = {
  training: 'Training',
  validation: 'Validation',
  test: 'Test',
};
