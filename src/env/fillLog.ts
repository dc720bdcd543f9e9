/**
 * The agent's fills of the last step, in order, as parallel typed arrays that are reused by the
 * next step. Rows 0 to count − 1 are valid.
 */
import type { Side } from '../market/types';

const INITIAL_FILLS = 64;

export class FillLog {
  count = 0;
  timeNs = new Float64Array(INITIAL_FILLS);
  orderId = new Float64Array(INITIAL_FILLS);
  /** +1 when the agent bought. */
  side = new Int8Array(INITIAL_FILLS);
  priceTicks = new Float64Array(INITIAL_FILLS);
  /** Size in contracts. */
  size = new Float64Array(INITIAL_FILLS);
  /** Mid just before the event that filled the order; may end in a half. */
  midTicks = new Float64Array(INITIAL_FILLS);
  /** 1 for a passive fill, 0 when the agent took. */
  isMaker = new Uint8Array(INITIAL_FILLS);

  clear(): void {
    this.count = 0;
  }

  add(
    timeNs: number,
    orderId: number,
    side: Side,
    priceTicks: number,
    size: number,
    midTicks: number,
    isMaker: boolean,
  ): void {
    if (this.count === this.timeNs.length) this.grow();
    const row = this.count++;
    this.timeNs[row] = timeNs;
    this.orderId[row] = orderId;
    this.side[row] = side;
    this.priceTicks[row] = priceTicks;
    this.size[row] = size;
    this.midTicks[row] = midTicks;
    this.isMaker[row] = isMaker ? 1 : 0;
  }

  snapshot(): FillLogState {
    const end = this.count;
    return {
      timeNs: this.timeNs.slice(0, end),
      orderId: this.orderId.slice(0, end),
      side: this.side.slice(0, end),
      priceTicks: this.priceTicks.slice(0, end),
      size: this.size.slice(0, end),
      midTicks: this.midTicks.slice(0, end),
      isMaker: this.isMaker.slice(0, end),
    };
  }

  restore(state: FillLogState): void {
    while (this.timeNs.length < state.timeNs.length) this.grow();
    this.count = state.timeNs.length;
    this.timeNs.set(state.timeNs);
    this.orderId.set(state.orderId);
    this.side.set(state.side);
    this.priceTicks.set(state.priceTicks);
    this.size.set(state.size);
    this.midTicks.set(state.midTicks);
    this.isMaker.set(state.isMaker);
  }

  private grow(): void {
    const capacity = this.timeNs.length * 2;
    const { timeNs, orderId, side, priceTicks, size, midTicks, isMaker } = this;
    (this.timeNs = new Float64Array(capacity)).set(timeNs);
    (this.orderId = new Float64Array(capacity)).set(orderId);
    (this.side = new Int8Array(capacity)).set(side);
    (this.priceTicks = new Float64Array(capacity)).set(priceTicks);
    (this.size = new Float64Array(capacity)).set(size);
    (this.midTicks = new Float64Array(capacity)).set(midTicks);
    (this.isMaker = new Uint8Array(capacity)).set(isMaker);
  }
}

export interface FillLogState {
  readonly timeNs: Float64Array;
  readonly orderId: Float64Array;
  readonly side: Int8Array;
  readonly priceTicks: Float64Array;
  readonly size: Float64Array;
  readonly midTicks: Float64Array;
  readonly isMaker: Uint8Array;
}
