/**
 * Lets an observer see the events of a recording, as far as they count: open trading without the
 * first and last minutes, one aggressor's prints as one trade, a change to a new price as a cancel
 * and an order.
 */
import { BUY, NANOSECONDS_PER_SECOND, SELL } from '../../market/types';
import { CancelWatch, type TapeCancel } from '../../recordings/book/cancelWatch';
import { RecordedBook } from '../../recordings/book/recordedBook';
import {
  MARKET_STATUSES,
  RowFlag,
  RowKind,
  type Tape,
  type TapeChunk,
  type TapeHeader,
} from '../../recordings/tape';
import { InvalidInputError } from '../../market/validation';
import { PERIOD_SECONDS } from './clock';
import { edgeSeconds } from './fitNeeds';
import type { Fitted } from './fitted';
import { FlowObserver, clearEvent, emptyEvent, type FlowEvent } from './flowObserver';
import { addedUp, countsOf } from './flowSums';
import { meanSize } from './sizeDistribution';

type FlowWatcher = Pick<FlowObserver, 'observe' | 'interrupt'>;

/** From when to when a recording counts, in nanoseconds from its start. */
function fittedSpan({ header }: Tape): { readonly fromNs: number; readonly toNs: number } {
  const edge = edgeSeconds(header) * NANOSECONDS_PER_SECOND;
  return { fromNs: header.openNs + edge, toNs: header.endNs - edge };
}

/** Walks a recording of single orders once. */
class TapeFlow {
  private readonly book = new RecordedBook();
  private readonly event: FlowEvent = emptyEvent();
  private readonly watch: CancelWatch;
  private isOpen = true;
  private lastTradePrice = NaN;

  constructor(
    private readonly observer: FlowWatcher,
    header: TapeHeader,
    private readonly span: { readonly fromNs: number; readonly toNs: number },
    private readonly orderSizes: number[] = [],
  ) {
    this.watch = new CancelWatch(this.book, header);
  }

  take(chunk: TapeChunk): void {
    for (let row = 0; row < chunk.length; row++) {
      const timeNs = chunk.timesNs[row];
      const isWithin = timeNs >= this.span.fromNs && timeNs <= this.span.toNs;
      const isSnapshot = (chunk.flags[row] & RowFlag.snapshot) !== 0;
      const cancel = this.watch.before(chunk, row);
      if (this.isOpen && isWithin && !isSnapshot) this.before(chunk, row, cancel);
      if (chunk.kinds[row] === RowKind.status) {
        this.isOpen = MARKET_STATUSES[chunk.orders[row]] === 'open';
        this.observer.interrupt();
      }
      this.book.apply(chunk, row);
      if ((chunk.flags[row] & RowFlag.last) === 0) continue;
      if (this.isOpen && isWithin && !isSnapshot) this.endEvent(timeNs);
      else if (isSnapshot) this.observer.interrupt();
      clearEvent(this.event);
      this.watch.endEvent();
    }
  }

  private before(chunk: TapeChunk, row: number, cancel: TapeCancel | null): void {
    const { book, event } = this;
    const side = chunk.sides[row] === BUY ? BUY : SELL;
    const price = chunk.prices[row];
    const size = chunk.sizes[row];
    if (cancel !== null) this.leave(cancel);
    switch (chunk.kinds[row]) {
      case RowKind.add:
        this.join(side, price, size);
        break;
      case RowKind.modify:
        // An order that shrinks keeps its place, and one that grows shows what was hidden.
        if (cancel === null || book.prices[chunk.orders[row]] === price) break;
        this.endPart(chunk.timesNs[row]);
        this.join(side, price, size);
        break;
      case RowKind.trade:
        if (chunk.sides[row] === 0) break;
        event.aggressor = side;
        if (event.traded === 0 || price !== this.lastTradePrice) event.levels++;
        this.lastTradePrice = price;
        event.traded += size;
        event.tradedValue += size * price;
        break;
      default:
        break;
    }
  }

