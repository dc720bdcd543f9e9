/**
 * Counts what a stream of order-book events shows of the parameters behind it. Everything is
 * counted per event, not per second: activity speeds up and slows down, and with it all rates
 * alike, so that ratios of counts, and horizons in numbers of events, do not depend on it.
 */
import { BUY, SELL, type Side } from '../../market/types';
import {
  AT,
  BINS_AT,
  IMBALANCE_BINS,
  MARKOUT_AT,
  MARKOUT_SECONDS,
  SIGNATURE_AT,
  SIGNATURE_SECONDS,
  SUM_COUNT,
} from './flowSums';

/** Ticks behind the best price at which events count. */
const DEEPEST = 9;
/**
 * Nanoseconds in which other makers join a new best queue, or leave one that is about to go. What
 * comes in as long a time after that would have come anyway, and is taken off.
 */
const REACTION_NS = 1e6;
/** Imbalance against a queue from which on makers may leave it. */
const THREAT = 0.5;
/** Events between looks at the queue imbalance. */
const IMBALANCE_EVERY = 25;
/** Lots of a trade from which on it is large; the queue has to hold twice as many. */
const LARGE_TRADE = 4;
/** Looks at the mid per horizon. */
const LOOKS = 4;

/** One exchange event, with the best prices and sizes after it; filled anew for every event. */
export interface FlowEvent {
  timeNs: number;
  /** Side of the first order that joined or left, and where; 0 for a trade or for nothing. */
  side: Side | 0;
  price: number;
  /** Whether that order joined. */
  isAdd: boolean;
  /** Lots that joined at its price, or left. */
  size: number;
  /**
   * Place of what left in its queue, 0 at the front and 1 at the back; NaN where it is not known.
   */
  place: number;
  /** Side of the aggressor; 0 without a trade. */
  aggressor: Side | 0;
  traded: number;
  tradedValue: number;
  /** Prices that the trade reached. */
  levels: number;
  bid: number;
  ask: number;
  bidSize: number;
  askSize: number;
}

export const emptyEvent = (): FlowEvent => ({
  timeNs: 0,
  side: 0,
  price: 0,
  isAdd: false,
  size: 0,
  place: NaN,
  aggressor: 0,
  traded: 0,
  tradedValue: 0,
  levels: 0,
  bid: NaN,
  ask: NaN,
  bidSize: 0,
  askSize: 0,
});

/** Makes an event empty, for the next one. */
export function clearEvent(event: FlowEvent): void {
  event.side = 0;
  event.size = 0;
  event.place = NaN;
  event.aggressor = 0;
  event.traded = 0;
  event.tradedValue = 0;
  event.levels = 0;
}

interface Pending {
  readonly due: number;
  readonly maker: Side;
  readonly lots: number;
  readonly value: number;
}

export class FlowObserver {
  /** Sums of each finished block, and of the one under way as the last. */
  readonly blocks: Float64Array[] = [];
  private sums: Float64Array;
  private count = 0;
  private bid = NaN;
  private ask = NaN;
  private bidSize = 0;
  private askSize = 0;
  private bidSinceNs = -Infinity;
  private askSinceNs = -Infinity;
  private bidThreatNs = -Infinity;
  private askThreatNs = -Infinity;
  private lastNs = NaN;
  private lastMove = 0;
  private lastDepleted: Side | 0 = 0;
  private imbalances: number[] = [];
  private readonly pending: Pending[][] = MARKOUT_SECONDS.map(() => []);
  private readonly heads = MARKOUT_SECONDS.map(() => 0);
  private readonly mids: Float64Array;
  private readonly markoutEvents: readonly number[];
  private readonly signatureEvents: readonly number[];
  private readonly impactEvents: number;
  private windowMid = NaN;
  private windowFlow = 0;

