/** What the page says of recordings while it trades. tapeCard.ts has the words of their dialog. */
import type { ChosenTape } from '../store/settings/tapeFields';

/** Names a recording by its instrument and day. */
export const tapeName = ({ instrument, day }: ChosenTape): string =>
  day === '' ? instrument : `${instrument} of ${day}`;

const TAPE_USERS = {
  evaluation: 'An evaluation',
  sweep: 'A sweep',
  fit: 'A fit',
  facts: 'A measurement of facts',
} as const;

export const tapeNotices = {
  busy: 'Another recording is being read: wait for it, or cancel it.',
  missing: (tape: ChosenTape): string =>
    `The link plays a recording of ${tapeName(tape)}, which this browser does not have. Add its file under Market, Your data; until then the lab’s own market trades.`,
  shorter: (name: string, steps: number): string =>
    `${name} is short: episodes have ${steps} steps on it.`,
  inTraining: (name: string, run: string): string =>
    `${run} is training on ${name}: stop it before you delete the recording.`,
  /** @param user what works on it in this tab */
  inUse: (name: string, user: 'evaluation' | 'sweep' | 'fit' | 'facts'): string =>
    `${TAPE_USERS[user]} plays ${name}: cancel it or wait for its end before you delete the recording.`,
  inUseElsewhere: (name: string): string =>
    `Another tab trains, evaluates or sweeps on ${name}: stop it there before you delete the recording.`,
  /** Is said after what went wrong with work on a recording that is gone. */
  goneFrom: (name: string): string =>
    `The recording of ${name} is no longer stored in this browser: add its file again under Market, Your data, and begin again.`,
  notStored: 'It is no longer stored in this browser.',
  fitted: (name: string): string => `The market fitted to ${name} trades. Undo takes it back.`,
  gone: (name: string): string =>
    `${name} is no longer stored: the lab’s own market trades. Runs that were trained on it stay.`,
};

export const LARGE_SHARE_WARNING =
  'Above 5 % of the volume or of a queue, the recording would not have stayed as it was.';

export const PARTS_NOTE =
  'On this recording runs collect on its training part, are validated on its validation part, and are evaluated on its test part.';
