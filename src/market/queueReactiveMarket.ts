/**
 * Order flow that reacts to the queues, and the exchange it trades on. Best
 * queues grow, shrink and deplete as in the queue-reactive model (Huang,
 * Lehalle and Rosenbaum, JASA 110, 2015; Noble, Rosenbaum and Souilmi, 2026).
 * That model carries no information, so flow here is tethered to an efficient
 * price v (Glosten and Milgrom, J. Fin. Econ. 14, 1985; Kyle, Econometrica 53,
 * 1985): informed traders take what is mispriced, others lean towards v. All
 * adverse selection comes from this; nothing is charged to anybody at random.
 *
 * An agent's orders stand in the same queues and are hit by the same trades.
 * The market's cancels choose among the market's orders only.
 */
import { exp, log, pow } from './elementary';
import { LatentState, type LatentSnapshot } from './latentState';
import { MetaorderPool, type MetaorderState } from './metaorders';
import { OrderBook, type ExecutionListener, type OrderBookState } from './orderBook';
import type { QueueReactiveParameters } from './presets';
import { Rng, type RngState } from './rng';
import {
  AGENT_OWNER,
  BUY,
  MARKET_OWNER,
  NANOSECONDS_PER_SECOND,
  SELL,
  type BookView,
  type MarketListener,
  type MarketSource,
  type Side,
} from './types';
import { InvalidInputError } from './validation';

const SECONDS_PER_NANOSECOND = 1 / NANOSECONDS_PER_SECOND;
/** Flow runs this long before the session starts, so that queues have settled. */
const WARM_UP_NS = 5 * NANOSECONDS_PER_SECOND;
const FARTHEST_TICKS = 10_000;

/** Each trade adds this to the excitation of all rates, which decays at this rate per second. */
const EXCITATION_PER_TRADE = 0.1225;
const EXCITATION_DECAY = 6;
/** Cancels grow slower than the queue: (orders / reference)^0.6. */
const CANCEL_EXPONENT = 0.6;
/** v − mid counts up to here in what leans on it, in ticks. */
const TETHER_CAP = 2;
/** Deep adds and cancels fall off with the distance from the best at this rate per tick. */
const DEEP_DECAY = 0.45;
/** No deep adds above this many reference queues. */
const DEEP_CAP = 3;
/** A new best level holds about this many reference queues, one behind it `DEEP_SEED`. */
const CREATED_SHARE = 0.35;
const DEEP_SEED = 1.25;
const LARGEST_ADD = 40;
const INFORMED_SIZE_FACTOR = 1.5;
/** A sweep stops this many ticks behind the best. */
const SWEEP_TICKS = 2;

/** What can happen next, in the order in which the cumulated rates are kept. */
const ADD_BID = 0;
const ADD_ASK = 1;
const CANCEL_BID = 2;
const CANCEL_ASK = 3;
const DEEP_ADD = 4;
const DEEP_CANCEL = 5;
const UNINFORMED = 6;
const INFORMED = 7;
const CREATE = 8;
const FLOWS = 9;

/** Cancel rates are tabulated by the number of orders; beyond it they stay. */
const MOST_ORDERS = 4096;

/** What `snapshot` copies; structured-cloneable. */
export interface QueueReactiveState {
  readonly book: OrderBookState;
  readonly latent: LatentSnapshot;
  readonly metaorders: MetaorderState;
  readonly rng: RngState;
  readonly numbers: readonly number[];
}

export class QueueReactiveMarket implements MarketSource, ExecutionListener {
  private readonly orders = new OrderBook(this);
  private readonly rng = new Rng(0);
  private readonly latent: LatentState;
  private readonly metaorders = new MetaorderPool();
  private listener: MarketListener | null = null;

  /** Cumulated rates per second of business time, without excitation. */
  private readonly cumulated = new Float64Array(FLOWS);
  /** Cancels per second of a best queue, by its number of orders. */
  private readonly cancelRates = new Float64Array(MOST_ORDERS);
  /** 1 / ln of the add size's continuation probability, for geometric draws. */
  private readonly addSizeScale: number;

  private clockNs = 0;
  private nextEventNs = 0;
  /** Until when v and the excitation have been brought. */
  private settledNs = 0;
  /** Until when `hazardLeft` has been used up; later than `settledNs` after the agent acted. */
  private hazardNs = 0;
  /** An exponential draw: the next event comes when the rate, summed over time, has used it up. */
  private hazardLeft = 0;
  private rate = 0;
  private excitation = 0;

