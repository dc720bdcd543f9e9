/**
 * Order flow that reacts to the queues of the exchange that it trades on. Best queues grow, shrink
 * and deplete as in the queue-reactive model (Huang, Lehalle and Rosenbaum, JASA 110, 2015; Noble,
 * Rosenbaum and Souilmi, 2026). That model carries no information, so flow here is tethered to an
 * efficient price v (Glosten and Milgrom, J. Fin. Econ. 14, 1985; Kyle, Econometrica 53, 1985):
 * informed traders take what is mispriced, others lean towards v. All adverse selection comes from
 * this; nothing is charged to anybody at random.
 *
 * An agent's orders stand in the same queues and are hit by the same trades. The market's cancels
 * choose among the market's orders only, but everybody reacts to the queue that is there, those
 * orders included: an order moves the price whoever shows it (Cont, Kukanov and Stoikov, "The Price
 * Impact of Order Book Events", J. Financial Econometrics 12, 2014; Hautsch and Huang, "The market
 * impact of a limit order", J. Econ. Dynamics and Control 36, 2012).
 */
import { exp } from '../elementary';
import {
  ADD_ASK,
  ADD_BID,
  CANCEL_ASK,
  CANCEL_BID,
  CREATE,
  DEEP_ADD,
  DEEP_CANCEL,
  FlowRates,
  INFORMED,
  UNINFORMED,
} from './flowRates';
import { LatentState, type LatentSnapshot } from './latentState';
import { JOIN_ASK, JOIN_BID, LEAVE_BID, MakerReactions } from './makerReactions';
import { MetaorderPool, type MetaorderState } from './metaorders';
import type { Exchange } from '../exchange/exchange';
import { ExchangeMarket } from '../exchange/exchangeMarket';
import type { OrderFlow } from '../exchange/orderFlow';
import { OrderSizes } from './orderSizes';
import type { QueueReactiveParameters } from './presets';
import { Rng, type RngState } from '../rng';
import { StandingDepth } from './standingDepth';
import { BUY, MARKET_OWNER, NANOSECONDS_PER_SECOND, SELL, type Side } from '../types';

const SECONDS_PER_NANOSECOND = 1 / NANOSECONDS_PER_SECOND;
/** Nanoseconds that flow runs before a session starts, so that the queues have settled. */
const WARM_UP_NS = 5 * NANOSECONDS_PER_SECOND;

/** Excitation that each trade adds to the rates, and its decay per second. */
const EXCITATION_PER_TRADE = 0.1225;
const EXCITATION_DECAY = 6;
/**
 * Largest excitation. No preset comes near it; parameters of one's own may let trades excite each
 * other without end.
 */
const MOST_EXCITATION = 60;
/** Ticks behind the best at which a sweep stops. */
const SWEEP_TICKS = 2;

/** State that `snapshot` copies; it is structured-cloneable. */
interface QueueReactiveState {
  readonly latent: LatentSnapshot;
  readonly metaorders: MetaorderState;
  readonly rates: Float64Array;
  readonly reactions: Int32Array;
  readonly rng: RngState;
  readonly numbers: readonly number[];
}

class QueueReactiveFlow implements OrderFlow {
  nextEventNs = 0;
  private readonly rng = new Rng(0);
  private readonly metaorders = new MetaorderPool();
  private readonly latent: LatentState;
  private readonly rates: FlowRates;
  private readonly sizes: OrderSizes;
  private readonly reactions: MakerReactions;
  private readonly depth: StandingDepth;

  /**
   * Time until which `hazardLeft` has been used: that of the last event, or of an agent's last act.
   */
  private hazardNs = 0;
  /**
   * The rest of an exponential draw: the next event comes when the rate, summed over time, has used
   * it up.
   */
  private hazardLeft = 0;
  private excitation = 0;

  /** Side that emptied last: +1 for the ask, −1 for the bid, 0 at first. */
  private lastDepleted = 0;

  private events = 0;
  private trades = 0;

  private parameters: QueueReactiveParameters;

  /** @param regimes what the session switches between at random; one stays from start to end */
  constructor(
    private readonly exchange: Exchange,
    regimes: readonly QueueReactiveParameters[],
  ) {
    const [parameters] = regimes;
    this.parameters = parameters;
    this.latent = new LatentState(exchange, this.rng, regimes);
    this.rates = new FlowRates(parameters);
    this.sizes = new OrderSizes(this.rng, parameters);
    this.depth = new StandingDepth(exchange.orders, this.rng, this.sizes, parameters);
    this.reactions = new MakerReactions(exchange.orders, this.rng);
  }

  get efficientPriceTicks(): number {
    return this.latent.price;
  }

  get efficientDriftTicks(): number {
    return this.latent.driftTicks;
  }

  get eventCount(): number {
    return this.events;
  }

  get tradeCount(): number {
    return this.trades;
  }

