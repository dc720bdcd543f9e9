/**
 * The recorder passes on what the environment hears from the market during a step: to the account,
 * the reward attribution, the fill log and the signals. It keeps the mid as reported, so that a
 * fill is valued at the mid just before its event.
 */
import type { MarketListener, Side } from '../market/types';
import type { EnvConfig } from './config';
import { Account, type AccountState } from './accounting';
import { FillLog, type FillLogState } from './fillLog';
import type { MarketSignals } from './marketSignals';
import type { QuoteGateway } from './quoteGateway';
import { RewardAttribution, type AttributionState } from './reward';
import { ADVERSE_HORIZONS_SECONDS, TERM } from './types';

export class StepRecorder implements MarketListener {
  readonly account = new Account();
  readonly attribution = new RewardAttribution();
  readonly fills = new FillLog();
  midHalfTicks = 0;
  /** Time of the agent's last fill; the start of the episode before the first. */
  lastFillNs = 0;
  /** Contracts of everybody's trades since the start of the episode, the agent's included. */
  marketContracts = 0;

  constructor(
    private readonly gateway: QuoteGateway,
    private readonly signals: MarketSignals,
  ) {}

  reset(timeNs: number, midHalfTicks: number): void {
    this.account.reset();
    this.attribution.reset();
    this.fills.clear();
    this.midHalfTicks = midHalfTicks;
    this.lastFillNs = timeNs;
    this.marketContracts = 0;
  }

  beginStep(): void {
    this.attribution.beginStep();
    this.fills.clear();
  }

  onFill(
    timeNs: number,
    orderId: number,
    side: Side,
    priceTicks: number,
    size: number,
    isMaker: boolean,
  ): void {
    this.gateway.onFill(side, size, isMaker);
    this.account.fill(side, priceTicks, size, isMaker);
    this.attribution.onFill(timeNs, side, priceTicks, size, this.midHalfTicks);
    this.fills.add(timeNs, orderId, side, priceTicks, size, this.midHalfTicks / 2, isMaker);
    this.lastFillNs = timeNs;
  }

  onMid(timeNs: number, beforeHalfTicks: number, afterHalfTicks: number): void {
    this.attribution.onMid(timeNs, afterHalfTicks - beforeHalfTicks, this.account.position);
    this.midHalfTicks = afterHalfTicks;
  }

  onTrade(_timeNs: number, aggressor: Side, _priceTicks: number, size: number): void {
    this.signals.onTrade(aggressor, size);
    this.marketContracts += size;
  }

  /**
   * The step's unweighted terms.
   * @param terms [6] overwritten, in the order of REWARD_TERMS; the first four in dollars
   * @param adverseTerms [3] overwritten: adverseSelection in dollars, per horizon
   */
  writeTerms(
    config: EnvConfig,
    spreadPenalty: number,
    terms: Float64Array,
    adverseTerms: Float64Array,
  ): void {
    const { attribution, account, fills } = this;
    const dollars = config.tickValueDollars / 2;
    let horizon = 0;
    for (let h = 0; h < adverseTerms.length; h++) {
      adverseTerms[h] = attribution.adverseSelection[h] * dollars;
      if (ADVERSE_HORIZONS_SECONDS[h] === config.adverseHorizonSeconds) horizon = h;
    }
    let fees = 0;
    for (let i = 0; i < fills.count; i++) {
      const fee = fills.isMaker[i] === 1 ? config.makerFeeDollars : config.takerFeeDollars;
      fees += fee * fills.size[i];
    }
    const share = account.position / config.maxInventory;
    terms[TERM.spreadCapture] = attribution.spreadCapture * dollars;
    terms[TERM.adverseSelection] = adverseTerms[horizon];
    terms[TERM.inventoryPnl] = attribution.inventoryPnl(horizon) * dollars;
    // 0 − x rather than −x: a quiet step has no negative zeros.
    terms[TERM.fees] = 0 - fees;
    terms[TERM.inventoryPenalty] = 0 - share * share;
    terms[TERM.spreadPenalty] = spreadPenalty;
  }

  snapshot(): RecorderState {
    const { midHalfTicks, lastFillNs, marketContracts } = this;
    return {
      account: this.account.snapshot(),
      attribution: this.attribution.snapshot(),
      fills: this.fills.snapshot(),
      times: { midHalfTicks, lastFillNs, marketContracts },
    };
  }

  restore(state: RecorderState): void {
    this.account.restore(state.account);
    this.attribution.restore(state.attribution);
    this.fills.restore(state.fills);
    Object.assign(this, state.times);
  }
}

export interface RecorderState {
  readonly account: AccountState;
  readonly attribution: AttributionState;
  readonly fills: FillLogState;
  readonly times: {
    readonly midHalfTicks: number;
    readonly lastFillNs: number;
    readonly marketContracts: number;
  };
}
