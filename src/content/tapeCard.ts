/** The words of the dialog of recordings and of their cards. */
import type { QueueKnowledge } from '../recordings/tape';
import type { ChosenTape } from '../store/settings/tapeFields';
import { tapeName } from './tapes';

/** Says what to do about a recording that is not here. */
export const missingTapeText = (tape: ChosenTape): string =>
  `The link plays a recording of ${tapeName(tape)} with the content ${tape.hash}, which this browser does not have. Choose its file, or drop it here: it plays as soon as it is read.`;

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

/** `sizesRounded` of a reader as words. */
export const skippedWords = (reason: string): string =>
  reason.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
