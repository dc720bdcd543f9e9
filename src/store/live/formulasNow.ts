/**
 * Fills the formulas of the glossary with the numbers of this moment. The formula of a metric is
 * either filled in here, or by the component that knows its numbers, or the metric is counted and
 * has none; the table lists every metric, so none is forgotten.
 */
import {
  formatAmount,
  formatCompact,
  formatContracts,
  formatExact,
  formatFixed,
  formatMargin,
  formatPrice,
  formatProfit,
  formatShare,
} from '../../charts/format';
import type { MetricId } from '../../content/glossary/labels';
import { weightedTermsText } from '../../content/weightedTerms';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import type { Interval } from '../../evaluation/statistics';
import { rewardWeights } from '../settings/configs';
import { keyOnScreen, scoreTitle } from './average';
import { fillTotals, type FillTotals } from './fillTotals';
import type { Readout } from './readout';
import { meanProfit, meanReturn, scoresOf, type EpisodeScore } from './scores';
import type { Session } from '../session';
import type { SessionState } from '../state';
import type { Settings } from '../settings/settings';
import type { TrainingState } from '../training/training';
import { DATA_FORMULAS, TRAINING_FORMULAS } from '../training/trainingFormulas';

/** Numbers that formulas are filled with. */
export interface NumbersNow {
  readonly readout: Readout;
  readonly settings: Settings;
  readonly training: TrainingState;
  readonly runs: SessionState['runs'];
  /** Scores of the agent and market on screen. */
  readonly scores: readonly EpisodeScore[];
  /** Fills of the episode on screen, up to the moment on screen. */
  readonly fills: FillTotals;
  readonly tickSize: number;
  readonly tickValueDollars: number;
}

/** Marks a metric whose numbers only the component that shows it knows; it passes them. */
export const SAID_THERE = 'said where it is shown';
/** Marks a metric that is counted, not computed. */
export const COUNTED = 'counted';

