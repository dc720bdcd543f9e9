/**
 * The environment, in Gymnasium's terms: one agent quotes both sides of one market. The environment
 * owns time: it shows the agent the book, carries its quotes with latency, and says what the step
 * earned and why. Not here: how actions map to prices (actionMap.ts), how equity splits into terms
 * (reward.ts), or anything random (the market's stream is the market's; only latency jitter is
 * drawn).
 *
 * Results are reused: `reset` and `step` return the same object every time, with the
 * same arrays in it. Copy what has to outlive the next call.
 */
import { BUY, NANOSECONDS_PER_SECOND, SELL, type MarketSource } from '../market/types';
import { quotesFromAction, type QuotePair } from './actionMap';
import type { EnvConfig } from './config';
import { MarketSignals, type SignalsState } from './marketSignals';
import { ObservationWriter, type AgentState } from './observation';
import { observationLayout, type ObservationLayout } from './observationLayout';
import { QuoteGateway, type GatewayState } from './quoteGateway';
import { limitQuotes, spreadPenalty } from './quoteLimits';
import { weightedReward } from './reward';
import { StepRecorder, type RecorderState } from './stepRecorder';
import {
  Decision,
  emptyInfo,
  emptyQuote,
  emptyResult,
  type EnvInfo,
  type QuoteStatus,
  type ResetResult,
  type StepResult,
} from './stepResult';
import { ADVERSE_HORIZONS_SECONDS, type DecisionContext, type RewardWeights } from './types';

/**
 * Most orders sent, one interval apart, to flatten a position that the book cannot absorb at once.
 */
const MAX_FLATTEN_ORDERS = 1000;

export type { QuoteStatus, ResetResult, StepResult } from './stepResult';

export class MarketMakingEnv {
  readonly layout: ObservationLayout;
  /** The agent's fills of the last step. */
  readonly fills: StepRecorder['fills'];
  /** [3] adverseSelection of the last step in dollars, per horizon of ADVERSE_HORIZONS_SECONDS. */
  readonly adverseTerms = new Float64Array(ADVERSE_HORIZONS_SECONDS.length);
  /**
   * The part of the last step's price move, in ticks, that nobody could have
   * predicted: the change of the latent efficient price less its trend. What is left is
   * a martingale difference and the mid follows the price, so Σ inventory·innovation
   * has mean zero under every policy: taking it off a return removes noise and leaves
   * the expected return alone. (The memory of trade signs, whose impact moves the price,
   * is a small predictable rest.) Where a market has no efficient price, the mid's change.
   */
  midInnovationTicks = 0;
  /** The change of the efficient price over the last step that its trend made, in ticks. */
  midDriftTicks = 0;

  private readonly gateway: QuoteGateway;
  private readonly signals: MarketSignals;
  private readonly recorder: StepRecorder;
  private readonly writer: ObservationWriter;
  private readonly decision: Decision;
  private readonly quotes: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  private readonly bidStatus = emptyQuote();
  private readonly askStatus = emptyQuote();
  private readonly agentState: { -readonly [Key in keyof AgentState]: AgentState[Key] };
  private readonly info = emptyInfo();
  private readonly resetResult: ResetResult;
  private readonly result: StepResult;
  private readonly intervalNs: number;
  private readonly dollarsPerUnit: number;
  private startNs = 0;
  private nowNs = 0;
  private active = false;

  /**
   * @param observation where to write observations, [layout.length]; its own array by default
   */
  constructor(
    readonly market: MarketSource,
    readonly config: EnvConfig,
    private weights: RewardWeights,
    observation: Float32Array = new Float32Array(observationLayout(config.observation).length),
  ) {
    this.gateway = new QuoteGateway(market, config);
    this.signals = new MarketSignals(config.decisionIntervalSeconds);
    this.recorder = new StepRecorder(this.gateway, this.signals);
    this.fills = this.recorder.fills;
    this.writer = new ObservationWriter(config, observation);
    this.layout = this.writer.layout;
    this.decision = new Decision(observation, market.book, config.maxInventory);
    this.agentState = {
      position: 0,
      unrealisedHalfTicks: 0,
      secondsSinceFill: 0,
      timeLeftShare: 1,
      bid: this.gateway.bid,
      ask: this.gateway.ask,
    };
    this.resetResult = { observation, info: this.info };
    this.result = emptyResult(observation, this.info);
    this.intervalNs = Math.round(config.decisionIntervalSeconds * NANOSECONDS_PER_SECOND);
    this.dollarsPerUnit = config.tickValueDollars / 2;
  }

  /** Starts an episode. The same seed gives the same market and the same latencies. */
  reset({ seed }: { readonly seed: number }): ResetResult {
    const { market, signals, recorder, info } = this;
    market.setListener(null);
    market.reset(seed);
    market.setListener(recorder);
    this.startNs = market.timeNs;
    this.nowNs = market.timeNs;
    this.gateway.reset(seed);
    signals.reset(market.book);
    recorder.reset(market.timeNs, market.book.midHalfTicks);
    info.seed = seed;
    info.step = 0;
    this.midInnovationTicks = 0;
    this.midDriftTicks = 0;
    this.adverseTerms.fill(0);
    this.result.reward = 0;
    this.result.rewardTerms.fill(0);
    this.result.terminated = false;
    this.result.truncated = false;
    this.active = true;
    this.refresh();
    this.writer.writeFirst(market.book, signals, this.agentState);
    return this.resetResult;
  }