  reset(seed: number): void {
    const { exchange } = this;
    this.rng.seed(seed);
    exchange.clear(-WARM_UP_NS);
    this.metaorders.reset(this.rng);
    this.hazardNs = exchange.timeNs;
    this.hazardLeft = this.rng.exponential();
    this.excitation = 0;
    this.lastDepleted = 0;
    this.reactions.reset();
    this.latent.reset(exchange.timeNs, this.parameters.openingMidHalfTicks / 2);
    this.followRegime();
    this.depth.open(Math.floor(this.parameters.openingMidHalfTicks / 2));
    exchange.open();
    this.scheduleNext();
    while (this.nextEventNs <= 0) {
      exchange.timeNs = this.nextEventNs;
      this.step();
    }
    exchange.timeNs = 0;
    this.events = 0;
    this.trades = 0;
  }

  beforeAgent(): void {
    this.spendHazard();
  }

  afterAgent(side: Side | null, traded: number): void {
    if (side !== null && traded > 0) this.afterTrade(side, traded);
    else this.settle(false);
    this.scheduleNext();
  }

  snapshot(): QueueReactiveState {
    return {
      latent: this.latent.snapshot(),
      metaorders: this.metaorders.snapshot(),
      rates: this.rates.snapshot(),
      reactions: this.reactions.snapshot(),
      rng: this.rng.snapshot(),
      numbers: [
        this.nextEventNs,
        this.hazardNs,
        this.hazardLeft,
        this.excitation,
        this.depth.bid,
        this.depth.ask,
        this.lastDepleted,
        this.events,
        this.trades,
      ],
    };
  }

  restore(state: unknown): void {
    const { latent, metaorders, rates, reactions, rng, numbers } = state as QueueReactiveState;
    this.latent.restore(latent);
    this.followRegime();
    this.metaorders.restore(metaorders);
    this.rates.restore(rates);
    this.reactions.restore(reactions);
    this.rng.restore(rng);
    [
      this.nextEventNs,
      this.hazardNs,
      this.hazardLeft,
      this.excitation,
      this.depth.bid,
      this.depth.ask,
      this.lastDepleted,
      this.events,
      this.trades,
    ] = numbers;
  }

