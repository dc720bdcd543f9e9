/** Words about markets that were fitted to recordings. */
import { formatClock } from '../charts/format';
import { FITTABLE_SECONDS, openSpan, type FitObstacle } from '../evaluation/fit/fitNeeds';
import type { FactVerdict } from '../evaluation/fit/factVerdict';
import type { ParameterName } from '../market/synthetic/parameterFields';
import type { QueueKnowledge, TapeHeader } from '../recordings/tape';

export const FIT = {
  fit: 'Fit a market to it',
  again: (preset: string) => `Fit again from ${preset}`,
  busy: 'Another fit is under way',
  progress: 'Fitting a market',
  use: 'Use this market',
  save: 'Save market.json',
  fileName: 'market.json',
  title: (preset: string) => `Market fitted from the preset ${preset}`,
  kept: (preset: string, names: string) =>
    `Nothing recorded tells these apart, so they are those of ${preset}, jumps as much rarer as the recording is quieter: ${names}.`,
  intervals:
    'Intervals of 95 %. All rates share how busy the recording happened to be, which is most of theirs.',
  noRoom: 'The recording has no room for a session in which facts could be compared.',
  notIdentified: (preset: string, isRate: boolean) =>
    `not identified: as in ${preset}${isRate ? ', beside new orders' : ''}`,
  atBound: 'at the end of its range',
  closed: 'What closed forms tell',
  closedHelp: 'What a recording tells without a fit: sizes, tails, volatility, intensity of trades',
  lacking: (has: string, needs: string, of: string) => `not identified: ${has} of ${needs} ${of}`,
} as const;

/** Says how many facts a fitted market has met. */
export const verdictSentence = (
  { same, nearer, notNearer }: Readonly<Record<FactVerdict, number>>,
  preset: string,
): string =>
  `Of its facts, ${same} are the recording’s within two standard errors, ${nearer} are nearer to it than those of ${preset}, and ${notNearer} are not.`;

export const VERDICT_WORDS: Readonly<Record<FactVerdict, string>> = {
  same: '✓ the same',
  nearer: '✓ nearer',
  notNearer: '✕ not nearer',
  unknown: '—',
};

/** Says before a fit why a recording allows none. */
export const FIT_OBSTACLES: Readonly<
  Record<NonNullable<FitObstacle>, (header: TapeHeader) => string>
> = {
  seconds: (header) =>
    `Too short for a fit, which needs ${formatClock(FITTABLE_SECONDS)} of trading: this recording has ${formatClock(openSpan(header))}. Closed forms tell what they can.`,
  queues: ({ queues }) =>
    `A fit follows every order of the book, and this recording has ${QUEUE_PARTS[queues]}. Closed forms tell what they can.`,
};

/** What a recording has of a book where it lacks its orders. */
const QUEUE_PARTS: Readonly<Record<QueueKnowledge, string>> = {
  orders: 'single orders',
  levels: 'sizes by price only',
  top: 'the best prices only',
  none: 'trades only',
};

/** Why no market is fitted to a recording, by what it knows of queues. */
export const UNFITTED: Readonly<Record<QueueKnowledge, (refusal: string) => string>> = {
  orders: (refusal) =>
    `No market was fitted: ${refusal.replace(/^recording: /, '')}. What can be told from less:`,
  levels: () =>
    'No market was fitted: a fit follows every order of the book, from when it joins a queue to when it leaves, and this recording has sizes by price only. What can be told without single orders:',
  top: () =>
    'No market was fitted: a fit follows every order of the book, and this recording has the best prices only. What can be told without single orders:',
  none: () =>
    'No market was fitted: a fit follows every order of the book, and this recording has trades only. What trades alone tell:',
};

/** Names of the parameters that a fit tells. */
export const FITTED_LABELS: Readonly<Partial<Record<ParameterName, string>>> = {
  addRate: 'New orders',
  referenceQueue: 'Queue length',
  uninformedRate: 'Uninformed trades',
  informedRate: 'Informed trades',
  informedThreshold: 'Informed threshold',
  tether: 'Leaning of queues',
  volatility: 'Volatility',
  impact: 'Impact of trades',
  createRate: 'Narrowing of the spread',
  createMemory: 'Memory of who narrows it',
  rushOrders: 'Rush to new prices',
  fadeOrders: 'Fading of threatened queues',
  imbalanceTaking: 'Taking from the shorter queue',
  deepAddRate: 'New orders behind the best',
  deepCancelRate: 'Cancels behind the best',
  newestProbability: 'Cancels from the back',
  tradeSizeTail: 'Tail of trade sizes',
  informedSweepProbability: 'Sweeps of the informed',
  meanAddSize: 'Size of orders',
  unitTradeProbability: 'One-lot trades',
  clockDeviation: 'Uneven activity',
};

/** Names of what closed forms tell. */
export const CLOSED_LABELS: Readonly<Record<string, string | undefined>> = {
  'orders.meanSize': 'Mean size of orders',
  'trades.meanSize': 'Mean size of trades',
  'trades.unitShare': 'One-lot trades',
  'trades.sizeTail': 'Tail of trade sizes',
  'cancels.position': 'Place of cancels',
  'cancels.exponent': 'Exponent of cancels',
  'cancels.exponentAtBest': 'Exponent of cancels at the best',
  'signs.memoryExponent': 'Exponent of sign memory',
  volatility60s: 'Volatility over a minute',
  'intensity.A': 'Trades reaching the best, A',
  'intensity.k': 'Their decay by distance, k',
};
