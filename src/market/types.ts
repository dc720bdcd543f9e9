/**
 * The terms that the exchange and everything above it agree on: sides, owners, and the interface
 * between a market and whoever trades in it. Prices are whole ticks, sizes whole contracts, times
 * whole nanoseconds; a mid price is stored in half-ticks (best bid + best ask), so that it is a
 * whole number too.
 */

/** Side of an order: +1 to buy and −1 to sell. */
export type Side = 1 | -1;
export const BUY: Side = 1;
export const SELL: Side = -1;

/** Owner of the orders of the simulated market; those who trade in it have numbers from 1. */
export const MARKET_OWNER = 0;
/** Owner that a market's own calls act for: the agent, where there is one. */
export const AGENT_OWNER = 1;
/** Most owners that can trade in one market. */
export const MOST_SEATS = 8;

/** Returned in place of an order id when there is none. */
export const NO_ORDER = -1;

export const NANOSECONDS_PER_SECOND = 1e9;

/**
 * Receives events in the order in which they happen. A fill is reported before the mid change that
 * it causes, so that an accountant who applies both in turn values the fill at the mid just before
 * the event.
 */
export interface MarketListener {
  /**
   * Reports that one of the owner's orders traded.
   * @param side the owner's side: BUY when the owner bought
   * @param isMaker false when the owner took liquidity
   */
  onFill(
    timeNs: number,
    orderId: number,
    side: Side,
    priceTicks: number,
    size: number,
    isMaker: boolean,
  ): void;
  /** Reports that the mid moved; both are in half-ticks. */
  onMid(timeNs: number, beforeHalfTicks: number, afterHalfTicks: number): void;
  /** Reports a trade of anybody, on the public tape. `aggressor` is the side of the taker. */
  onTrade(timeNs: number, aggressor: Side, priceTicks: number, size: number): void;
}

/**
 * Hears of every order of the market's own that is cancelled, while it still stands in its queue.
 */
export interface CancelListener {
  /**
   * @param ahead contracts with priority over the order at its price
   * @param size contracts of the order
   * @param levelSize contracts at its price, its own included
   */
  onCancel(priceTicks: number, ahead: number, size: number, levelSize: number): void;
}

/**
 * A view of a book by price level, cheap enough for every decision step. Every price is in ticks.
 * `quantityAhead` counts contracts with priority over the order at its price.
 */
export interface BookView {
  readonly bestBid: number;
  readonly bestAsk: number;
  /** The mid counted in half-ticks: bestBid + bestAsk. */
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
 * A place from which one owner trades. The owner acts at the market's clock; latency is the
 * caller's. Orders of others are out of reach, and no two orders of one owner trade with each
 * other.
 */
export interface MarketSeat {
  /** Tells what happens to the owner's orders and to everybody; null tells nobody. */
  setListener(listener: MarketListener | null): void;
  /**
   * Takes a limit order: what crosses trades at once as taker, the rest joins the queue. Resting
   * own orders that would trade with it are cancelled.
   * @returns the resting order's id, or NO_ORDER when nothing rests
   */
  submitLimit(side: Side, priceTicks: number, size: number): number;
  /** Takes a market order, which walks the book. @returns contracts traded */
  submitMarket(side: Side, size: number): number;
  /** @returns contracts cancelled; 0 when no order of the owner rests under this id */
  cancelOrder(orderId: number): number;
  /** Makes an order smaller; it keeps its place in the queue. */
  reduceOrder(orderId: number, size: number): void;
}

/** A market to trade in. What it does as a seat, it does for AGENT_OWNER. */
export interface MarketSource extends MarketSeat {
  readonly book: BookView;
  readonly timeNs: number;
  /** The latent efficient price in ticks, or NaN where a market has none. Agents never see it. */
  readonly efficientPriceTicks: number;
  /**
   * Part of the efficient price's move since the session began that its trend and the impact of
   * trades made, in ticks; 0 where there is none. The rest is a martingale.
   */
  readonly efficientDriftTicks: number;
  /** Order-flow events of the session so far, and trades among them, where a market counts them. */
  readonly eventCount?: number;
  readonly tradeCount?: number;
  /**
   * Whether the market cannot go on, as a recording at a gap or its end: an episode stops there.
   */
  readonly isInterrupted?: boolean;
  /**
   * Whether it is a recording: what moved its prices is not known, and no part of a result can be
   * called luck.
   */
  readonly isRecorded?: boolean;
  /** Nanoseconds from the start of a recording to that of the episode; recordings alone know it. */
  readonly episodeStartNs?: number | undefined;
  /**
   * Mean share of the agent in the queues at its prices since the reset; recordings alone know it.
   */
  readonly queueShare?: number | undefined;
  /**
   * Where cancels of others leave a queue, as an exponent, where a recording shows no single
   * orders: 1 is anywhere, Infinity never before the agent.
   */
  readonly queueExponent?: number | undefined;
  /**
   * Nanoseconds that the news of the last event took to whoever recorded it; where it is known, it
   * stands in for the configured latency of market data.
   */
  readonly marketDataLatencyNs?: number | undefined;
  /**
   * @param owner from 1 to MOST_SEATS; the same owner has the same seat every time
   * @throws InvalidInputError where the market has no such seat
   */
  seat(owner: number): MarketSeat;
  /** Starts a new session. The same seed gives the same events. Listeners stay. */
  reset(seed: number): void;
  /** Reports cancels of others, where a market knows them; each then costs a walk of its queue. */
  setCancelListener?(listener: CancelListener | null): void;
  /** Processes every event up to and including `untilNs`, then sets the clock to it. */
  advanceTo(untilNs: number): void;
  /** Copies the whole state, random streams included, as a structured-cloneable value. */
  snapshot(): unknown;
  restore(state: unknown): void;
}