  step(): void {
    const now = this.exchange.timeNs;
    const { latent } = this;
    latent.advance();
    const fade = EXCITATION_DECAY * latent.businessSeconds;
    // The series gives e^−fade to 1e-8 at the millisecond that mostly lies between events, and
    // positive at any.
    this.excitation /= 1 + fade * (1 + fade * (1 / 2 + fade / 6));
    if (now < latent.nextChangeNs) {
      this.hazardNs = now;
      this.rng.drawExponential();
      this.hazardLeft = this.rng.drawn;
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
    if (flow === ADD_BID) this.addAtBest(BUY, this.exchange.bid);
    else if (flow === ADD_ASK) this.addAtBest(SELL, this.exchange.ask);
    else if (flow === CANCEL_BID) this.cancelAtBest(this.exchange.bid);
    else if (flow === CANCEL_ASK) this.cancelAtBest(this.exchange.ask);
    else if (flow === DEEP_ADD) this.depth.addBehind(this.exchange.bid, this.exchange.ask);
    else if (flow === DEEP_CANCEL) this.depth.cancelBehind(this.exchange.bid, this.exchange.ask);
    else if (flow === UNINFORMED) this.tradeUninformed();
    else if (flow === INFORMED) this.tradeInformed();
    else if (flow === CREATE) this.create();
    else this.react();
  }

  private addAtBest(side: Side, price: number): void {
    this.exchange.orders.rest(side, price, this.sizes.add());
    // The market may have joined a price that the agent had alone.
    if (price > this.depth.bid && price < this.depth.ask) this.depth.improve(side, price);
  }

  private cancelAtBest(price: number): void {
    this.depth.cancelAt(price);
    this.settle(false);
  }

  /** Another maker arrives at a new best queue, or leaves one that is about to go. */
  private react(): void {
    const { exchange } = this;
    const reaction = this.reactions.next();
    if (reaction === JOIN_BID) this.addAtBest(BUY, exchange.bid);
    else if (reaction === JOIN_ASK) this.addAtBest(SELL, exchange.ask);
    else {
      const price = reaction === LEAVE_BID ? exchange.bid : exchange.ask;
      if (exchange.orders.marketOrdersAt(price) > 0) {
        exchange.orders.cancelNewestMarketOrder(price);
        this.settle(false);
      }
    }
  }

  /**
   * Large orders take more readily from the queue that is about to go: one whose turn it is to take
   * from the longer queue may leave the turn to another.
   */
  private uninformedSide(): Side {
    const side = this.metaorders.nextSide(this.rng);
    const { imbalanceTaking } = this.parameters;
    if (imbalanceTaking === 0) return side;
    const { orders, bid, ask } = this.exchange;
    const bidSize = orders.sizeAt(bid);
    const askSize = orders.sizeAt(ask);
    const against = (side * (askSize - bidSize)) / (askSize + bidSize);
    if (this.rng.uniform() >= imbalanceTaking * against) return side;
    return this.metaorders.nextSide(this.rng);
  }

  private tradeUninformed(): void {
    this.rng.drawUniform();
    const isSweep = this.rng.drawn < this.parameters.uninformedSweepProbability;
    this.trade(this.uninformedSide(), this.sizes.uninformedTrade(), isSweep);
  }

  private tradeInformed(): void {
    this.rng.drawUniform();
    const isSweep = this.rng.drawn < this.parameters.informedSweepProbability;
    this.trade(this.mispricing() > 0 ? BUY : SELL, this.sizes.informedTrade(), isSweep);
  }

  private trade(side: Side, size: number, isSweep: boolean): void {
    const reach = isSweep ? SWEEP_TICKS : 0;
    const limit = side === BUY ? this.exchange.ask + reach : this.exchange.bid - reach;
    this.trades++;
    this.afterTrade(side, this.exchange.orders.take(side, limit, size, MARKET_OWNER));
  }

  /** Narrows a wide spread by a tick, more likely from the side that did not just empty. */
  private create(): void {
    const { createMemory, createTether } = this.parameters;
    const lean = createMemory * this.lastDepleted + createTether * this.mispricing();
    if (this.rng.uniform() * (1 + exp(-lean)) < 1) this.depth.create(BUY, this.exchange.bid + 1);
    else this.depth.create(SELL, this.exchange.ask - 1);
    this.settle(false);
  }

  private afterTrade(side: Side, traded: number): void {
    this.exchange.tape.flush();
    const impact = side * this.parameters.impact * traded;
    this.latent.price += impact;
    // Signs of trades have a memory, and queues foretell them: impact is no innovation. It is added
    // here, since a double passed to a call would be allocated.
    this.latent.driftTicks += impact;
    this.excitation = Math.min(MOST_EXCITATION, this.excitation + EXCITATION_PER_TRADE);
    this.settle(true);
    const { bid, ask } = this.exchange;
    this.reactions.fade(side === BUY ? SELL : BUY, bid, ask, this.parameters);
  }

  /** v − mid, in ticks. */
  private mispricing(): number {
    return this.latent.price - 0.5 * (this.exchange.bid + this.exchange.ask);
  }

  /** Follows a best price that may have moved: remembers what emptied and has the mid reported. */
  private settle(byTrade: boolean): void {
    const { exchange, depth, reactions, parameters } = this;
    const { orders, bid, ask } = exchange;
    if (orders.bestBid === bid && orders.bestAsk === ask) return;
    // An agent who takes back an order that stood alone inside the spread has emptied nothing.
    if (orders.bestBid < bid && (byTrade || bid <= depth.bid)) this.lastDepleted = -1;
    if (orders.bestAsk > ask && (byTrade || ask >= depth.ask)) this.lastDepleted = 1;
    depth.retreat();
    exchange.report();
    if (exchange.bid !== bid) reactions.rush(BUY, exchange.bid, parameters);
    if (exchange.ask !== ask) reactions.rush(SELL, exchange.ask, parameters);
  }

  /** Uses up the hazard until now; what is left keeps its meaning when the rates change. */
  private spendHazard(): void {
    const seconds = (this.exchange.timeNs - this.hazardNs) * SECONDS_PER_NANOSECOND;
    const used = seconds * this.latent.clockRate * this.rates.total;
    this.hazardLeft = Math.max(0, this.hazardLeft - used);
    this.hazardNs = this.exchange.timeNs;
  }

  /** Sets the time of the next event or change, at the rates that hold until then. */
  private scheduleNext(): void {
    const { rates, latent } = this;
    const { orders, bid, ask } = this.exchange;
    const bidOrders = orders.marketOrdersAt(bid);
    const askOrders = orders.marketOrdersAt(ask);
    rates.mispricing = this.mispricing();
    rates.excitation = this.excitation;
    const { agentWeight, meanAddSize, reactionSeconds } = this.parameters;
    // Makers react in seconds, rates are per second of business time.
    rates.reactionRate = this.reactions.total / (reactionSeconds * latent.clockRate);
    const ordersPerContract = agentWeight / meanAddSize;
    const bidSeen = (bidOrders + orders.agentSizeAt(bid) * ordersPerContract + 0.5) | 0;
    const askSeen = (askOrders + orders.agentSizeAt(ask) * ordersPerContract + 0.5) | 0;
    rates.update(bidOrders, askOrders, bidSeen, askSeen, ask - bid > 1);
    const seconds = this.hazardLeft / (rates.total * latent.clockRate);
    const flowNs = this.hazardNs + 1 + Math.floor(seconds * NANOSECONDS_PER_SECOND);
    this.nextEventNs = Math.min(flowNs, latent.nextChangeNs);
  }
}

/** A market of this flow alone. @param regimes @see QueueReactiveFlow */
export function queueReactiveMarket(regimes: readonly QueueReactiveParameters[]): ExchangeMarket {
  return new ExchangeMarket((exchange) => new QueueReactiveFlow(exchange, regimes));
}
