/**
 * A slow, obvious market whose every event is written down by the test: a book of plain arrays with
 * price-time priority, and a list of what others do when. Deterministic, so that accounting can be
 * checked to the last contract.
 */
import {
  AGENT_OWNER,
  BUY,
  MARKET_OWNER,
  NO_ORDER,
  SELL,
  type BookView,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../../src/market/types';

interface Order {
  readonly id: number;
  readonly owner: number;
  readonly side: Side;
  readonly price: number;
  size: number;
}

export type ScriptedEvent =
  | {
      readonly at: number;
      readonly kind: 'add';
      readonly side: Side;
      readonly price: number;
      readonly size: number;
    }
  /** Takes up to `size` contracts of the others' resting orders out of a price, newest first. */
  | { readonly at: number; readonly kind: 'pull'; readonly price: number; readonly size: number }
  | { readonly at: number; readonly kind: 'trade'; readonly side: Side; readonly size: number };

export interface Script {
  /** Others' orders at the start: [side, price, size]. */
  readonly book: readonly (readonly [Side, number, number])[];
  /** Events in time order; `at` is in nanoseconds. */
  readonly events: readonly ScriptedEvent[];
  /** The latent price over time; NaN throughout by default. */
  readonly efficientPrice?: (timeNs: number) => number;
  /** The part of its move that its trend made; none by default. */
  readonly efficientDrift?: (timeNs: number) => number;
}

interface ScriptedState {
  readonly orders: readonly Order[];
  readonly timeNs: number;
  readonly nextEvent: number;
  readonly nextId: number;
  readonly lastBid: number;
  readonly lastAsk: number;
}

export class ScriptedMarket implements MarketSource {
  timeNs = 0;
  /** Everything that traded, as the public sees it. */
  readonly tape: { timeNs: number; aggressor: Side; price: number; size: number }[] = [];
  readonly book: BookView;
  private orders: Order[] = [];
  private nextEvent = 0;
  private nextId = 0;
  private listener: MarketListener | null = null;
  /** The price of an empty side is taken to be the last one it had. */
  private lastBid = 0;
  private lastAsk = 0;

  constructor(private readonly scriptFor: (seed: number) => Script) {
    this.script = scriptFor(0);
    const best = (side: Side) => this.best(side);
    const at = (price: number) => this.orders.filter((order) => order.price === price);
    const find = (id: number) => this.orders.find((order) => order.id === id);
    this.book = {
      get bestBid() {
        return best(BUY);
      },
      get bestAsk() {
        return best(SELL);
      },
      get midHalfTicks() {
        return best(BUY) + best(SELL);
      },
      sizeAt: (price) => at(price).reduce((sum, order) => sum + order.size, 0),
      ordersAt: (price) => at(price).length,
      isResting: (id) => find(id) !== undefined,
      orderPrice: (id) => find(id)?.price ?? Number.NaN,
      orderSize: (id) => find(id)?.size ?? 0,
      quantityAhead: (id) => {
        const own = find(id);
        if (own === undefined) return Number.NaN;
        const level = at(own.price);
        return level.slice(0, level.indexOf(own)).reduce((sum, order) => sum + order.size, 0);
      },
    };
    this.reset(0);
  }

  private script: Script;

  get efficientDriftTicks(): number {
    return this.script.efficientDrift?.(this.timeNs) ?? 0;
  }

  get efficientPriceTicks(): number {
    return this.script.efficientPrice?.(this.timeNs) ?? Number.NaN;
  }

  reset(seed: number): void {
    this.script = this.scriptFor(seed);
    this.timeNs = 0;
    this.nextEvent = 0;
    this.nextId = 0;
    this.tape.length = 0;
    this.orders = [];
    for (const [side, price, size] of this.script.book) this.rest(MARKET_OWNER, side, price, size);
    this.best(BUY);
    this.best(SELL);
  }

  seat(owner: number): MarketSeat {
    if (owner === AGENT_OWNER) return this;
    throw new Error(`seat: the script has one agent, got owner ${owner}`);
  }

  setListener(listener: MarketListener | null): void {
    this.listener = listener;
  }

  advanceTo(untilNs: number): void {
    if (untilNs < this.timeNs) throw new Error(`advanceTo: ${untilNs} is before ${this.timeNs}`);
    const { events } = this.script;
    while (this.nextEvent < events.length && events[this.nextEvent].at <= untilNs) {
      const event = events[this.nextEvent++];
      this.timeNs = Math.max(this.timeNs, event.at);
      this.apply(event);
    }
    this.timeNs = untilNs;
  }

  submitLimit(side: Side, price: number, size: number): number {
    return this.limit(AGENT_OWNER, side, price, size);
  }

  submitMarket(side: Side, size: number): number {
    const before = this.mid();
    const traded = size - this.match(AGENT_OWNER, side, side * Infinity, size);
    this.reportMid(before);
    return traded;
  }

  cancelOrder(id: number): number {
    const order = this.orders.find((each) => each.id === id && each.owner === AGENT_OWNER);
    if (order === undefined) return 0;
    const before = this.mid();
    this.remove(order);
    this.reportMid(before);
    return order.size;
  }

  reduceOrder(id: number, size: number): void {
    const order = this.orders.find((each) => each.id === id && each.owner === AGENT_OWNER);
    if (order === undefined || size >= order.size) return;
    if (size <= 0) this.cancelOrder(id);
    else order.size = size;
  }

  snapshot(): ScriptedState {
    const { timeNs, nextEvent, nextId, lastBid, lastAsk } = this;
    return structuredClone({ orders: this.orders, timeNs, nextEvent, nextId, lastBid, lastAsk });
  }

  restore(state: ScriptedState): void {
    this.orders = structuredClone([...state.orders]);
    this.timeNs = state.timeNs;
    this.nextEvent = state.nextEvent;
    this.nextId = state.nextId;
    this.lastBid = state.lastBid;
    this.lastAsk = state.lastAsk;
  }

  private apply(event: ScriptedEvent): void {
    if (event.kind === 'add') {
      this.limit(MARKET_OWNER, event.side, event.price, event.size);
      return;
    }
    const before = this.mid();
    if (event.kind === 'trade') {
      this.match(MARKET_OWNER, event.side, event.side * Infinity, event.size);
    } else {
      let left = event.size;
      const level = this.orders.filter((each) => each.price === event.price);
      for (const order of level.sort((a, b) => b.id - a.id)) {
        if (order.owner !== MARKET_OWNER || left === 0) continue;
        const pulled = Math.min(left, order.size);
        left -= pulled;
        order.size -= pulled;
        if (order.size === 0) this.remove(order);
      }
    }
    this.reportMid(before);
  }

  private limit(owner: number, side: Side, price: number, size: number): number {
    const before = this.mid();
    const left = this.match(owner, side, price, size);
    const id = left > 0 ? this.rest(owner, side, price, left) : NO_ORDER;
    this.reportMid(before);
    return id;
  }

  /** @returns contracts left over */
  private match(owner: number, side: Side, limit: number, size: number): number {
    let left = size;
    while (left > 0) {
      const price = this.best(side === BUY ? SELL : BUY);
      const resting = this.orders.find((order) => order.side !== side && order.price === price);
      if (resting === undefined || (price - limit) * side > 0) break;
      if (owner === AGENT_OWNER && resting.owner === AGENT_OWNER) {
        this.remove(resting);
        continue;
      }
      const traded = Math.min(left, resting.size);
      left -= traded;
      resting.size -= traded;
      if (resting.size === 0) this.remove(resting);
      if (resting.owner === AGENT_OWNER) {
        this.listener?.onFill(this.timeNs, resting.id, resting.side, price, traded, true);
      }
      if (owner === AGENT_OWNER) {
        this.listener?.onFill(this.timeNs, NO_ORDER, side, price, traded, false);
      }
      this.tape.push({ timeNs: this.timeNs, aggressor: side, price, size: traded });
      this.listener?.onTrade(this.timeNs, side, price, traded);
    }
    return left;
  }

  private rest(owner: number, side: Side, price: number, size: number): number {
    const id = this.nextId++;
    this.orders.push({ id, owner, side, price, size });
    return id;
  }

  private remove(order: Order): void {
    this.orders.splice(this.orders.indexOf(order), 1);
  }

  private best(side: Side): number {
    const prices = this.orders.filter((order) => order.side === side).map((order) => order.price);
    if (side === BUY) {
      if (prices.length > 0) this.lastBid = Math.max(...prices);
      return this.lastBid;
    }
    if (prices.length > 0) this.lastAsk = Math.min(...prices);
    return this.lastAsk;
  }

  private mid(): number {
    return this.best(BUY) + this.best(SELL);
  }

  private reportMid(before: number): void {
    const after = this.mid();
    if (after !== before) this.listener?.onMid(this.timeNs, before, after);
  }
}

/** `levels` prices a side around bid `bid`, spread `spread`, `size` contracts each. */
export function ladder(bid: number, spread: number, levels: number, size: number): Script['book'] {
  const book: [Side, number, number][] = [];
  for (let level = 0; level < levels; level++) {
    book.push([BUY, bid - level, size], [SELL, bid + spread + level, size]);
  }
  return book;
}
