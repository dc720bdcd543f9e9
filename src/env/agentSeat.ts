/**
 * One agent in one market: its quotes under way, its account, its observation and what each step
 * earned and why. A seat starts nothing: arenaEnv.ts runs the market for everybody who sits in it.
 * Not here: how actions map to prices (actionMap.ts), how equity splits into terms (reward.ts), or
 * anything random (the market's stream is the market's; only latency jitter is drawn).
 *
 * Results are reused: the same object every time, with the same arrays in it. Copy what has to
 * outlive the next step.
 */
import {
  AGENT_OWNER,
  NANOSECONDS_PER_SECOND,
  type MarketSeat,
  type MarketSource,
} from '../market/types';
import { checkWeights } from './checkWeights';
import { quotesFromAction, type QuotePair } from './actionMap';
import type { EnvConfig } from './config';
import { Flattening, type FlatteningState } from './flattening';
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
  type StepResult,
} from './stepResult';
import { ADVERSE_HORIZONS_SECONDS, type DecisionContext, type RewardWeights } from './types';

export class AgentSeat {
  readonly layout: ObservationLayout;
  /** The agent's fills of the last step. */
  readonly fills: StepRecorder['fills'];
  /** [3] adverseSelection of the last step in dollars, per horizon of ADVERSE_HORIZONS_SECONDS. */
  readonly adverseTerms = new Float64Array(ADVERSE_HORIZONS_SECONDS.length);
  /**
   * The part of the last step's price move, in ticks, that nobody could have predicted: the change
   * of the latent efficient price less its trend. What is left is a martingale difference and the
   * mid follows the price, so Σ inventory·innovation has mean zero under every policy: taking it
   * off a return removes noise and leaves the expected return alone. (The memory of trade signs,
   * whose impact moves the price, is a small predictable rest.) Where a market has no efficient
   * price, the mid's change. On a recording that counts as trend instead: it may have been
   * predictable, and taking it off would punish whoever predicted it.
   */
  midInnovationTicks = 0;
  /** The change of the efficient price over the last step that its trend made, in ticks. */
  midDriftTicks = 0;

  private readonly gateway: QuoteGateway;
  private readonly signals: MarketSignals;
  private readonly recorder: StepRecorder;
  private readonly flattening: Flattening;
  private readonly writer: ObservationWriter;
  private readonly decision: Decision;
  private readonly quotes: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  private readonly bidStatus = emptyQuote();
  private readonly askStatus = emptyQuote();
  private readonly agentState: { -readonly [Key in keyof AgentState]: AgentState[Key] };
  private readonly info = emptyInfo();
  private readonly stepResult: StepResult;
  private readonly intervalNs: number;
  private readonly dollarsPerUnit: number;
  private readonly place: MarketSeat;
  private startNs = 0;
  private nowNs = 0;
  private active = false;
  private inStep = false;
  private penalty = 0;
  /** Mid, efficient price and its trend as the step began. */
  private midBefore = 0;
  private efficientBefore = 0;
  private driftBefore = 0;

  /**
   * @param owner of its orders, from 1 to MOST_SEATS
   * @param observation where to write observations, [layout.length]; its own array by default
   * @throws InvalidInputError for weights that `setWeights` refuses
   */
  constructor(
    readonly market: MarketSource,
    readonly config: EnvConfig,
    weights: RewardWeights,
    observation: Float32Array = new Float32Array(observationLayout(config.observation).length),
    readonly owner: number = AGENT_OWNER,
  ) {
    this.place = owner === AGENT_OWNER ? market : market.seat(owner);
    this.gateway = new QuoteGateway(market, config, owner);
    this.signals = new MarketSignals(config.decisionIntervalSeconds);
    this.recorder = new StepRecorder(this.gateway, this.signals);
    this.fills = this.recorder.fills;
    this.writer = new ObservationWriter(config, observation);
    this.layout = this.writer.layout;
    this.decision = new Decision(
      observation,
      market.book,
      config.maxInventory,
      checkWeights(weights),
    );
    this.agentState = {
      position: 0,
      unrealisedHalfTicks: 0,
      secondsSinceFill: 0,
      timeLeftShare: 1,
      bid: this.gateway.bid,
      ask: this.gateway.ask,
    };
    this.stepResult = emptyResult(observation, this.info);
    this.intervalNs = Math.round(config.decisionIntervalSeconds * NANOSECONDS_PER_SECOND);
    this.dollarsPerUnit = config.tickValueDollars / 2;
    const { account } = this.recorder;
    this.flattening = new Flattening(this.place, this.gateway, account, this.intervalNs);
  }

  /** Takes part in a session that the market has just begun. @param seed of its latencies */
  open(seed: number): void {
    const { market, place, signals, recorder, info, stepResult } = this;
    place.setListener(recorder);
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
    stepResult.reward = 0;
    stepResult.rewardTerms.fill(0);
    stepResult.terminated = false;
    stepResult.truncated = false;
    this.active = true;
    this.inStep = false;
    this.flattening.reset();
    this.refresh();
    this.writer.writeFirst(market.book, signals, this.agentState);
  }

  /** Begins a step. A seat whose episode is over takes part until its position is flat. */
  beginStep(): void {
    this.inStep = true;
    const { market, recorder } = this;
    this.efficientBefore = market.efficientPriceTicks;
    this.driftBefore = market.efficientDriftTicks;
    this.midBefore = recorder.midHalfTicks;
    this.penalty = 0;
    recorder.beginStep();
  }