  /**
   * @param eventsPerSecond of the recording, which turns horizons into numbers of events
   * @param blockEvents events of a block; Infinity for one
   */
  constructor(
    eventsPerSecond: number,
    private readonly blockEvents: number,
  ) {
    const events = (seconds: number) => Math.max(1, Math.round(seconds * eventsPerSecond));
    this.markoutEvents = MARKOUT_SECONDS.map((seconds) => (seconds === 0 ? 0 : events(seconds)));
    this.signatureEvents = SIGNATURE_SECONDS.map(events);
    this.impactEvents = events(1);
    this.mids = new Float64Array(events(SIGNATURE_SECONDS[SIGNATURE_SECONDS.length - 1]) + 1);
    this.mids.fill(NaN);
    this.sums = this.newBlock();
  }

  get events(): number {
    return this.count;
  }

  /** Forgets the book, after a stretch that was not open. */
  interrupt(): void {
    this.bid = NaN;
    this.lastNs = NaN;
    this.lastMove = 0;
    this.mids.fill(NaN);
    this.windowMid = NaN;
    this.windowFlow = 0;
    this.imbalances = [];
    for (const [h, queue] of this.pending.entries()) {
      queue.length = 0;
      this.heads[h] = 0;
    }
  }

  /** Takes one event. An event at no side of a sound book only sets where the next one starts. */
  observe(event: FlowEvent): void {
    const { bid, ask } = this;
    if (bid < ask && event.bid < event.ask) this.countEvent(event);
    if (event.bid !== bid) this.bidSinceNs = event.timeNs;
    if (event.ask !== ask) this.askSinceNs = event.timeNs;
    this.bid = event.bid;
    this.ask = event.ask;
    this.bidSize = event.bidSize;
    this.askSize = event.askSize;
    this.lastNs = event.timeNs;
  }

  private countEvent(event: FlowEvent): void {
    const { sums } = this;
    if (!Number.isNaN(this.lastNs)) sums[AT.seconds] += (event.timeNs - this.lastNs) / 1e9;
    const isCounted = event.traded > 0 ? this.countTrade(event) : this.countOrder(event);
    this.countMove(event);
    if (!isCounted) return;
    sums[AT.events]++;
    if (this.ask - this.bid > 1) sums[AT.wideEvents]++;
    sums[AT.depth] += (this.bidSize + this.askSize) / 2;
    this.count++;
    this.look(event);
    if (sums[AT.events] >= this.blockEvents) this.sums = this.newBlock();
  }

  private countTrade(event: FlowEvent): boolean {
    const { sums, bidSize, askSize } = this;
    const { aggressor, traded, timeNs } = event;
    if (aggressor === 0) return false;
    sums[AT.trades]++;
    if (event.levels > 1) sums[AT.sweeps]++;
    sums[AT.takenSide] += (aggressor * (bidSize - askSize)) / (bidSize + askSize);
    const queue = aggressor === BUY ? askSize : bidSize;
    if (queue >= 2) {
      sums[AT.deepTrades]++;
      if (traded === 1) sums[AT.unitTrades]++;
      if (queue >= 2 * LARGE_TRADE && traded >= 2) {
        sums[AT.moreThanOne]++;
        if (traded >= LARGE_TRADE) sums[AT.largeTrades]++;
      }
    }
    const threat = (aggressor * (event.bidSize - event.askSize)) / (event.bidSize + event.askSize);
    if (threat > THREAT) {
      sums[AT.threatened]++;
      if (aggressor === BUY) this.askThreatNs = timeNs;
      else this.bidThreatNs = timeNs;
    }
    this.windowFlow += aggressor * traded;
    const maker = aggressor === BUY ? SELL : BUY;
    for (const [h, events] of this.markoutEvents.entries()) {
      const due = this.count + events;
      this.pending[h].push({ due, maker, lots: traded, value: event.tradedValue });
    }
    return true;
  }