  private join(side: FlowEvent['side'], price: number, size: number): void {
    const { event } = this;
    this.orderSizes.push(size);
    if (event.side === 0) {
      event.side = side;
      event.price = price;
      event.isAdd = true;
      event.size = size;
    } else if (event.isAdd && event.price === price && event.side === side) event.size += size;
  }

  private leave({ side, price, ahead, size, levelSize }: TapeCancel): void {
    const { event } = this;
    if (event.side !== 0) return;
    event.side = side;
    event.price = price;
    event.isAdd = false;
    event.size = size;
    event.place = (ahead + size / 2) / levelSize;
  }

  /** Ends the cancel of an order that joins elsewhere, before the book has followed. */
  private endPart(timeNs: number): void {
    if (this.event.traded === 0 && this.event.side !== 0) this.endEvent(timeNs);
    if (this.event.traded === 0) clearEvent(this.event);
  }

  private endEvent(timeNs: number): void {
    const { book, event } = this;
    event.timeNs = timeNs;
    event.bid = book.bestBid;
    event.ask = book.bestAsk;
    event.bidSize = book.bids.count === 0 ? 0 : book.bids.sizes[book.bids.slotAt(0)];
    event.askSize = book.asks.count === 0 ? 0 : book.asks.sizes[book.asks.slotAt(0)];
    this.observer.observe(event);
  }
}

/** Blocks of a recording that are resampled. */
export const FIT_BLOCKS = 24;

/** What a fit takes from a recording. */
export interface FlowRecord {
  readonly eventsPerSecond: number;
  readonly blocks: readonly Float64Array[];
  /** Events in each period of PERIOD_SECONDS of open trading. */
  readonly periodCounts: readonly number[];
  readonly meanAddSize: Fitted;
  readonly openingMidHalfTicks: number;
}

/** Counts what turns horizons into numbers of events, and takes what has a closed form. */
class TapeCounts implements FlowWatcher {
  readonly periods: number[] = [];
  readonly sizes: number[] = [];
  openingMid = NaN;
  private fromNs = NaN;
  private count = 0;

  observe(event: FlowEvent): void {
    if (Number.isNaN(this.openingMid)) this.openingMid = event.bid + event.ask;
    if (Number.isNaN(this.fromNs)) this.fromNs = event.timeNs;
    while (event.timeNs >= this.fromNs + PERIOD_SECONDS * 1e9) {
      this.periods.push(this.count);
      this.count = 0;
      this.fromNs += PERIOD_SECONDS * 1e9;
    }
    this.count++;
  }

  interrupt(): void {
    this.fromNs = NaN;
    this.count = 0;
  }
}

/**
 * Takes from a recording what a fit needs, in two passes over it.
 * @throws InvalidInputError for one without single orders
 */
export function flowRecordOf(tape: Tape, blocks: number): FlowRecord {
  const { header, chunks } = tape;
  if (header.queues !== 'orders') {
    const knows = { levels: 'sizes per level', top: 'the best level', none: 'trades' }[
      header.queues
    ];
    throw new InvalidInputError('recording', 'every order of the book', `${knows} only`);
  }
  const span = fittedSpan(tape);
  const counts = new TapeCounts();
  const first = new FlowObserver(1, Infinity);
  const both: FlowWatcher = {
    observe: (event) => {
      counts.observe(event);
      first.observe(event);
    },
    interrupt: () => {
      counts.interrupt();
      first.interrupt();
    },
  };
  const walk = new TapeFlow(both, header, span, counts.sizes);
  for (const chunk of chunks) walk.take(chunk);
  const { events, seconds } = countsOf(addedUp(first.blocks));
  const eventsPerSecond = Math.max(events, 1) / Math.max(seconds, 1);
  const observer = new FlowObserver(eventsPerSecond, Math.max(1, Math.ceil(events / blocks)));
  const again = new TapeFlow(observer, header, span);
  for (const chunk of chunks) again.take(chunk);
  return {
    eventsPerSecond,
    blocks: observer.blocks.filter((sums) => countsOf(sums).events > 0),
    periodCounts: counts.periods,
    meanAddSize: meanSize(counts.sizes),
    openingMidHalfTicks: counts.openingMid,
  };
}