const MARKET_FORMULAS = {
  price: ({ readout: { bestBid, bestAsk }, tickSize }) =>
    all(bestBid, bestAsk) &&
    `(${formatPrice(bestBid, tickSize)} + ${formatPrice(bestAsk, tickSize)}) / 2 = ${formatPrice((bestBid + bestAsk) / 2, tickSize)}`,
  spread: ({ readout: { bestBid, bestAsk }, tickSize }) =>
    all(bestBid, bestAsk) &&
    `${formatPrice(bestAsk, tickSize)} − ${formatPrice(bestBid, tickSize)} = ${formatFixed(bestAsk - bestBid, 0)} ticks`,
  quantityAhead: ({ readout }) => {
    const bid = place('bid', readout.bidAhead, readout.bidLevelSize);
    const ask = place('ask', readout.askAhead, readout.askLevelSize);
    const places = [bid, ask].filter((text) => typeof text === 'string');
    return all(readout.bestBid) && (places.join(', ') || 'no quote of the agent waits');
  },
  inventory: ({ readout: { inventory }, fills: { bought, sold } }) => {
    if (!all(inventory)) return null;
    const held = formatContracts(inventory);
    return bought - sold === inventory
      ? `${formatCompact(bought)} bought − ${formatCompact(sold)} sold = ${held}`
      : held;
  },
  averageEntry: ({ readout: { averageEntryTicks, inventory }, tickSize }) =>
    all(averageEntryTicks) &&
    `${formatContracts(inventory)} at ${formatFixed(averageEntryTicks * tickSize, 4)} on average`,
  profit: ({ readout: { realisedDollars, unrealisedDollars, feesDollars, equityDollars } }) =>
    all(equityDollars) &&
    `${formatExact(realisedDollars)} ${added(unrealisedDollars)} ${added(-feesDollars)} = ${formatExact(equityDollars)}`,
  realised: ({ readout: { realisedDollars, inventory }, fills: { bought, sold } }) => {
    if (!all(realisedDollars)) return null;
    const closed = Math.min(bought, sold);
    return bought - sold === inventory
      ? `${formatCompact(closed)} contracts bought and sold again: ${formatProfit(realisedDollars)}`
      : formatProfit(realisedDollars);
  },
  unrealised: ({ readout, tickSize, tickValueDollars }) => {
    const { inventory, averageEntryTicks, bestBid, bestAsk, unrealisedDollars } = readout;
    if (!all(bestBid, bestAsk, inventory)) return null;
    if (inventory === 0) return `0 contracts: ${formatProfit(0)}`;
    const mid = formatPrice((bestBid + bestAsk) / 2, tickSize);
    const entry = formatFixed(averageEntryTicks * tickSize, 4);
    const dollars = formatFixed(tickValueDollars / tickSize, 0);
    return `${formatContracts(inventory)} · (${mid} − ${entry}) · $${dollars} = ${formatProfit(unrealisedDollars)}`;
  },
  feesPaid: ({ readout: { feesDollars }, fills }) => {
    if (!all(feesDollars)) return null;
    const { makerContracts, takerContracts, feeDollars } = fills;
    const contracts = `${formatCompact(makerContracts)} maker, ${formatCompact(takerContracts)} taker contracts: `;
    return `${Math.abs(feeDollars - feesDollars) < 0.005 ? contracts : ''}${formatAmount(feesDollars)}`;
  },
  shareOfVolume: ({ readout: { contractsSoFar, marketContracts } }) =>
    marketContracts > contractsSoFar &&
    `${formatCompact(contractsSoFar)} / ${formatCompact(marketContracts)} contracts = ${formatShare(contractsSoFar / marketContracts)}`,
  profitPerContract: ({ readout: { equityDollars, contractsSoFar } }) =>
    contractsSoFar > 0 &&
    `${formatExact(equityDollars)} / ${formatCompact(contractsSoFar)} contracts = ${formatProfit(equityDollars / contractsSoFar)}`,
  profitPerMinute: ({ readout: { equityDollars, timeSeconds } }) =>
    timeSeconds > 0 &&
    `${formatExact(equityDollars)} in ${formatFixed(timeSeconds, 1)} s: ${formatProfit((60 * equityDollars) / timeSeconds)}`,
  rewardTerms: weighted,
  episodeReturn: weighted,
  profitPerEpisode: ({ scores, runs }) => {
    const newest = scores.at(-1);
    if (newest === undefined) return null;
    const mean = meanProfit(scores, distinctEpisodes(scores));
    return `${scoreTitle(newest, runs)}: ${meanText(mean, scores.length)}`;
  },
  meanReturn: ({ scores, settings }) =>
    scores.length > 0 &&
    meanText(
      meanReturn(scores, rewardWeights(settings), distinctEpisodes(scores)).value,
      scores.length,
    ),
  outOfDistribution: ({ readout: { oodPercentile } }) =>
    all(oodPercentile) && `percentile ${formatFixed(oodPercentile, 1)} of this decision`,
  outOfDistributionShare: ({ readout: { oodShare, oodRecentDecisions: decisions } }) =>
    all(oodShare, decisions) &&
    `${formatFixed(oodShare * decisions, 0)} / ${decisions} = ${formatShare(oodShare)}`,
} satisfies Partial<Record<MetricId, Draft>>;

/** Says what a mean is of, and how sure it is. */
function meanText({ estimate, low, high }: Interval, count: number): string {
  const margin = formatMargin(low, high);
  const sure = margin === '' ? '' : ` ${margin} (95 %)`;
  return `${formatProfit(estimate * count)} / ${count} = ${formatProfit(estimate)}${sure}`;
}

/** Fills in a formula; false where a number is missing. */
type Draft = (now: NumbersNow) => string | false | null;