  /**
   * Takes one decision: sends the quotes, runs the market to the next decision, and
   * flattens the position after the last one if so configured.
   * @param action five numbers in the units of ACTION; clamped into the action box
   * @throws Error after the end of an episode or before the first reset
   * @throws InvalidInputError when a dimension of the action is not a number
   */
  step(action: ArrayLike<number>): StepResult {
    if (!this.active) throw new Error('step: the episode is over, call reset first');
    const { config, market, recorder, gateway, result, info } = this;
    const { quotes } = this;
    quotesFromAction(action, recorder.midHalfTicks, config.maxOrderSize, quotes);
    limitQuotes(quotes, recorder.account.position, config, market.book);
    const penalty = spreadPenalty(quotes, market.book);
    const efficientBefore = market.efficientPriceTicks;
    const driftBefore = market.efficientDriftTicks;
    const midBefore = recorder.midHalfTicks;
    recorder.beginStep();
    gateway.send(this.nowNs, quotes);
    this.nowNs = this.startNs + (info.step + 1) * this.intervalNs;
    this.run(this.nowNs);
    info.step++;

    const { position } = recorder.account;
    result.terminated =
      Math.abs(position) > config.maxInventory || this.equityDollars < -config.maxLossDollars;
    result.truncated = !result.terminated && info.step >= config.episodeLength;
    if (result.terminated || result.truncated) {
      this.active = false;
      if (config.flattenAtEnd) this.flatten();
    }
    const efficientMove = market.efficientPriceTicks - efficientBefore;
    const isUnknown = Number.isNaN(efficientMove);
    this.midDriftTicks = isUnknown ? 0 : market.efficientDriftTicks - driftBefore;
    this.midInnovationTicks = isUnknown
      ? (recorder.midHalfTicks - midBefore) / 2
      : efficientMove - this.midDriftTicks;
    this.writeReward(penalty);
    this.signals.update(market.book);
    this.refresh();
    this.writer.writeNext(market.book, this.signals, this.agentState);
    return result;
  }

  /** Sets the weights of the rewards from the next step on. */
  setWeights(weights: RewardWeights): void {
    this.weights = weights;
  }

  /** The view that an agent decides on now, in the same object before every decision. */
  get context(): DecisionContext {
    return this.decision;
  }

  /** Whether the episode still runs. */
  get isActive(): boolean {
    return this.active;
  }

  /** Position in signed contracts. */
  get inventory(): number {
    return this.recorder.account.position;
  }

  /** Average entry price in ticks; NaN without a position. */
  get averageEntryTicks(): number {
    return this.recorder.account.averageEntryTicks;
  }

  get midTicks(): number {
    return this.recorder.midHalfTicks / 2;
  }

  /** Profit of closed contracts, before fees. */
  get realisedDollars(): number {
    return this.recorder.account.realisedHalfTicks * this.dollarsPerUnit;
  }

  /** Profit of the open position at the mid, before fees. */
  get unrealisedDollars(): number {
    const { account, midHalfTicks } = this.recorder;
    return account.unrealisedHalfTicks(midHalfTicks) * this.dollarsPerUnit;
  }

  /** Fees paid so far; negative when rebates outweigh them. */
  get feesDollars(): number {
    const { makerFeeDollars, takerFeeDollars } = this.config;
    return this.recorder.account.feesDollars(makerFeeDollars, takerFeeDollars);
  }

  /** Cash + position·mid − fees since the reset. */
  get equityDollars(): number {
    const { account, midHalfTicks } = this.recorder;
    return account.equityHalfTicks(midHalfTicks) * this.dollarsPerUnit - this.feesDollars;
  }

  /** The agent's resting bid, in the same object every time. */
  get bidQuote(): Readonly<QuoteStatus> {
    return this.readStatus(this.gateway.bid, this.bidStatus);
  }

  /** The agent's resting ask, in the same object every time. */
  get askQuote(): Readonly<QuoteStatus> {
    return this.readStatus(this.gateway.ask, this.askStatus);
  }

  /**
   * The attribution of the last step in whole half-ticks × contracts: spreadCapture,
   * adverseSelection and inventoryPnl per horizon, before conversion to dollars.
   */
  get attribution(): StepRecorder['attribution'] {
    return this.recorder.attribution;
  }

  /** Account in integers: position, cash, contracts by fee. */
  get account(): Readonly<StepRecorder['account']> {
    return this.recorder.account;
  }

  /** Contracts of everybody's trades since the reset, the agent's included. */
  get marketContracts(): number {
    return this.recorder.marketContracts;
  }