  /** Where the market keeps its best levels. The agent alone may stand between them. */
  private flowBid = 0;
  private flowAsk = 0;
  private lastBid = 0;
  private lastAsk = 0;
  /** +1 when the ask emptied last, −1 when the bid did, 0 at first. */
  private lastDepleted = 0;

  private tapePrice = 0;
  private tapeSize = 0;
  private tapeSide: Side = BUY;
  private events = 0;
  private trades = 0;
  private readonly hash = new Int32Array(1);

  constructor(private readonly parameters: QueueReactiveParameters) {
    this.latent = new LatentState(this.rng, parameters);
    const { meanAddSize, addRate, uninformedRate, informedRate, referenceQueue } = parameters;
    this.addSizeScale = -1 / log(1 - 1 / meanAddSize);
    const removedByTrades = (0.9 * 0.5 * 3 * (uninformedRate + 0.35 * informedRate)) / meanAddSize;
    const atReference = Math.max(0.2, addRate - removedByTrades);
    const referenceOrders = referenceQueue / meanAddSize;
    for (let count = 1; count < MOST_ORDERS; count++) {
      this.cancelRates[count] = atReference * pow(count / referenceOrders, CANCEL_EXPONENT);
    }
    this.reset(0);
  }

  get book(): BookView {
    return this.orders;
  }

  get timeNs(): number {
    return this.clockNs;
  }

  get efficientPriceTicks(): number {
    return this.latent.price;
  }

  /** Flow events so far, the agent's own orders not among them. */
  get eventCount(): number {
    return this.events;
  }

  /** Those of them that were trades. */
  get tradeCount(): number {
    return this.trades;
  }

  /** A fingerprint of every event so far and its time. */
  get eventHash(): number {
    return (this.hash[0] ^ this.orders.eventHash) >>> 0;
  }

  setListener(listener: MarketListener | null): void {
    this.listener = listener;
  }

  reset(seed: number): void {
    const { openingMidHalfTicks, levels } = this.parameters;
    const listener = this.listener;
    this.listener = null;
    this.rng.seed(seed);
    this.orders.clear();
    this.metaorders.reset(this.rng);
    this.clockNs = -WARM_UP_NS;
    this.settledNs = this.clockNs;
    this.hazardNs = this.clockNs;
    this.excitation = 0;
    this.lastDepleted = 0;
    this.events = 0;
    this.trades = 0;
    this.hash[0] = 0;
    this.latent.reset(this.clockNs, openingMidHalfTicks / 2);
    this.flowBid = Math.floor(openingMidHalfTicks / 2);
    this.flowAsk = this.flowBid + 1;
    for (let depth = 0; depth < levels; depth++) {
      this.seedLevel(BUY, this.flowBid - depth);
      this.seedLevel(SELL, this.flowAsk + depth);
    }
    this.lastBid = this.orders.bestBid;
    this.lastAsk = this.orders.bestAsk;
    this.hazardLeft = this.rng.exponential();
    this.scheduleNext();
    this.advanceTo(0);
    this.events = 0;
    this.trades = 0;
    this.listener = listener;
  }

  advanceTo(untilNs: number): void {
    while (this.nextEventNs <= untilNs) this.step();
    if (untilNs > this.clockNs) this.clockNs = untilNs;
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    requireWhole('size', size, 1, 1_000_000);
    const reference = Math.floor((this.lastBid + this.lastAsk) / 2);
    requireWhole('priceTicks', priceTicks, reference - FARTHEST_TICKS, reference + FARTHEST_TICKS);
    this.spendHazard();
    const filled = this.orders.contractsFilled;
    const orderId = this.orders.submit(side, priceTicks, size, AGENT_OWNER);
    this.afterAgent(side, (this.orders.contractsFilled - filled) / 2);
    return orderId;
  }

  submitMarket(side: Side, size: number): number {
    requireWhole('size', size, 1, 1_000_000);
    this.spendHazard();
    const limit = side === BUY ? this.lastAsk + FARTHEST_TICKS : this.lastBid - FARTHEST_TICKS;
    const traded = this.orders.take(side, limit, size, AGENT_OWNER);
    this.afterAgent(side, traded);
    return traded;
  }

  cancelOrder(orderId: number): number {
    this.spendHazard();
    const cancelled = this.orders.cancel(orderId);
    this.afterAgent(BUY, 0);
    return cancelled;
  }

  reduceOrder(orderId: number, size: number): void {
    if (!this.orders.isResting(orderId)) return;
    const resting = this.orders.orderSize(orderId);
    requireWhole('size', size, 0, resting);
    this.spendHazard();
    this.orders.modify(orderId, this.orders.orderPrice(orderId), size);
    this.afterAgent(BUY, 0);
  }

