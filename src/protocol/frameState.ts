/**
 * The header and the ladder of a frame, from a live environment or from a step of a record: whoever
 * draws them need not know which.
 */
import { HEADER, LADDER_ROWS, STATE_FIELDS } from './frames';

/** State of an episode at one moment. */
export type EpisodeState = Readonly<Record<(typeof STATE_FIELDS)[number], number>> & {
  /**
   * Contracts resting at a price, on whichever side it is; 0 when there are none or none are known.
   */
  sizeAt(priceTicks: number): number;
};

/**
 * Writes the fields of STATE_FIELDS, the ladder around the mid and the price of its first row.
 * Other fields of the header stay as they are.
 * @param header [HEADER_LENGTH]
 * @param ladder [LADDER_LENGTH]
 */
export function writeState(state: EpisodeState, header: Float64Array, ladder: Float64Array): void {
  for (const field of STATE_FIELDS) header[HEADER[field]] = state[field];
  const { bestBid, bestAsk } = state;
  const base = Math.floor((bestBid + bestAsk) / 2) - (LADDER_ROWS >> 1);
  header[HEADER.ladderBasePrice] = base;
  for (let row = 0; row < LADDER_ROWS; row++) {
    const price = base + row;
    ladder[2 * row] = price <= bestBid ? state.sizeAt(price) : 0;
    ladder[2 * row + 1] = price >= bestAsk ? state.sizeAt(price) : 0;
  }
}
