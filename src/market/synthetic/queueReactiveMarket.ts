/**
 * Order flow reacts to the queues, on the exchange that it trades on. Best queues
 * grow, shrink and deplete as in the queue-reactive model (Huang, Lehalle and
 * Rosenbaum, JASA 110, 2015; Noble, Rosenbaum and Souilmi, 2026). That model carries
 * no information, so flow here is tethered to an efficient price v (Glosten and
 * Milgrom, J. Fin. Econ. 14, 1985; Kyle, Econometrica 53, 1985): informed traders
 * take what is mispriced, others lean towards v. All adverse selection comes from
 * this; nothing is charged to anybody at random.
 *
 * An agent's orders stand in the same queues and are hit by the same trades. The
 * market's cancels choose among the market's orders only.
 */
import { exp } from '../elementary';
import {
  ADD_ASK,
  ADD_BID,
  CANCEL_ASK,
  CANCEL_BID,
  DEEP_ADD,
  DEEP_CANCEL,
  FlowRates,
  INFORMED,
  UNINFORMED,
} from './flowRates';
import { LatentState, type LatentSnapshot } from './latentState';
import { MetaorderPool, type MetaorderState } from './metaorders';
import { OrderBook, type OrderBookState } from '../book/orderBook';
import { OrderSizes } from './orderSizes';
import type { QueueReactiveParameters } from './presets';
import { Rng, type RngState } from '../rng';
import { StandingDepth } from './standingDepth';
import { Tape } from '../book/tradeTape';
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
} from '../types';
import { FARTHEST_TICKS, MOST_CONTRACTS, requireWhole } from '../validation';

const SECONDS_PER_NANOSECOND = 1 / NANOSECONDS_PER_SECOND;
/** Nanoseconds that flow runs before a session starts, so that the queues have settled. */
const WARM_UP_NS = 5 * NANOSECONDS_PER_SECOND;

/** Excitation that each trade adds to the rates, and its decay per second. */
const EXCITATION_PER_TRADE = 0.1225;
const EXCITATION_DECAY = 6;
/** Ticks behind the best at which a sweep stops. */
const SWEEP_TICKS = 2;

/** State that `snapshot` copies; it is structured-cloneable. */
export interface QueueReactiveState {
  readonly book: OrderBookState;
  readonly latent: LatentSnapshot;
  readonly metaorders: MetaorderState;
  readonly rates: Float64Array;
  readonly rng: RngState;
  readonly numbers: readonly number[];
}

export class QueueReactiveMarket implements MarketSource {
  private readonly tape = new Tape(this);
  private readonly orders = new OrderBook(this.tape);
  private readonly rng = new Rng(0);
  private readonly metaorders = new MetaorderPool();
  private readonly latent: LatentState;
  private readonly rates: FlowRates;
  private readonly sizes: OrderSizes;
  private readonly depth: StandingDepth;

  private clockNs = 0;
  private nextEventNs = 0;
  /**
   * Time until which `hazardLeft` has been used: that of the last event, or of the agent's last
   * act.
   */
  private hazardNs = 0;
  /**
   * The rest of an exponential draw: the next event comes when the rate, summed over
   * time, has used it up.
   */
  private hazardLeft = 0;
  private excitation = 0;

  /** Best prices as they were last reported. */
  private lastBid = 0;
  private lastAsk = 0;
  /** Side that emptied last: +1 for the ask, −1 for the bid, 0 at first. */
  private lastDepleted = 0;

  private events = 0;
  private trades = 0;

  private parameters: QueueReactiveParameters;