  private countOrder(event: FlowEvent): boolean {
    const { sums, bid, ask } = this;
    const { side, price, timeNs } = event;
    if (side === 0) return false;
    const behind = side === BUY ? bid - price : price - ask;
    if (behind > DEEPEST) return false;
    if (event.isAdd) {
      if (behind < 0) {
        sums[AT.creates]++;
        sums[AT.createdLots] += event.size;
        if (this.lastDepleted !== 0) {
          sums[AT.decided]++;
          if ((side === BUY) === (this.lastDepleted === SELL)) sums[AT.followed]++;
        }
      } else if (behind > 0) sums[AT.deepAdds]++;
      else {
        sums[AT.adds]++;
        const ageNs = timeNs - (side === BUY ? this.bidSinceNs : this.askSinceNs);
        if (ageNs < REACTION_NS) sums[AT.rushAdds]++;
        else if (ageNs < 2 * REACTION_NS) sums[AT.lateAdds]++;
      }
      return true;
    }
    if (behind < 0) return false;
    if (behind > 0) sums[AT.deepCancels]++;
    else {
      sums[AT.cancels]++;
      const ageNs = timeNs - (side === BUY ? this.bidThreatNs : this.askThreatNs);
      if (ageNs < REACTION_NS) sums[AT.fadeCancels]++;
      else if (ageNs < 2 * REACTION_NS) sums[AT.lateCancels]++;
      if (!Number.isNaN(event.place)) {
        sums[AT.cancelledLots] += event.size;
        sums[AT.cancelPlaces] += event.size * event.place;
      }
    }
    return true;
  }

  /** Follows moves of the mid and of the best prices. */
  private countMove(event: FlowEvent): void {
    const { sums, bid, ask } = this;
    if (event.bid === bid && event.ask === ask) return;
    if (event.bid !== bid) sums[AT.newBests]++;
    if (event.ask !== ask) sums[AT.newBests]++;
    // The side that emptied: +1 would be a sell queue that went, after which buyers narrow.
    if (event.bid < bid) this.lastDepleted = BUY;
    if (event.ask > ask) this.lastDepleted = SELL;
    const move = Math.sign(event.bid + event.ask - bid - ask);
    if (move === 0) return;
    if (this.lastMove !== 0) {
      sums[AT.moves]++;
      if (move === this.lastMove) sums[AT.repeats]++;
    }
    this.lastMove = move;
    for (const bin of this.imbalances) {
      sums[BINS_AT + 2 * bin]++;
      if (move > 0) sums[BINS_AT + 2 * bin + 1]++;
    }
    this.imbalances.length = 0;
  }

  /** Looks at the mid after a counted event: markouts, signature, impact, imbalance. */
  private look(event: FlowEvent): void {
    const { sums, count, mids } = this;
    const mid = (event.bid + event.ask) / 2;
    mids[count % mids.length] = mid;
    for (let h = 0; h < MARKOUT_SECONDS.length; h++) {
      const queue = this.pending[h];
      let head = this.heads[h];
      while (head < queue.length && queue[head].due < count) {
        const { maker, lots, value } = queue[head++];
        sums[MARKOUT_AT + 2 * h] += maker * (lots * mid - value);
        sums[MARKOUT_AT + 2 * h + 1] += lots;
      }
      if (head > 4096) {
        queue.splice(0, head);
        head = 0;
      }
      this.heads[h] = head;
    }
    for (let h = 0; h < SIGNATURE_SECONDS.length; h++) {
      const events = this.signatureEvents[h];
      if (count % Math.max(1, Math.floor(events / LOOKS)) !== 0 || count < events) continue;
      const change = mid - mids[(count - events) % mids.length];
      if (Number.isNaN(change)) continue;
      sums[SIGNATURE_AT + 2 * h] += change * change;
      sums[SIGNATURE_AT + 2 * h + 1]++;
    }
    if (count % this.impactEvents === 0) {
      const change = mid - this.windowMid;
      if (!Number.isNaN(change)) {
        sums[AT.impactCross] += change * this.windowFlow;
        sums[AT.impactSquares] += this.windowFlow * this.windowFlow;
      }
      this.windowMid = mid;
      this.windowFlow = 0;
    }
    if (count % IMBALANCE_EVERY === 0 && event.ask - event.bid === 1) {
      const imbalance = (event.bidSize - event.askSize) / (event.bidSize + event.askSize);
      const bin = Math.floor(((imbalance + 1) / 2) * IMBALANCE_BINS);
      this.imbalances.push(Math.min(IMBALANCE_BINS - 1, bin));
    }
  }

  private newBlock(): Float64Array {
    const sums = new Float64Array(SUM_COUNT);
    this.blocks.push(sums);
    return sums;
  }
}
