/**
 * What a flow and the agents share: the book, the clock, the tape, and the best prices as they were
 * last reported. It matches and reports; it starts nothing by itself.
 */
import { OrderBook, type OrderBookState } from '../book/orderBook';
import { Tape } from './tradeTape';

/** State that `snapshot` copies; it is structured-cloneable. */
export interface ExchangeState {
  readonly book: OrderBookState;
  readonly timeNs: number;
  readonly bid: number;
  readonly ask: number;
}

export class Exchange {
  timeNs = 0;
  readonly tape = new Tape(this);
  readonly orders = new OrderBook(this.tape);
  /** Best prices as they were last reported, in ticks. */
  bid = 0;
  ask = 0;

  /** Empties the book and sets the clock. */
  clear(timeNs: number): void {
    this.orders.clear();
    this.timeNs = timeNs;
    this.bid = 0;
    this.ask = 0;
  }

  /** Takes the book's best prices as reported, without a report: for the start of a session. */
  open(): void {
    this.bid = this.orders.bestBid;
    this.ask = this.orders.bestAsk;
  }

  /** Reports the mid when a best price has moved since the last report. */
  report(): void {
    const before = this.bid + this.ask;
    this.open();
    const after = this.bid + this.ask;
    if (after !== before) this.tape.reportMid(before, after);
  }

  snapshot(): ExchangeState {
    const { timeNs, bid, ask } = this;
    return { book: this.orders.snapshot(), timeNs, bid, ask };
  }

  restore(state: ExchangeState): void {
    this.orders.restore(state.book);
    this.timeNs = state.timeNs;
    this.bid = state.bid;
    this.ask = state.ask;
  }
}