  /**
   * Sends the quotes of a decision.
   * @param action five numbers in the units of ACTION; clamped into the action box
   * @throws InvalidInputError when a dimension of the action is not a number
   */
  send(action: ArrayLike<number>): void {
    const { config, market, recorder, gateway, quotes } = this;
    quotesFromAction(action, recorder.midHalfTicks, config.maxOrderSize, quotes);
    limitQuotes(quotes, recorder.account.position, config, market.book);
    this.penalty = spreadPenalty(quotes, market.book);
    gateway.send(this.nowNs, quotes);
  }

  /** Time at which its next message reaches the market; Infinity when none is under way. */
  get nextArrivalNs(): number {
    return Math.min(this.gateway.nextArrivalNs, this.flattening.nextNs);
  }

  /** Executes its next message; the market's clock is at its arrival. */
  deliver(): void {
    const { gateway, flattening } = this;
    if (gateway.nextArrivalNs <= flattening.nextNs) {
      gateway.deliver();
    } else {
      this.nowNs = flattening.nextNs;
      flattening.deliver();
    }
  }

  /** Takes note that the next decision is due, and ends the episode where it has to end. */
  arrive(): void {
    const { config, info, recorder, stepResult } = this;
    info.step++;
    this.nowNs = this.startNs + info.step * this.intervalNs;
    stepResult.terminated =
      Math.abs(recorder.account.position) > config.maxInventory ||
      this.equityDollars < -config.maxLossDollars;
    const isOver = info.step >= config.episodeLength || this.market.isInterrupted === true;
    stepResult.truncated = !stepResult.terminated && isOver;
    if (!stepResult.terminated && !stepResult.truncated) return;
    this.active = false;
    if (config.flattenAtEnd) this.flattening.send(this.nowNs);
  }

  /** Ends a step: says what it earned and shows the book as it is now. */
  endStep(): StepResult {
    this.inStep = false;
    const { config, market, recorder, stepResult } = this;
    const efficientMove = market.efficientPriceTicks - this.efficientBefore;
    const midMove = (recorder.midHalfTicks - this.midBefore) / 2;
    const isUnknown = Number.isNaN(efficientMove);
    this.midDriftTicks = isUnknown ? 0 : market.efficientDriftTicks - this.driftBefore;
    if (market.isRecorded === true) this.midDriftTicks = midMove;
    this.midInnovationTicks = (isUnknown ? midMove : efficientMove) - this.midDriftTicks;
    recorder.writeTerms(config, this.penalty, stepResult.rewardTerms, this.adverseTerms);
    stepResult.reward = weightedReward(stepResult.rewardTerms, this.decision.weights);
    this.signals.update(market.book);
    this.refresh();
    this.writer.writeNext(market.book, this.signals, this.agentState);
    return stepResult;
  }

  /** Time of the decision after the one that is due. */
  get nextDecisionNs(): number {
    return this.startNs + (this.info.step + 1) * this.intervalNs;
  }

  /** Result of the last step. */
  get result(): StepResult {
    return this.stepResult;
  }

  /**
   * Sets the weights of the rewards from the next step on, and tells the next decision of them.
   * @param weights dollars, or multiples of terms in dollars, from -1000 to 1000
   * @throws InvalidInputError naming the first weight that is missing, unknown, no number or out of
   *   range; the weights before it stay
   */
  setWeights(weights: RewardWeights): void {
    this.decision.weights = checkWeights(weights);
  }

  /** The view that an agent decides on now, in the same object before every decision. */
  get context(): DecisionContext {
    return this.decision;
  }

  /** Whether the episode still runs. */
  get isActive(): boolean {
    return this.active;
  }

  /** Whether a step has begun and not ended. */
  get isInStep(): boolean {
    return this.inStep;
  }

  /** Whether the episode is over and the position is still being traded out. */
  get isFlattening(): boolean {
    return this.flattening.nextNs !== Infinity;
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

  /** A structured-cloneable copy between two steps, of everything but the market. */
  snapshotSeat(): SeatState {
    const { reward, rewardTerms, terminated, truncated, observation } = this.stepResult;
    return {
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
      flattening: this.flattening.snapshot(),
    };
  }

  /** Goes back to a copy; the market has gone back already. */
  restoreSeat(state: SeatState): void {
    const { stepResult, recorder } = this;
    this.place.setListener(recorder);
    this.gateway.restore(state.gateway);
    this.signals.restore(state.signals);
    recorder.restore(state.recorder);
    Object.assign(this.info, state.info);
    stepResult.observation.set(state.observation);
    stepResult.rewardTerms.set(state.result.rewardTerms);
    stepResult.reward = state.result.reward;
    stepResult.terminated = state.result.terminated;
    stepResult.truncated = state.result.truncated;
    this.adverseTerms.set(state.adverseTerms);
    this.midInnovationTicks = state.midInnovationTicks;
    this.midDriftTicks = state.midDriftTicks;
    this.startNs = state.startNs;
    this.nowNs = state.nowNs;
    this.active = state.active;
    this.flattening.restore(state.flattening);
    this.refresh();
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

/** State that `snapshotSeat` copies; it is structured-cloneable. */
export interface SeatState {
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
  readonly flattening: FlatteningState;
}
