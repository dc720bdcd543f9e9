/**
 * What the exchange and everything above it agree on: sides, owners, and the
 * interface between a market and whoever trades in it. Prices are whole ticks,
 * sizes whole contracts, times whole nanoseconds; a mid price is stored in
 * half-ticks (best bid + best ask), so that it is a whole number too.
 */

/** +1 buys, −1 sells. */
export type Side = 1 | -1;
export const BUY: Side = 1;
export const SELL: Side = -1;

/** Who placed an order: the simulated market, or the one agent trading in it. */
export const MARKET_OWNER = 0;
export const AGENT_OWNER = 1;

/** Returned where an order id is expected and there is none. */
export const NO_ORDER = -1;

export const NANOSECONDS_PER_SECOND = 1e9;

/**
 * Receives what happens, in the order in which it happens. A fill is reported
 * before the mid change that it causes, so that an accountant who applies both
 * in turn values the fill at the mid just before the event.
 */
export interface MarketListener {
  /**
   * One of the agent's orders traded.
   * @param side the agent's side: BUY when the agent bought
   * @param isMaker false when the agent took liquidity
   */
  onFill(
    timeNs: number,
    orderId: number,
    side: Side,
    priceTicks: number,
    size: number,
    isMaker: boolean,
  ): void;
  /** The mid moved; both are in half-ticks. */
  onMid(timeNs: number, beforeHalfTicks: number, afterHalfTicks: number): void;
  /** Somebody traded: the public tape. `aggressor` is the taker's side. */
  onTrade(timeNs: number, aggressor: Side, priceTicks: number, size: number): void;
}

/**
 * Read access to a book by price level, cheap enough for every decision step.
 * Every price is in ticks. `quantityAhead` counts contracts with priority over
 * the order at its price.
 */
export interface BookView {
  readonly bestBid: number;
  readonly bestAsk: number;
  /** bestBid + bestAsk. */
  readonly midHalfTicks: number;
  /** Contracts resting at a price, on whichever side it is; 0 when empty. */
  sizeAt(priceTicks: number): number;
  /** Orders resting at a price. */
  ordersAt(priceTicks: number): number;
  isResting(orderId: number): boolean;
  orderPrice(orderId: number): number;
  /** Contracts of the order still resting. */
  orderSize(orderId: number): number;
  quantityAhead(orderId: number): number;
}

/**
 * A market one agent can trade in: synthetic flow now, recorded data later.
 * The agent's entry points act at the current clock; latency is the caller's.
 */
export interface MarketSource {
  readonly book: BookView;
  readonly timeNs: number;
  /** The latent efficient price in ticks, or NaN where a market has none. Never observed. */
  readonly efficientPriceTicks: number;
  /** Order-flow events of the session so far, and trades among them, where a market counts them. */
  readonly eventCount?: number;
  readonly tradeCount?: number;
  /** Starts a new session. The same seed gives the same events. */
  reset(seed: number): void;
  setListener(listener: MarketListener | null): void;
  /** Processes every event up to and including `untilNs`, then sets the clock to it. */
  advanceTo(untilNs: number): void;
  /**
   * Agent's limit order: what crosses trades at once as taker, the rest joins
   * the queue. Resting own orders that would trade with it are cancelled.
   * @returns the resting order's id, or NO_ORDER when nothing rests
   */
  submitLimit(side: Side, priceTicks: number, size: number): number;
  /** Agent's market order; walks the book. @returns contracts traded */
  submitMarket(side: Side, size: number): number;
  /** @returns contracts cancelled; 0 when the order is no longer resting */
  cancelOrder(orderId: number): number;
  /** A smaller size keeps the order's place in the queue. */
  reduceOrder(orderId: number, size: number): void;
  /** A structured-cloneable copy of the whole state, random streams included. */
  snapshot(): unknown;
  restore(state: unknown): void;
}