  snapshot(): QueueReactiveState {
    return {
      book: this.orders.snapshot(),
      latent: this.latent.snapshot(),
      metaorders: this.metaorders.snapshot(),
      rng: this.rng.snapshot(),
      numbers: [
        this.clockNs,
        this.settledNs,
        this.hazardNs,
        this.hazardLeft,
        this.excitation,
        this.flowBid,
        this.flowAsk,
        this.lastBid,
        this.lastAsk,
        this.lastDepleted,
        this.events,
        this.trades,
        this.hash[0],
        this.rate,
        this.nextEventNs,
        ...this.cumulated,
      ],
    };
  }

  restore(state: unknown): void {
    const { book, latent, metaorders, rng, numbers } = state as QueueReactiveState;
    this.orders.restore(book);
    this.latent.restore(latent);
    this.metaorders.restore(metaorders);
    this.rng.restore(rng);
    [
      this.clockNs,
      this.settledNs,
      this.hazardNs,
      this.hazardLeft,
      this.excitation,
      this.flowBid,
      this.flowAsk,
      this.lastBid,
      this.lastAsk,
      this.lastDepleted,
      this.events,
      this.trades,
      this.hash[0],
      this.rate,
      this.nextEventNs,
    ] = numbers;
    this.cumulated.set(numbers.slice(-FLOWS));
  }

  /** The book reports here; the agent's fills go on at once, the tape price by price. */
  onExecution(
    makerId: number,
    makerOwner: number,
    makerSide: Side,
    takerId: number,
    takerOwner: number,
    priceTicks: number,
    size: number,
  ): void {
    if (this.listener === null) return;
    const takerSide: Side = makerSide === BUY ? SELL : BUY;
    if (priceTicks !== this.tapePrice) this.flushTape();
    this.tapePrice = priceTicks;
    this.tapeSize += size;
    this.tapeSide = takerSide;
    if (makerOwner === AGENT_OWNER) {
      this.listener.onFill(this.clockNs, makerId, makerSide, priceTicks, size, true);
    } else if (takerOwner === AGENT_OWNER) {
      this.listener.onFill(this.clockNs, takerId, takerSide, priceTicks, size, false);
    }
  }

  private flushTape(): void {
    if (this.tapeSize > 0 && this.listener !== null) {
      this.listener.onTrade(this.clockNs, this.tapeSide, this.tapePrice, this.tapeSize);
    }
    this.tapeSize = 0;
  }

  private step(): void {
    const now = this.nextEventNs;
    const seconds = (now - this.settledNs) * SECONDS_PER_NANOSECOND;
    const businessSeconds = seconds * this.latent.clockRate;
    this.clockNs = now;
    this.settledNs = now;
    this.excitation *= exp(-EXCITATION_DECAY * businessSeconds);
    this.latent.diffuse(seconds, businessSeconds);
    if (now >= this.latent.nextChangeNs) {
      this.spendHazard();
      this.latent.change(now);
    } else {
      this.hazardNs = now;
      this.hazardLeft = this.rng.exponential();
      this.happen();
      this.events++;
      this.hash[0] = Math.imul(this.hash[0] ^ now, 0x9e3779b1);
    }
    this.scheduleNext();
  }

  /** One flow event, drawn by the rates that held since the last one. */
  private happen(): void {
    const { cumulated, orders, rng } = this;
    const draw = rng.uniform() * cumulated[CREATE];
    if (draw < cumulated[ADD_ASK]) {
      if (draw < cumulated[ADD_BID]) this.addAtBest(BUY, this.lastBid);
      else this.addAtBest(SELL, this.lastAsk);
    } else if (draw < cumulated[CANCEL_ASK]) {
      const price = draw < cumulated[CANCEL_BID] ? this.lastBid : this.lastAsk;
      if (this.cancelAt(price)) this.settle(false);
    } else if (draw < cumulated[DEEP_CANCEL]) {
      const offset = 1 + Math.floor(rng.exponential() / DEEP_DECAY);
      if (offset >= this.parameters.levels) return;
      const side: Side = rng.uniform() < 0.5 ? BUY : SELL;
      const price = side === BUY ? this.lastBid - offset : this.lastAsk + offset;
      const queue = orders.sizeAt(price) / this.parameters.referenceQueue;
      if (draw >= cumulated[DEEP_ADD]) {
        if (queue > 0.3 + 1.5 * rng.uniform()) this.cancelAt(price);
      } else if (queue < DEEP_CAP) {
        orders.rest(side, price, this.addSize());
      }
    } else if (draw < cumulated[UNINFORMED]) {
      const side = this.metaorders.nextSide(rng);
      this.trade(side, this.tradeSize(), this.parameters.uninformedSweepProbability);
    } else if (draw < cumulated[INFORMED]) {
      const side: Side = this.mispricing() > 0 ? BUY : SELL;
      const size = Math.floor(INFORMED_SIZE_FACTOR * this.tradeSize());
      this.trade(side, size, this.parameters.informedSweepProbability);
    } else {
      this.create();
    }
  }

