/**
 * Writes observations, incrementally: the window of snapshots moves by one, and only the newest is
 * read from the book. No allocation. The meaning of each index is observationLayout's; scales are
 * chosen so that values stay within a few units of zero before any standardisation.
 */
import { BUY, SELL, type BookView, type Side } from '../market/types';
import type { EnvConfig } from './config';
import type { MarketSignals } from './marketSignals';
import {
  LEVEL_LENGTH,
  RECENT_RETURNS,
  observationLayout,
  type ObservationLayout,
} from './observationLayout';
import type { WorkingQuote } from './quoteGateway';

/** ln(1 + n) for the sizes that occur; larger ones are computed. */
const LOG_TABLE_LENGTH = 1024;
/** Empty prices skipped a side before the book counts as ended. */
const MAX_EMPTY_PRICES = 64;
/**
 * Seconds since the last fill that are shown as one half: t seconds are shown as t / (t + this).
 */
const TRADE_MEMORY_SECONDS = 10;

/** The agent's own state at a decision, as the observation shows it. */
export interface AgentState {
  readonly position: number;
  /** Open profit in half-ticks × contracts at the mid. */
  readonly unrealisedHalfTicks: number;
  readonly secondsSinceFill: number;
  /** Share of the episode that is left: 1 at the start, 0 at the end. */
  readonly timeLeftShare: number;
  readonly bid: WorkingQuote;
  readonly ask: WorkingQuote;
}

export class ObservationWriter {
  readonly layout: ObservationLayout;
  private readonly snapshotLength: number;
  private readonly windowLength: number;
  private readonly levels: number;
  private readonly logOnePlus = Float64Array.from({ length: LOG_TABLE_LENGTH }, (_, n) =>
    Math.log1p(n),
  );
  private readonly maxInventory: number;
  private readonly maxOrderSize: number;
  /** First index of each group that can be switched off; −1 when off. */
  private readonly ownQuotes: number;
  private readonly timeLeft: number;
  private readonly microprice: number;
  private readonly flow: number;
  private readonly volatility: number;
  private readonly scalars: number;
  private readonly returns: number;

  /** @param observation [layout.length]; written in place, and never replaced */
  constructor(
    config: EnvConfig,
    readonly observation: Float32Array,
  ) {
    this.layout = observationLayout(config.observation);
    if (observation.length !== this.layout.length) {
      throw new RangeError(
        `observation: expected ${this.layout.length} numbers, got ${observation.length}`,
      );
    }
    this.levels = config.observation.levels;
    this.snapshotLength = this.levels * LEVEL_LENGTH;
    this.windowLength = config.observation.snapshots * this.snapshotLength;
    this.maxInventory = config.maxInventory;
    this.maxOrderSize = config.maxOrderSize;
    const { groups } = this.layout;
    const offset = (group: keyof typeof groups) =>
      groups[group].end > groups[group].start ? groups[group].start : -1;
    this.scalars = groups.inventory.start;
    this.returns = groups.recentReturns.start;
    this.ownQuotes = offset('ownQuotes');
    this.timeLeft = offset('timeLeft');
    this.microprice = offset('microprice');
    this.flow = offset('orderFlowImbalance');
    this.volatility = offset('volatility');
  }

  /** Writes the first observation of an episode: the whole window repeats the first snapshot. */
  writeFirst(book: BookView, signals: MarketSignals, agent: AgentState): void {
    const { observation, windowLength, snapshotLength } = this;
    this.writeSnapshot(book, windowLength - snapshotLength);
    for (let start = 0; start < windowLength - snapshotLength; start += snapshotLength) {
      observation.copyWithin(start, windowLength - snapshotLength, windowLength);
    }
    observation.fill(0, this.returns, this.returns + RECENT_RETURNS);
    this.writeScalars(book, signals, agent);
  }

  /** Writes the observation one decision step after the previous one. */
  writeNext(book: BookView, signals: MarketSignals, agent: AgentState): void {
    const { observation, windowLength, snapshotLength } = this;
    if (windowLength > snapshotLength) {
      observation.copyWithin(0, snapshotLength, windowLength);
    }
    this.writeSnapshot(book, windowLength - snapshotLength);
    const newest = this.returns + RECENT_RETURNS - 1;
    for (let i = this.returns; i < newest; i++) observation[i] = observation[i + 1];
    observation[newest] = signals.lastReturn;
    this.writeScalars(book, signals, agent);
  }

  private writeSnapshot(book: BookView, start: number): void {
    const { observation, levels, logOnePlus } = this;
    const mid = book.midHalfTicks * 0.5;
    let empty = 0;
    let price = book.bestBid;
    for (let level = 0, at = start; level < levels; level++, at += LEVEL_LENGTH, price--) {
      let size = book.sizeAt(price);
      while (size === 0 && empty < MAX_EMPTY_PRICES) {
        empty++;
        size = book.sizeAt(--price);
      }
      observation[at] = mid - price;
      observation[at + 1] = size < LOG_TABLE_LENGTH ? logOnePlus[size] : Math.log1p(size);
    }
    empty = 0;
    price = book.bestAsk;
    for (let level = 0, at = start + 2; level < levels; level++, at += LEVEL_LENGTH, price++) {
      let size = book.sizeAt(price);
      while (size === 0 && empty < MAX_EMPTY_PRICES) {
        empty++;
        size = book.sizeAt(++price);
      }
      observation[at] = price - mid;
      observation[at + 1] = size < LOG_TABLE_LENGTH ? logOnePlus[size] : Math.log1p(size);
    }
  }

  private writeScalars(book: BookView, signals: MarketSignals, agent: AgentState): void {
    const { observation, scalars } = this;
    observation[scalars] = agent.position / this.maxInventory;
    // In ticks, on a full inventory.
    observation[scalars + 1] = agent.unrealisedHalfTicks / (2 * this.maxInventory);
    observation[scalars + 2] =
      agent.secondsSinceFill / (agent.secondsSinceFill + TRADE_MEMORY_SECONDS);
    observation[scalars + 3] = book.bestAsk - book.bestBid;
    observation[scalars + 4] = signals.imbalance;
    if (this.ownQuotes >= 0) {
      this.writeQuote(book, signals, this.ownQuotes, agent.bid, BUY);
      this.writeQuote(book, signals, this.ownQuotes + 3, agent.ask, SELL);
    }
    if (this.timeLeft >= 0) observation[this.timeLeft] = agent.timeLeftShare;
    if (this.microprice >= 0) observation[this.microprice] = signals.micropriceMinusMid;
    if (this.flow >= 0) {
      observation[this.flow] = signals.quoteFlow;
      observation[this.flow + 1] = signals.tradeFlow;
    }
    if (this.volatility >= 0) observation[this.volatility] = signals.volatility;
  }

  private writeQuote(
    book: BookView,
    signals: MarketSignals,
    at: number,
    quote: WorkingQuote,
    side: Side,
  ): void {
    const { observation } = this;
    if (quote.size === 0) {
      observation[at] = 0;
      observation[at + 1] = 1;
      observation[at + 2] = 0;
      return;
    }
    const mid = signals.midHalfTicks * 0.5;
    observation[at] = side === BUY ? mid - quote.priceTicks : quote.priceTicks - mid;
    observation[at + 1] = book.quantityAhead(quote.orderId) / book.sizeAt(quote.priceTicks);
    observation[at + 2] = quote.size / this.maxOrderSize;
  }
}
