/** Listens to an episode and adds up its metrics; reused from episode to episode. */
import type { Agent } from '../agents/agent';
import type { EpisodeListener } from '../agents/episode';
import { quotesFromAction } from '../env/actionMap';
import type { MarketMakingEnv, StepResult } from '../env/marketMakingEnv';
import { ADVERSE_HORIZONS_SECONDS, REWARD_TERM_COUNT, TERM } from '../env/types';
import { NANOSECONDS_PER_SECOND } from '../market/types';
import type { EpisodeMetrics } from './metrics';
import { quantile } from './statistics';

export class EpisodeMeter implements EpisodeListener {
  private readonly terms = new Float64Array(REWARD_TERM_COUNT);
  private readonly adverse = new Float64Array(ADVERSE_HORIZONS_SECONDS.length);
  private readonly quotes = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  private readonly absInventory: Float64Array;
  private seed = 0;
  private steps = 0;
  private weighted = 0;
  private profit = 0;
  private highest = 0;
  private drawdown = 0;
  private inventorySum = 0;
  private contracts = 0;
  private marketContracts = 0;
  private queueShare: number | undefined;
  private queueExponent: number | undefined;
  private startNs: number | undefined;
  private seconds = 0;
  private sidesQuoted = 0;
  private sidesFilled = 0;
  private spreadSum = 0;
  private spreadSteps = 0;
  private tickValueDollars = 1;

  /** @param episodeLength steps of the longest episode to come */
  constructor(episodeLength: number) {
    this.absInventory = new Float64Array(episodeLength);
  }

  onStart(env: MarketMakingEnv, _agent: Agent): void {
    this.terms.fill(0);
    this.adverse.fill(0);
    this.steps = 0;
    this.weighted = 0;
    this.profit = 0;
    this.highest = 0;
    this.drawdown = 0;
    this.inventorySum = 0;
    this.contracts = 0;
    this.marketContracts = 0;
    this.seconds = 0;
    this.sidesQuoted = 0;
    this.sidesFilled = 0;
    this.spreadSum = 0;
    this.spreadSteps = 0;
    this.tickValueDollars = env.config.tickValueDollars;
  }

  onDecision(env: MarketMakingEnv, _agent: Agent, action: Float64Array): void {
    const { quotes } = this;
    quotesFromAction(action, 2 * env.midTicks, env.config.maxOrderSize, quotes);
    this.sidesQuoted += Number(quotes.bidSize > 0) + Number(quotes.askSize > 0);
    if (quotes.bidSize > 0 && quotes.askSize > 0) {
      this.spreadSum += quotes.askPrice - quotes.bidPrice;
      this.spreadSteps += 1;
    }
  }

  onStep(env: MarketMakingEnv, result: StepResult): void {
    const { terms, adverse } = this;
    for (let term = 0; term < REWARD_TERM_COUNT; term++) terms[term] += result.rewardTerms[term];
    for (let horizon = 0; horizon < adverse.length; horizon++) {
      adverse[horizon] += env.adverseTerms[horizon];
    }
    this.seed = result.info.seed;
    this.weighted += result.reward;
    this.profit = result.info.equityDollars;
    this.marketContracts = env.marketContracts;
    this.queueShare = env.market.queueShare;
    this.queueExponent = env.market.queueExponent;
    this.startNs = env.market.episodeStartNs;
    this.seconds = result.info.timeSeconds;
    this.highest = Math.max(this.highest, this.profit);
    this.drawdown = Math.max(this.drawdown, this.highest - this.profit);
    const size = Math.abs(result.info.inventory);
    this.absInventory[this.steps++] = size;
    this.inventorySum += size;
    this.countFills(env);
  }

  /** Returns the metrics of the episode so far. */
  get metrics(): EpisodeMetrics {
    const { steps, contracts, queueShare, queueExponent, startNs } = this;
    const captured = this.terms[TERM.spreadCapture];
    return {
      seed: this.seed,
      steps,
      return: this.weighted,
      profit: this.profit,
      maxDrawdown: this.drawdown,
      meanAbsInventory: this.inventorySum / steps,
      p95AbsInventory: quantile(this.absInventory.subarray(0, steps), 0.95),
      contractsTraded: contracts,
      marketContracts: this.marketContracts,
      seconds: this.seconds,
      ...(startNs === undefined ? {} : { startSeconds: startNs / NANOSECONDS_PER_SECOND }),
      ...(queueShare === undefined ? {} : { queueShare }),
      ...(queueExponent === undefined ? {} : { queueExponent }),
      fillRate: this.sidesQuoted === 0 ? 0 : this.sidesFilled / this.sidesQuoted,
      quotedSpread: this.spreadSum / this.spreadSteps,
      terms: Array.from(this.terms),
      markoutTicks: Array.from(
        this.adverse,
        (moved) => (captured + moved) / (this.tickValueDollars * contracts),
      ),
    };
  }

  private countFills({ fills }: MarketMakingEnv): void {
    let bought = false;
    let sold = false;
    for (let fill = 0; fill < fills.count; fill++) {
      this.contracts += fills.size[fill];
      if (fills.isMaker[fill] === 0) continue;
      if (fills.side[fill] > 0) bought = true;
      else sold = true;
    }
    this.sidesFilled += Number(bought) + Number(sold);
  }
}
