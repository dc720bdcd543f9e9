/**
 * What the environment hears from the market during a step, passed on to the
 * account, the reward attribution, the fill log and the signals. It keeps the
 * mid as reported, so that a fill is valued at the mid just before its event.
 */
import type { MarketListener, Side } from '../market/types';
import { Account } from './accounting';
import { FillLog } from './fillLog';
import type { MarketSignals } from './marketSignals';
import type { QuoteGateway } from './quoteGateway';
import { RewardAttribution } from './reward';

export class StepRecorder implements MarketListener {
  readonly account = new Account();
  readonly attribution = new RewardAttribution();
  readonly fills = new FillLog();
  midHalfTicks = 0;
  /** Of the agent's last fill; the start of the episode before the first. */
  lastFillNs = 0;
  /** The public tape's newest print; NaN before the first. */
  lastTradeNs = Number.NaN;
  lastTradeTicks = Number.NaN;

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
    this.lastTradeNs = Number.NaN;
    this.lastTradeTicks = Number.NaN;
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

  onTrade(timeNs: number, aggressor: Side, priceTicks: number, size: number): void {
    this.lastTradeNs = timeNs;
    this.lastTradeTicks = priceTicks;
    this.signals.onTrade(aggressor, size);
  }
}
