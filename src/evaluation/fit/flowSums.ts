/**
 * The sums in which a stream of order-book events is kept: blocks of a recording and simulations of
 * a market have them alike, and they add up. Counts of one kind come first, then markouts, the
 * signature plot, and moves by imbalance as pairs [sum, number].
 */

/** Horizons of markouts and of the signature plot, in seconds of the recording's mean activity. */
export const MARKOUT_SECONDS = [0, 0.05, 0.5, 10] as const;
export const SIGNATURE_SECONDS = [0.1, 1, 10] as const;
export const IMBALANCE_BINS = 12;

const SUMS = [
  'events',
  'adds',
  'cancels',
  'trades',
  'deepAdds',
  'deepCancels',
  'creates',
  'wideEvents',
  'depth',
  'rushAdds',
  'lateAdds',
  'newBests',
  'fadeCancels',
  'lateCancels',
  'threatened',
  'takenSide',
  'sweeps',
  'repeats',
  'moves',
  'followed',
  'decided',
  'createdLots',
  'cancelledLots',
  'cancelPlaces',
  'impactCross',
  'impactSquares',
  'deepTrades',
  'largeTrades',
  'moreThanOne',
  'unitTrades',
  'seconds',
] as const;
export type SumName = (typeof SUMS)[number];
export const MARKOUT_AT = SUMS.length;
export const SIGNATURE_AT = MARKOUT_AT + 2 * MARKOUT_SECONDS.length;
export const BINS_AT = SIGNATURE_AT + 2 * SIGNATURE_SECONDS.length;
export const SUM_COUNT = BINS_AT + 2 * IMBALANCE_BINS;
/** Place of every count. */
export const AT = Object.fromEntries(SUMS.map((name, index) => [name, index])) as Record<
  SumName,
  number
>;

/** Counts behind a moment that are needed, by what they count. */
export const countsOf = (sums: Float64Array) => ({
  events: sums[AT.events],
  trades: sums[AT.trades],
  moves: sums[AT.moves],
  seconds: sums[AT.seconds],
  deepTrades: sums[AT.deepTrades],
  unitTrades: sums[AT.unitTrades],
});

/** Adds blocks up. */
export function addedUp(blocks: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(SUM_COUNT);
  for (const block of blocks) for (let i = 0; i < SUM_COUNT; i++) sum[i] += block[i];
  return sum;
}
