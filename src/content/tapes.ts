/** Words about recordings. */
import type { QueueKnowledge } from '../recordings/tape';
import type { ChosenTape } from '../store/settings/tapeFields';

const nameOf = ({ instrument, day }: ChosenTape): string =>
  day === '' ? instrument : `${instrument} of ${day}`;

/** Says what to do about a recording that is not here. */
export const missingTapeText = (tape: ChosenTape): string =>
  `The link plays a recording of ${nameOf(tape)} with the content ${tape.hash}, which this browser does not have. Choose its file, or drop it here: it plays as soon as it is read.`;

const TAPE_USERS = {
  evaluation: 'An evaluation',
  sweep: 'A sweep',
  fit: 'A fit',
  facts: 'A measurement of facts',
} as const;

export const tapeNotices = {
  busy: 'Another recording is being read: wait for it, or cancel it.',
  missing: (tape: ChosenTape): string =>
    `The link plays a recording of ${nameOf(tape)}, which this browser does not have. Add its file under Market, Your data; until then the lab’s own market trades.`,
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

export const TAPE_INTRO =
  'Drop recorded order-book data here, and agents trade on it in place of the lab’s market: Databento DBN and CSV, LOBSTER pairs, Tardis, hftbacktest, Binance. Nothing is uploaded: files are read in this browser, and kept in it.';

/** What a recording knows of queues, in the words of its card. */
export const QUEUE_WORDS: Readonly<Record<QueueKnowledge, string>> = {
  orders: 'every order: the agent’s place in a queue is exact',
  levels: 'sizes by price: the agent’s place in a queue is estimated',
  top: 'the best prices alone: the agent’s place in a queue is estimated',
  none: 'trades alone: nothing can be quoted on it',
};

/** Why nothing can be played on a recording. */
export const NO_BOOK = 'It holds trades alone: nothing can be quoted on it.';

/** What a recording has no place for, and why. */
export const RECORDED_LIMITS =
  'A recording is as it was: it has no regimes, and no rivals, beside whom it would not have stayed as it was. Nobody knows what luck was on it, so there are no returns without luck.';

export const LARGE_SHARE_WARNING =
  'Above 5 % of the volume or of a queue, the recording would not have stayed as it was.';

export const PARTS_NOTE =
  'On this recording runs collect on its training part, are validated on its validation part, and are evaluated on its test part.';

/** `sizesRounded` of a reader as words. */
export const skippedWords = (reason: string): string =>
  reason.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
