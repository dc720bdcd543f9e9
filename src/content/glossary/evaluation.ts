/** Entries on evaluation: what the table of runs compares. */
import { entry, type MetricText } from './entry';

export const EVALUATION_ENTRIES = {
  profitPerEpisode: entry(
    'Mean profit per completed episode, after fees.',
    'Σ profit / episodes',
    'Above the baselines on the same seeds.',
  ),
  meanReturn: entry(
    'Mean over completed episodes of the sum of their rewards, under the weights on screen.',
    'Σ returns / episodes',
    'Above zero by more than its interval.',
  ),
  againstBaseline: entry(
    'Mean difference in profit between the trained agent and the pinned one, on the same seeds, which are in no training data.',
    'mean over seeds of (profit of agent − profit of pinned)',
    'Above zero by more than its interval.',
  ),
  finalWord: entry(
    'Profit on seeds that no run was compared on. Runs share their evaluation’s seeds, so whoever tries many settings and keeps the best also keeps its luck; fresh seeds do not know it.',
    'mean over fresh seeds of (profit of agent − profit of baseline)',
    'About what it was on the common seeds. Much less means that the choice was luck.',
  ),
  maxDrawdown: entry(
    'Largest fall of equity from a peak within an episode.',
    'max over time of (highest so far − equity)',
    'Small beside the profit.',
  ),
  meanAbsInventory: entry(
    'Average size of the position, long or short.',
    'mean of |inventory|',
    'A small part of the limit.',
  ),
  fillRate: entry(
    'Fills per quote and step.',
    'fills / quoted sides',
    'Depends on style: patient agents are filled less often and run over less often.',
  ),
  quotedSpread: entry(
    'Mean distance from own bid to own ask, over steps with both quotes.',
    'mean of (own ask − own bid)',
    'Near the market’s own spread in calm flow, wider in toxic flow.',
  ),
  score: entry(
    'Return under the current weights on a scale where random quoting is 0 and tuned Avellaneda-Stoikov is 100, on the same episodes.',
    '100 · (return − random’s) / (Avellaneda-Stoikov’s − random’s)',
    'Above 100: better than the tuned textbook market maker.',
  ),
  sharpe: entry(
    'Mean profit per episode over its standard deviation across episodes; not annualised.',
    'mean(profit) / std(profit)',
    'High because profits are alike, not because episodes are few.',
  ),
  sortino: entry(
    'Mean profit per episode over the root mean square of losses.',
    'mean(profit) / √ mean(min(0, profit)²)',
    'Above the Sharpe ratio when surprises are good ones. Without a loss there is no ratio.',
  ),
  p95AbsInventory: entry(
    'Position size exceeded in one step out of twenty, averaged over episodes.',
    '95th percentile of |inventory|',
    'Well below the limit.',
  ),
  contractsTraded: entry(
    'Mean contracts filled per episode, both sides.',
    'Σ fill size / episodes',
    'As many as pay: more fills at worse prices earn less.',
  ),
  shareOfVolume: entry(
    'Contracts of the agent, out of all contracts that anybody trades meanwhile.',
    'own contracts / all contracts',
    'A few per cent. No single maker has a fifth of a liquid future to itself.',
  ),
  profitPerContract: entry(
    'Profit after fees, per contract bought or sold.',
    'Σ profit / Σ contracts',
    'Some cents to about a dollar: high-frequency traders of the E-mini earned some two thirds of a dollar, before fees, in 2010.',
  ),
  profitPerMinute: entry(
    'Profit after fees, per minute of market time.',
    'Σ profit / minutes',
    'Above zero, and no more than the volume is worth.',
  ),
  markoutTicks: entry(
    'Value of a traded contract that long after its fill, against its price, in ticks and before fees.',
    'Σ size · side · (mid after − price) / Σ size',
    'Positive, and falling little from 0.1 to 10 seconds.',
  ),
} as const satisfies Record<string, MetricText>;