  /** @param regimes what the session switches between at random; one stays from start to end */
  constructor(regimes: readonly QueueReactiveParameters[]) {
    const [parameters] = regimes;
    const { levels, referenceQueue } = parameters;
    this.parameters = parameters;
    this.latent = new LatentState(this.rng, regimes);
    this.rates = new FlowRates(parameters);
    this.sizes = new OrderSizes(this.rng, parameters);
    this.depth = new StandingDepth(this.orders, this.rng, this.sizes, levels, referenceQueue);
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

  get efficientDriftTicks(): number {
    return this.latent.driftTicks;
  }

  /** Order-flow events so far; the orders of the agent do not count. */
  get eventCount(): number {
    return this.events;
  }

  /** Trades among the events so far. */
  get tradeCount(): number {
    return this.trades;
  }

  setListener(listener: MarketListener | null): void {
    this.tape.listener = listener;
  }

  reset(seed: number): void {
    const { listener } = this.tape;
    this.tape.listener = null;
    this.rng.seed(seed);
    this.orders.clear();
    this.metaorders.reset(this.rng);
    this.clockNs = -WARM_UP_NS;
    this.hazardNs = this.clockNs;
    this.hazardLeft = this.rng.exponential();
    this.excitation = 0;
    this.lastDepleted = 0;
    this.latent.reset(this.clockNs, this.parameters.openingMidHalfTicks / 2);
    this.followRegime();
    this.depth.open(Math.floor(this.parameters.openingMidHalfTicks / 2));
    this.lastBid = this.orders.bestBid;
    this.lastAsk = this.orders.bestAsk;
    this.scheduleNext();
    this.advanceTo(0);
    this.events = 0;
    this.trades = 0;
    this.tape.listener = listener;
  }

  advanceTo(untilNs: number): void {
    while (this.nextEventNs <= untilNs) this.step();
    if (untilNs > this.clockNs) this.clockNs = untilNs;
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    const middle = Math.floor((this.lastBid + this.lastAsk) / 2);
    requireWhole('size', size, 1, MOST_CONTRACTS);
    requireWhole('priceTicks', priceTicks, middle - FARTHEST_TICKS, middle + FARTHEST_TICKS);
    return this.actAsAgent(side, () => this.orders.submit(side, priceTicks, size, AGENT_OWNER));
  }

  submitMarket(side: Side, size: number): number {
    requireWhole('size', size, 1, MOST_CONTRACTS);
    const limit = side === BUY ? this.lastAsk + FARTHEST_TICKS : this.lastBid - FARTHEST_TICKS;
    return this.actAsAgent(side, () => this.orders.take(side, limit, size, AGENT_OWNER));
  }

  cancelOrder(orderId: number): number {
    return this.actAsAgent(null, () => this.orders.cancel(orderId));
  }

  reduceOrder(orderId: number, size: number): void {
    if (!this.orders.isResting(orderId)) return;
    requireWhole('size', size, 0, this.orders.orderSize(orderId));
    const price = this.orders.orderPrice(orderId);
    this.actAsAgent(null, () => this.orders.modify(orderId, price, size));
  }

  snapshot(): QueueReactiveState {
    return {
      book: this.orders.snapshot(),
      latent: this.latent.snapshot(),
      metaorders: this.metaorders.snapshot(),
      rates: this.rates.snapshot(),
      rng: this.rng.snapshot(),
      numbers: [
        this.clockNs,
        this.nextEventNs,
        this.hazardNs,
        this.hazardLeft,
        this.excitation,
        this.depth.bid,
        this.depth.ask,
        this.lastBid,
        this.lastAsk,
        this.lastDepleted,
        this.events,
        this.trades,
      ],
    };
  }

  restore(state: unknown): void {
    const { book, latent, metaorders, rates, rng, numbers } = state as QueueReactiveState;
    this.orders.restore(book);
    this.latent.restore(latent);
    this.followRegime();
    this.metaorders.restore(metaorders);
    this.rates.restore(rates);
    this.rng.restore(rng);
    [
      this.clockNs,
      this.nextEventNs,
      this.hazardNs,
      this.hazardLeft,
      this.excitation,
      this.depth.bid,
      this.depth.ask,
      this.lastBid,
      this.lastAsk,
      this.lastDepleted,
      this.events,
      this.trades,
    ] = numbers;
  }

  private step(): void {
    const now = this.nextEventNs;
    const { latent } = this;
    this.clockNs = now;
    latent.advanceTo(now);
    const fade = EXCITATION_DECAY * latent.businessSeconds;
    // The series gives e^−fade to 1e-8 at the millisecond that mostly lies between events, and
    // positive at any.
    this.excitation /= 1 + fade * (1 + fade * (1 / 2 + fade / 6));
    if (now < latent.nextChangeNs) {
      this.hazardNs = now;
      this.hazardLeft = this.rng.exponential();
      this.happen(this.rates.pick(this.rng));
      this.events++;
    } else {
      this.spendHazard();
      latent.change(now);
      this.followRegime();
    }
    this.scheduleNext();
  }

  private followRegime(): void {
    if (this.latent.parameters === this.parameters) return;
    this.parameters = this.latent.parameters;
    this.rates.use(this.parameters);
  }

  private happen(flow: number): void {
    if (flow === ADD_BID) this.addAtBest(BUY, this.lastBid);
    else if (flow === ADD_ASK) this.addAtBest(SELL, this.lastAsk);
    else if (flow === CANCEL_BID) this.cancelAtBest(this.lastBid);
    else if (flow === CANCEL_ASK) this.cancelAtBest(this.lastAsk);
    else if (flow === DEEP_ADD) this.depth.addBehind(this.lastBid, this.lastAsk);
    else if (flow === DEEP_CANCEL) this.depth.cancelBehind(this.lastBid, this.lastAsk);
    else if (flow === UNINFORMED) this.tradeUninformed();
    else if (flow === INFORMED) this.tradeInformed();
    else this.create();
  }

  private addAtBest(side: Side, price: number): void {
    this.orders.rest(side, price, this.sizes.add());
    // The market may have joined a price that the agent had alone.
    if (price > this.depth.bid && price < this.depth.ask) this.depth.improve(side, price);
  }

  private cancelAtBest(price: number): void {
    this.depth.cancelAt(price);
    this.settle(false);
  }

  private tradeUninformed(): void {
    const isSweep = this.rng.uniform() < this.parameters.uninformedSweepProbability;
    this.trade(this.metaorders.nextSide(this.rng), this.sizes.uninformedTrade(), isSweep);
  }

  private tradeInformed(): void {
    const isSweep = this.rng.uniform() < this.parameters.informedSweepProbability;
    this.trade(this.mispricing() > 0 ? BUY : SELL, this.sizes.informedTrade(), isSweep);
  }

  private trade(side: Side, size: number, isSweep: boolean): void {
    const reach = isSweep ? SWEEP_TICKS : 0;
    const limit = side === BUY ? this.lastAsk + reach : this.lastBid - reach;
    this.trades++;
    this.afterTrade(side, this.orders.take(side, limit, size, MARKET_OWNER));
  }

  /** Narrows a wide spread by a tick, more likely from the side that did not just empty. */
  private create(): void {
    const { createMemory, createTether } = this.parameters;
    const lean = createMemory * this.lastDepleted + createTether * this.mispricing();
    if (this.rng.uniform() * (1 + exp(-lean)) < 1) this.depth.create(BUY, this.lastBid + 1);
    else this.depth.create(SELL, this.lastAsk - 1);
    this.settle(false);
  }

  private afterTrade(side: Side, traded: number): void {
    this.tape.flush();
    this.latent.price += side * this.parameters.impact * traded;
    this.excitation += EXCITATION_PER_TRADE;
    this.settle(true);
  }

  /**
   * Everything that the agent does to the book happens in here: the waiting time
   * of the next event is used up at the rates so far, and what a trade or a moved
   * best price brings with it follows.
   * @param side of an order that may trade; null when nothing can
   * @returns what `work` returns
   */
  private actAsAgent(side: Side | null, work: () => number): number {
    this.spendHazard();
    const filled = this.orders.contractsFilled;
    const result = work();
    const traded = (this.orders.contractsFilled - filled) / 2;
    if (side !== null && traded > 0) this.afterTrade(side, traded);
    else this.settle(false);
    this.scheduleNext();
    return result;
  }

  /** v − mid, in ticks. */
  private mispricing(): number {
    return this.latent.price - 0.5 * (this.lastBid + this.lastAsk);
  }

  /** Follows a best price that may have moved: remembers what emptied and reports the mid. */
  private settle(byTrade: boolean): void {
    const { orders, depth, lastBid, lastAsk } = this;
    if (orders.bestBid === lastBid && orders.bestAsk === lastAsk) return;
    // An agent who takes back an order that stood alone inside the spread has emptied nothing.
    if (orders.bestBid < lastBid && (byTrade || lastBid <= depth.bid)) this.lastDepleted = -1;
    if (orders.bestAsk > lastAsk && (byTrade || lastAsk >= depth.ask)) this.lastDepleted = 1;
    depth.retreat();
    this.lastBid = orders.bestBid;
    this.lastAsk = orders.bestAsk;
    const before = lastBid + lastAsk;
    const after = this.lastBid + this.lastAsk;
    if (after !== before) this.tape.listener?.onMid(this.clockNs, before, after);
  }

  /** Uses up the hazard until now; what is left keeps its meaning when the rates change. */
  private spendHazard(): void {
    const seconds = (this.clockNs - this.hazardNs) * SECONDS_PER_NANOSECOND;
    const used = seconds * this.latent.clockRate * this.rates.total;
    this.hazardLeft = Math.max(0, this.hazardLeft - used);
    this.hazardNs = this.clockNs;
  }

  /** Sets the time of the next event or change, at the rates that hold until then. */
  private scheduleNext(): void {
    const { orders, rates, latent, lastBid, lastAsk } = this;
    const bidOrders = orders.marketOrdersAt(lastBid);
    const askOrders = orders.marketOrdersAt(lastAsk);
    rates.mispricing = this.mispricing();
    rates.excitation = this.excitation;
    rates.update(bidOrders, askOrders, lastAsk - lastBid > 1);
    const seconds = this.hazardLeft / (rates.total * latent.clockRate);
    const flowNs = this.hazardNs + 1 + Math.floor(seconds * NANOSECONDS_PER_SECOND);
    this.nextEventNs = Math.min(flowNs, latent.nextChangeNs);
  }
}
