/**
 * The gateway carries the agent's quotes to the market and knows which of them rest there. A
 * decision sends one message with both sides in it; it arrives after the latency and jitter, first
 * in first out, so that cancels and fills race as they do on a real line. At the market there is at
 * most one working order a side.
 *
 * In-flight fills: a message says how many contracts the agent wants open as of its decision.
 * Contracts filled on that side while it travelled are taken off on arrival (CME Globex calls this
 * in-flight mitigation), so position plus open orders can never pass what was clipped at the
 * decision.
 */
import { Rng, type RngState } from '../market/rng';
import {
  AGENT_OWNER,
  BUY,
  NO_ORDER,
  NANOSECONDS_PER_SECOND,
  SELL,
  type BookView,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../market/types';
import type { QuotePair } from './actionMap';
import type { EnvConfig } from './config';

const MICROSECOND_NS = NANOSECONDS_PER_SECOND / 1e6;

/** Operations that a message asks for, one on each side. */
const KEEP = 0;
const REDUCE = 1;
const REPLACE = 2;
const CANCEL = 3;

/**
 * Offsets in a message: its arrival, then operation, price and size of each side, then the fills
 * known when it was sent.
 */
const ARRIVAL = 0;
const BID = 1;
const ASK = 4;
const OPERATION = 0;
const PRICE = 1;
const SIZE = 2;
const BOUGHT = 7;
const SOLD = 8;
const MESSAGE_LENGTH = 9;
const INITIAL_MESSAGES = 16;

/** Stream of the jitter of owner 1; that of the next owner is STREAMS_PER_OWNER higher. */
const JITTER_STREAM = 1;
const STREAMS_PER_OWNER = 100;

/** The order of one side at the market, with what was last asked for there. */
export class WorkingQuote {
  orderId = NO_ORDER;
  priceTicks = 0;
  /** Contracts still resting. */
  size = 0;
  /** Last sent price and size; size 0 when the last message cancelled. */
  requestedPrice = 0;
  requestedSize = 0;
  /** Messages under way that concern this side. */
  inFlight = 0;
  /** Contracts filled on this side since the reset. */
  filled = 0;

  clear(): void {
    this.orderId = NO_ORDER;
    this.priceTicks = 0;
    this.size = 0;
    this.requestedPrice = 0;
    this.requestedSize = 0;
    this.inFlight = 0;
    this.filled = 0;
  }

  snapshot(): QuoteState {
    const { orderId, priceTicks, size, requestedPrice, requestedSize, inFlight, filled } = this;
    return { orderId, priceTicks, size, requestedPrice, requestedSize, inFlight, filled };
  }

  restore(state: QuoteState): void {
    Object.assign(this, state);
  }
}

export interface QuoteState {
  readonly orderId: number;
  readonly priceTicks: number;
  readonly size: number;
  readonly requestedPrice: number;
  readonly requestedSize: number;
  readonly inFlight: number;
  readonly filled: number;
}

export class QuoteGateway {
  readonly bid = new WorkingQuote();
  readonly ask = new WorkingQuote();
  /** Nanoseconds that orders take, and with them the data that they answer. */
  private readonly orderNs: number;
  private readonly latencyNs: number;
  private readonly jitterNs: number;
  private readonly postOnly: boolean;
  private readonly book: BookView;
  private readonly seat: MarketSeat;
  private readonly stream: number;
  private readonly random: Rng;
  private messages = new Float64Array(INITIAL_MESSAGES * MESSAGE_LENGTH);
  /** Message counts since the reset; rows wrap. */
  private head = 0;
  private tail = 0;
  private lastArrivalNs = 0;

  /** @param owner of the orders, from 1 to MOST_SEATS */
  constructor(
    private readonly market: MarketSource,
    config: EnvConfig,
    owner: number = AGENT_OWNER,
  ) {
    this.book = market.book;
    this.seat = owner === AGENT_OWNER ? market : market.seat(owner);
    this.stream = JITTER_STREAM + (owner - AGENT_OWNER) * STREAMS_PER_OWNER;
    this.random = new Rng(0, this.stream);
    const { orderLatencyMicroseconds, marketDataLatencyMicroseconds } = config;
    this.orderNs = orderLatencyMicroseconds * MICROSECOND_NS;
    this.latencyNs = (orderLatencyMicroseconds + marketDataLatencyMicroseconds) * MICROSECOND_NS;
    this.jitterNs = config.latencyJitterMicroseconds * MICROSECOND_NS;
    this.postOnly = config.postOnly;
  }

  reset(seed: number): void {
    this.random.seed(seed, this.stream);
    this.bid.clear();
    this.ask.clear();
    this.head = 0;
    this.tail = 0;
    this.lastArrivalNs = 0;
  }

  /** Time at which the next message arrives; Infinity when none is under way. */
  get nextArrivalNs(): number {
    return this.head === this.tail ? Infinity : this.messages[this.row(this.head) + ARRIVAL];
  }

  /**
   * Sends what changed since the last request, if anything. The observation that led to the
   * decision was taken at `nowNs` at the market, so market-data and order latency both pass before
   * the message arrives.
   * @param quotes already clipped to the position limit
   */
  send(nowNs: number, quotes: QuotePair): void {
    const { bid, ask } = this;
    const bidOperation = operationFor(bid, quotes.bidPrice, quotes.bidSize);
    const askOperation = operationFor(ask, quotes.askPrice, quotes.askSize);
    if (bidOperation === KEEP && askOperation === KEEP) return;
    if (this.tail - this.head === this.messages.length / MESSAGE_LENGTH) this.grow();
    const row = this.row(this.tail++);
    const messages = this.messages;
    messages[row + ARRIVAL] = this.arrival(nowNs);
    messages[row + BID + OPERATION] = bidOperation;
    messages[row + BID + PRICE] = quotes.bidPrice;
    messages[row + BID + SIZE] = quotes.bidSize;
    messages[row + ASK + OPERATION] = askOperation;
    messages[row + ASK + PRICE] = quotes.askPrice;
    messages[row + ASK + SIZE] = quotes.askSize;
    messages[row + BOUGHT] = bid.filled;
    messages[row + SOLD] = ask.filled;
    note(bid, bidOperation, quotes.bidPrice, quotes.bidSize);
    note(ask, askOperation, quotes.askPrice, quotes.askSize);
  }

  /**
   * Time at which something sent now would arrive. It draws the jitter, which is exponential with
   * the configured mean.
   */
  arrival(nowNs: number): number {
    const jitter = this.jitterNs > 0 ? this.random.exponential() * this.jitterNs : 0;
    const { marketDataLatencyNs } = this.market;
    const latencyNs =
      marketDataLatencyNs === undefined ? this.latencyNs : this.orderNs + marketDataLatencyNs;
    const arrival = Math.max(this.lastArrivalNs, nowNs + Math.round(latencyNs + jitter));
    this.lastArrivalNs = arrival;
    return arrival;
  }

  /** Executes the next message; the market's clock is at its arrival. */
  deliver(): void {
    const row = this.row(this.head++);
    const { messages, bid, ask } = this;
    const bidOperation = messages[row + BID + OPERATION];
    const askOperation = messages[row + ASK + OPERATION];
    const bidSize = messages[row + BID + SIZE] - (bid.filled - messages[row + BOUGHT]);
    const askSize = messages[row + ASK + SIZE] - (ask.filled - messages[row + SOLD]);
    const bidPrice = messages[row + BID + PRICE];
    const askPrice = messages[row + ASK + PRICE];
    // Orders shrink first on both sides, so that a pair that moves never meets itself.
    if (bidOperation !== KEEP) this.shrink(bid, bidOperation, bidSize);
    if (askOperation !== KEEP) this.shrink(ask, askOperation, askSize);
    if (bidOperation === REPLACE && bidSize > 0) this.place(bid, BUY, bidPrice, bidSize);
    if (askOperation === REPLACE && askSize > 0) this.place(ask, SELL, askPrice, askSize);
  }

  /** Takes both working orders out of the market at once and forgets messages under way. */
  cancelAll(): void {
    this.cancel(this.bid);
    this.cancel(this.ask);
    this.bid.inFlight = 0;
    this.ask.inFlight = 0;
    this.bid.requestedSize = 0;
    this.ask.requestedSize = 0;
    this.head = this.tail;
  }

  /** Follows a fill of the agent; every fill must be told before anything else happens. */
  onFill(side: Side, size: number, isMaker: boolean): void {
    const quote = side === BUY ? this.bid : this.ask;
    quote.filled += size;
    if (!isMaker) return;
    quote.size -= size;
    if (quote.size === 0) quote.orderId = NO_ORDER;
  }

  private shrink(quote: WorkingQuote, operation: number, size: number): void {
    quote.inFlight--;
    if (quote.orderId === NO_ORDER) return;
    if (operation !== REDUCE || size <= 0) {
      this.cancel(quote);
    } else if (quote.size > size) {
      this.seat.reduceOrder(quote.orderId, size);
      quote.size = size;
    }
  }

  private place(quote: WorkingQuote, side: Side, requestedPrice: number, size: number): void {
    const { book, seat } = this;
    let price = requestedPrice;
    if (this.postOnly) {
      const { bestBid, bestAsk } = book;
      price = side === BUY ? Math.min(price, bestAsk - 1) : Math.max(price, bestBid + 1);
    }
    const other = side === BUY ? this.ask : this.bid;
    if (other.orderId !== NO_ORDER && (price - other.priceTicks) * side >= 0) this.cancel(other);
    const orderId = seat.submitLimit(side, price, size);
    quote.orderId = orderId;
    quote.priceTicks = price;
    quote.size = orderId === NO_ORDER ? 0 : book.orderSize(orderId);
    // A repriced quote is where it is: asking for this price again keeps it.
    if (quote.inFlight === 0) quote.requestedPrice = price;
  }

  private cancel(quote: WorkingQuote): void {
    if (quote.orderId === NO_ORDER) return;
    this.seat.cancelOrder(quote.orderId);
    quote.orderId = NO_ORDER;
    quote.size = 0;
  }

  private row(message: number): number {
    return (message % (this.messages.length / MESSAGE_LENGTH)) * MESSAGE_LENGTH;
  }

  private grow(): void {
    const old = this.messages;
    const capacity = old.length / MESSAGE_LENGTH;
    const messages = new Float64Array(old.length * 2);
    for (let i = this.head; i < this.tail; i++) {
      const from = (i % capacity) * MESSAGE_LENGTH;
      const to = (i % (capacity * 2)) * MESSAGE_LENGTH;
      messages.set(old.subarray(from, from + MESSAGE_LENGTH), to);
    }
    this.messages = messages;
  }

  snapshot(): GatewayState {
    return {
      bid: this.bid.snapshot(),
      ask: this.ask.snapshot(),
      random: this.random.snapshot(),
      messages: this.messages.slice(),
      head: this.head,
      tail: this.tail,
      lastArrivalNs: this.lastArrivalNs,
    };
  }

  restore(state: GatewayState): void {
    this.bid.restore(state.bid);
    this.ask.restore(state.ask);
    this.random.restore(state.random);
    this.messages = state.messages.slice();
    this.head = state.head;
    this.tail = state.tail;
    this.lastArrivalNs = state.lastArrivalNs;
  }
}

/** Operation to send so that a side ends up with `size` at `price`. */
function operationFor(quote: WorkingQuote, price: number, size: number): number {
  const live = quote.inFlight > 0 || quote.orderId !== NO_ORDER;
  if (!live) quote.requestedSize = 0;
  if (size === 0) return quote.requestedSize > 0 ? CANCEL : KEEP;
  if (quote.requestedSize === 0 || price !== quote.requestedPrice) return REPLACE;
  if (size > quote.requestedSize) return REPLACE;
  // A partly filled quote keeps what is left of it and its place.
  const open = quote.inFlight > 0 ? quote.requestedSize : quote.size;
  return size < open ? REDUCE : KEEP;
}

function note(quote: WorkingQuote, operation: number, price: number, size: number): void {
  if (operation === KEEP) return;
  quote.inFlight++;
  quote.requestedPrice = price;
  quote.requestedSize = operation === CANCEL ? 0 : size;
}

export interface GatewayState {
  readonly bid: QuoteState;
  readonly ask: QuoteState;
  readonly random: RngState;
  readonly messages: Float64Array;
  readonly head: number;
  readonly tail: number;
  readonly lastArrivalNs: number;
}