  private addAtBest(side: Side, price: number): void {
    this.orders.rest(side, price, this.addSize());
    // The market has joined a price that the agent had alone.
    if (side === BUY && price > this.flowBid) this.raiseBids(price);
    if (side === SELL && price < this.flowAsk) this.lowerAsks(price);
  }

  /** Uniform in the level, but half of the time the newer of two draws. @returns whether one went */
  private cancelAt(price: number): boolean {
    const count = this.orders.marketOrdersAt(price);
    if (count === 0) return false;
    const first = this.rng.below(count);
    const second = this.rng.uniform() < 0.5 ? this.rng.below(count) : first;
    this.orders.cancelMarketOrder(price, first, second);
    return true;
  }

  private trade(side: Side, size: number, sweepProbability: number): void {
    const reach = this.rng.uniform() < sweepProbability ? SWEEP_TICKS : 0;
    const limit = side === BUY ? this.lastAsk + reach : this.lastBid - reach;
    const traded = this.orders.take(side, limit, size, MARKET_OWNER);
    this.trades++;
    this.afterTrade(side, traded);
  }

  /** Somebody narrows a wide spread by a tick. */
  private create(): void {
    const { createMemory, createTether, referenceQueue } = this.parameters;
    const lean = createMemory * this.lastDepleted + createTether * this.mispricing();
    const side: Side = this.rng.uniform() * (1 + exp(-lean)) < 1 ? BUY : SELL;
    const price = side === BUY ? this.lastBid + 1 : this.lastAsk - 1;
    this.fill(side, price, CREATED_SHARE * referenceQueue * this.rng.exponential());
    if (side === BUY) this.raiseBids(price);
    else this.lowerAsks(price);
    this.settle(false);
  }

  private afterTrade(side: Side, traded: number): void {
    this.flushTape();
    this.latent.price += side * this.parameters.impact * traded;
    this.excitation += EXCITATION_PER_TRADE;
    this.settle(true);
  }

  private afterAgent(side: Side, traded: number): void {
    if (traded > 0) this.afterTrade(side, traded);
    else this.settle(false);
    this.scheduleNext();
  }

  /** v − mid, in ticks. */
  private mispricing(): number {
    return this.latent.price - 0.5 * (this.lastBid + this.lastAsk);
  }

  /**
   * After anything that may have moved a best price: keeps `levels` levels on
   * each side, remembers which side emptied, and reports the new mid.
   */
  private settle(byTrade: boolean): void {
    const { orders, lastBid, lastAsk } = this;
    if (orders.bestBid === lastBid && orders.bestAsk === lastAsk) return;
    // An agent who takes back an order that stood alone inside the spread has emptied nothing.
    if (orders.bestBid < lastBid && (byTrade || lastBid <= this.flowBid)) this.lastDepleted = -1;
    if (orders.bestAsk > lastAsk && (byTrade || lastAsk >= this.flowAsk)) this.lastDepleted = 1;
    if (orders.bestBid < this.flowBid) this.lowerBids();
    if (orders.bestAsk > this.flowAsk) this.raiseAsks();
    this.lastBid = orders.bestBid;
    this.lastAsk = orders.bestAsk;
    const before = lastBid + lastAsk;
    const after = this.lastBid + this.lastAsk;
    if (after !== before && this.listener !== null)
      this.listener.onMid(this.clockNs, before, after);
  }

  /** The best bid emptied: step to the next occupied level, and seed as many far ones. */
  private lowerBids(): void {
    const { levels } = this.parameters;
    const lowest = this.flowBid - levels + 1;
    this.flowBid = Math.max(this.orders.bestBid, lowest - 1);
    for (let price = lowest - 1; price > this.flowBid - levels; price--) this.seedLevel(BUY, price);
  }

  private raiseAsks(): void {
    const { levels } = this.parameters;
    const highest = this.flowAsk + levels - 1;
    this.flowAsk = Math.min(this.orders.bestAsk, highest + 1);
    for (let price = highest + 1; price < this.flowAsk + levels; price++) {
      this.seedLevel(SELL, price);
    }
  }