  /** A structured-cloneable copy of the whole episode, market included, between two steps. */
  snapshot(): EnvState {
    const { reward, rewardTerms, terminated, truncated, observation } = this.result;
    return {
      market: this.market.snapshot(),
      gateway: this.gateway.snapshot(),
      signals: this.signals.snapshot(),
      recorder: this.recorder.snapshot(),
      info: { ...this.info },
      observation: observation.slice(),
      result: { reward, terminated, truncated, rewardTerms: rewardTerms.slice() },
      adverseTerms: this.adverseTerms.slice(),
      midInnovationTicks: this.midInnovationTicks,
      midDriftTicks: this.midDriftTicks,
      startNs: this.startNs,
      nowNs: this.nowNs,
      active: this.active,
    };
  }

  /**
   * Goes back, or on in another environment of the same config: what follows is
   * bit for bit what would have followed. The agent keeps its own state.
   */
  restore(state: EnvState): void {
    const { result, recorder } = this;
    this.market.restore(state.market);
    this.market.setListener(recorder);
    this.gateway.restore(state.gateway);
    this.signals.restore(state.signals);
    recorder.restore(state.recorder);
    Object.assign(this.info, state.info);
    result.observation.set(state.observation);
    result.rewardTerms.set(state.result.rewardTerms);
    result.reward = state.result.reward;
    result.terminated = state.result.terminated;
    result.truncated = state.result.truncated;
    this.adverseTerms.set(state.adverseTerms);
    this.midInnovationTicks = state.midInnovationTicks;
    this.midDriftTicks = state.midDriftTicks;
    this.startNs = state.startNs;
    this.nowNs = state.nowNs;
    this.active = state.active;
    this.refresh();
  }

  private run(untilNs: number): void {
    const { market, gateway } = this;
    while (gateway.nextArrivalNs <= untilNs) {
      market.advanceTo(gateway.nextArrivalNs);
      gateway.deliver();
    }
    market.advanceTo(untilNs);
  }

  /**
   * Cancels everything and takes the position out, both after the latency, while
   * resting quotes can still fill. What the book cannot absorb goes out one
   * interval later, and after MAX_FLATTEN_ORDERS of them is left marked at mid.
   */
  private flatten(): void {
    const { market, gateway, recorder } = this;
    this.nowNs = gateway.arrival(this.nowNs);
    this.run(this.nowNs);
    gateway.cancelAll();
    for (let order = 0; order < MAX_FLATTEN_ORDERS; order++) {
      const { position } = recorder.account;
      if (position === 0) return;
      market.submitMarket(position > 0 ? SELL : BUY, Math.abs(position));
      if (recorder.account.position === 0) return;
      this.nowNs += this.intervalNs;
      market.advanceTo(this.nowNs);
    }
  }

  private writeReward(penalty: number): void {
    const { config, recorder, result, adverseTerms, weights } = this;
    recorder.writeTerms(config, penalty, result.rewardTerms, adverseTerms);
    result.reward = weightedReward(result.rewardTerms, weights);
  }

  /** Brings everything that is read between steps up to date. */
  private refresh(): void {
    const { config, decision, info, market, recorder, signals, agentState } = this;
    const { account, midHalfTicks } = recorder;
    const elapsed = (this.nowNs - this.startNs) / NANOSECONDS_PER_SECOND;
    const stepsLeft = Math.max(0, config.episodeLength - info.step);
    agentState.position = account.position;
    agentState.unrealisedHalfTicks = account.unrealisedHalfTicks(midHalfTicks);
    agentState.secondsSinceFill = (this.nowNs - recorder.lastFillNs) / NANOSECONDS_PER_SECOND;
    agentState.timeLeftShare = stepsLeft / config.episodeLength;
    decision.step = info.step;
    decision.timeSeconds = elapsed;
    decision.timeLeftSeconds = stepsLeft * config.decisionIntervalSeconds;
    decision.midTicks = midHalfTicks / 2;
    decision.inventory = account.position;
    decision.imbalance = signals.imbalance;
    decision.micropriceMinusMidTicks = signals.micropriceMinusMid;
    decision.volatilityTicks = signals.volatility;
    info.timeSeconds = elapsed;
    info.efficientPriceTicks = market.efficientPriceTicks;
    info.midTicks = midHalfTicks / 2;
    info.inventory = account.position;
    info.equityDollars = this.equityDollars;
  }

  private readStatus(quote: QuoteGateway['bid'], out: QuoteStatus): QuoteStatus {
    if (quote.size === 0) return Object.assign(out, emptyQuote());
    const { book } = this.market;
    out.price = quote.priceTicks;
    out.size = quote.size;
    out.ahead = book.quantityAhead(quote.orderId);
    out.levelSize = book.sizeAt(quote.priceTicks);
    return out;
  }
}

export interface EnvState {
  readonly market: unknown;
  readonly gateway: GatewayState;
  readonly signals: SignalsState;
  readonly recorder: RecorderState;
  readonly info: Readonly<EnvInfo>;
  readonly observation: Float32Array;
  readonly result: Readonly<Omit<StepResult, 'observation' | 'info'>>;
  readonly adverseTerms: Float64Array;
  readonly midInnovationTicks: number;
  readonly midDriftTicks: number;
  readonly startNs: number;
  readonly nowNs: number;
  readonly active: boolean;
}