/** Draft of each metric's formula, or the reason why there is none here. */
export const FORMULAS: Readonly<Record<MetricId, Draft | typeof SAID_THERE | typeof COUNTED>> = {
  ...MARKET_FORMULAS,
  ...TRAINING_FORMULAS,
  ...DATA_FORMULAS,
  ladder: COUNTED,
  policyVersion: COUNTED,
  stepsPerSecond: COUNTED,
  backend: COUNTED,
  deployGate: COUNTED,
  dataRows: COUNTED,
  byHand: COUNTED,
  fillCount: COUNTED,
  behaviourEpisodes: COUNTED,
  returnHistogram: COUNTED,
  midBefore: SAID_THERE,
  fillReward: SAID_THERE,
  markout: SAID_THERE,
  spreadCapture: SAID_THERE,
  adverseSelection: SAID_THERE,
  inventoryPnl: SAID_THERE,
  fees: SAID_THERE,
  inventoryPenalty: SAID_THERE,
  spreadPenalty: SAID_THERE,
  againstBaseline: SAID_THERE,
  handDifference: SAID_THERE,
  bestBaseline: SAID_THERE,
  trainedAgainst: SAID_THERE,
  finalWord: SAID_THERE,
  maxDrawdown: SAID_THERE,
  meanAbsInventory: SAID_THERE,
  fillRate: SAID_THERE,
  quotedSpread: SAID_THERE,
  score: SAID_THERE,
  sharpe: SAID_THERE,
  sortino: SAID_THERE,
  p95AbsInventory: SAID_THERE,
  contractsTraded: SAID_THERE,
  markoutTicks: SAID_THERE,
  betterSeeds: SAID_THERE,
  criticCalibration: SAID_THERE,
  criticDisagreement: SAID_THERE,
  cloneSurprise: SAID_THERE,
  stabilityIndex: SAID_THERE,
  unusualFeature: SAID_THERE,
  factSpread: SAID_THERE,
  factDepth: SAID_THERE,
  factDiffusivity: SAID_THERE,
  factSignature: SAID_THERE,
  factReturnCorrelation: SAID_THERE,
  factTrendiness: SAID_THERE,
  factKurtosis: SAID_THERE,
  factClustering: SAID_THERE,
  factSigns: SAID_THERE,
  factImbalance: SAID_THERE,
  factImbalanceAuc: SAID_THERE,
  factContinuation: SAID_THERE,
  factMarkout: SAID_THERE,
  factTradeShare: SAID_THERE,
  factPassive: SAID_THERE,
  factCancelPosition: SAID_THERE,
  factNewLevel: SAID_THERE,
  factUncovered: SAID_THERE,
  factMispriced: SAID_THERE,
  factAhead: SAID_THERE,
  factWait: SAID_THERE,
  factFillsPerQuote: SAID_THERE,
  factLatency: SAID_THERE,
};

export function numbersNow({
  state,
  view,
  feed: { ring },
  replay: { player },
}: Pick<Session, 'state' | 'view' | 'feed' | 'replay'>): NumbersNow {
  const { history, tickSize, tickValueDollars } = view;
  const { readout, settings, training, runs } = state;
  const scores = scoresOf(state.scores, keyOnScreen(state));
  const fills =
    player === null
      ? fillTotals(history, ring.now - readout.timeSeconds, ring.now)
      : fillTotals(history, Number.NEGATIVE_INFINITY, player.seconds);
  return { readout, settings, training, runs, scores, fills, tickSize, tickValueDollars };
}

/** @returns null where there are no numbers at this moment, or where the component says them */
export function formulaNow(metric: MetricId, now: NumbersNow): string | null {
  const formula = FORMULAS[metric];
  return (typeof formula === 'function' && formula(now)) || null;
}

/** Lists this episode's terms under the weights on screen, and their sum. */
function weighted({ readout: { termSums }, settings }: NumbersNow): string {
  return weightedTermsText(termSums, rewardWeights(settings), 'this episode');
}

/** Describes a quote's place in its queue: "bid 3 / 40 = 8 %". */
const place = (name: string, ahead: number, total: number) =>
  all(ahead, total) &&
  `${name} ${formatCompact(ahead)} / ${formatCompact(total)} = ${formatShare(ahead / total)}`;

const all = (...values: readonly number[]): boolean => values.every(Number.isFinite);

/** Writes the next part of a sum: "− $3.00". */
const added = (dollars: number): string =>
  `${dollars < 0 ? '−' : '+'} ${formatExact(Math.abs(dollars)).replace('+', '')}`;