  /** The market has a new best bid: the farthest levels lapse. */
  private raiseBids(price: number): void {
    const { levels } = this.parameters;
    for (let far = this.flowBid - levels + 1; far <= price - levels; far++) {
      this.orders.clearMarketOrders(far);
    }
    this.flowBid = price;
  }

  private lowerAsks(price: number): void {
    const { levels } = this.parameters;
    for (let far = this.flowAsk + levels - 1; far >= price + levels; far--) {
      this.orders.clearMarketOrders(far);
    }
    this.flowAsk = price;
  }

  /** A level's first orders: Gamma(2) contracts. */
  private seedLevel(side: Side, price: number): void {
    const gamma = 0.5 * (this.rng.exponential() + this.rng.exponential());
    this.fill(side, price, DEEP_SEED * this.parameters.referenceQueue * gamma);
  }

  /** At least one order, and on until they hold the target. */
  private fill(side: Side, price: number, target: number): void {
    let size = 0;
    do {
      const added = this.addSize();
      this.orders.rest(side, price, added);
      size += added;
    } while (size < target);
  }

  private addSize(): number {
    const size = 1 + Math.floor(this.rng.exponential() * this.addSizeScale);
    return size < LARGEST_ADD ? size : LARGEST_ADD;
  }

  private tradeSize(): number {
    const { unitTradeProbability, tradeSizeTail, maxTradeSize } = this.parameters;
    if (this.rng.uniform() < unitTradeProbability) return 1;
    // e^(E / α) = U^(−1/α): a Pareto draw.
    const size = Math.floor(2 * exp(this.rng.exponential() / tradeSizeTail));
    return size < maxTradeSize ? size : maxTradeSize;
  }

  /** Uses up the hazard until now; what is left keeps its meaning when the rates change. */
  private spendHazard(): void {
    const seconds = (this.clockNs - this.hazardNs) * SECONDS_PER_NANOSECOND;
    const left = this.hazardLeft - seconds * this.latent.clockRate * this.rate;
    this.hazardLeft = left > 0 ? left : 0;
    this.hazardNs = this.clockNs;
  }

  /** The rates of everything that can happen next, and from them the time of the next event. */
  private scheduleNext(): void {
    const { parameters, orders, cumulated, cancelRates } = this;
    const mispricing = this.mispricing();
    const clipped =
      mispricing > TETHER_CAP ? TETHER_CAP : mispricing < -TETHER_CAP ? -TETHER_CAP : mispricing;
    const up = exp(parameters.tether * clipped);
    const down = 1 / up;
    const bidOrders = orders.marketOrdersAt(this.lastBid);
    const askOrders = orders.marketOrdersAt(this.lastAsk);
    const excess = (mispricing < 0 ? -mispricing : mispricing) - parameters.informedThreshold;
    const informed = excess < parameters.informedCap ? excess : parameters.informedCap;
    const excited = 1 + this.excitation;

    let sum = (cumulated[ADD_BID] = parameters.addRate * up);
    cumulated[ADD_ASK] = sum += parameters.addRate * down;
    cumulated[CANCEL_BID] = sum +=
      cancelRates[bidOrders < MOST_ORDERS ? bidOrders : MOST_ORDERS - 1] * down;
    cumulated[CANCEL_ASK] = sum +=
      cancelRates[askOrders < MOST_ORDERS ? askOrders : MOST_ORDERS - 1] * up;
    cumulated[DEEP_ADD] = sum += parameters.deepAddRate;
    cumulated[DEEP_CANCEL] = sum += parameters.deepCancelRate;
    cumulated[UNINFORMED] = sum += parameters.uninformedRate;
    cumulated[INFORMED] = sum += informed > 0 ? parameters.informedRate * informed : 0;
    // Creation is not excited, so its share shrinks as the rest speeds up.
    if (this.lastAsk - this.lastBid > 1) sum += parameters.createRate / excited;
    cumulated[CREATE] = sum;

    this.rate = sum * excited;
    const wait = this.hazardLeft / (this.rate * this.latent.clockRate);
    const flowNs = this.hazardNs + 1 + Math.floor(wait * NANOSECONDS_PER_SECOND);
    const changeNs = this.latent.nextChangeNs;
    this.nextEventNs = flowNs < changeNs ? flowNs : changeNs;
  }
}

function requireWhole(field: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new InvalidInputError(field, `a whole number from ${low} to ${high}`, value);
  }
}
