/** A table of agents as an agent's card keeps it: numbers, 95 % intervals where there are any. */
import { metricOf, type CardEvaluation } from '../agents/files/agentFile';
import { REWARD_TERMS } from '../env/types';
import type { ComparisonRow } from './comparison';
import type { Examination } from './examination';

/** Of a row; those with an interval first. `difference` is from the baseline of the table. */
const INTERVALS = ['return', 'difference', 'profit'] as const;
const NUMBERS = [
  'score',
  'sharpe',
  'sortino',
  'maxDrawdown',
  'meanAbsInventory',
  'p95AbsInventory',
  'contractsTraded',
  'fillRate',
  'quotedSpread',
] as const satisfies readonly (keyof ComparisonRow)[];

/** At ADVERSE_HORIZONS_SECONDS. */
const MARKOUTS = ['markout100ms', 'markout1s', 'markout10s'] as const;

/**
 * Terms of the reward are unweighted sums of an episode.
 * @param agent by name: the card's own, which comes first
 * @param seed that the evaluation's seeds were derived from
 * @param examination of the card's own agent
 */
export function cardEvaluation(
  rows: readonly ComparisonRow[],
  agent: string,
  seed: number,
  examination: Examination | null = null,
): CardEvaluation {
  const own = rows.filter(({ name }) => name === agent);
  const others = rows.filter(({ name }) => name !== agent);
  return {
    episodes: rows[0]?.episodes ?? 0,
    seed,
    rows: [...own, ...others].map((row) => ({
      agent: row.name,
      metrics: Object.fromEntries([
        ...INTERVALS.map((name) => {
          const { estimate, low, high } = row[name];
          const interval = {
            estimate: metricOf(estimate),
            low: metricOf(low),
            high: metricOf(high),
          };
          return [name, interval] as const;
        }),
        ...NUMBERS.map((name) => [name, alone(row[name])] as const),
        ...MARKOUTS.map((name, horizon) => [name, alone(row.markoutTicks[horizon])] as const),
        ...REWARD_TERMS.map((name, term) => [name, alone(row.terms[term])] as const),
        ...(examination !== null && row.name === agent ? examined(examination) : []),
      ]),
    })),
  };
}

function examined({ calibration, ...examination }: Examination) {
  const { outOfDistributionRate, maxStabilityIndex, unstableShare } = examination;
  const { criticDisagreement, cloneSurprise } = examination;
  const comparedMetrics = {
    outOfDistributionRate,
    maxStabilityIndex,
    unstableShare,
    criticDisagreement,
    cloneSurprise,
    criticSlope: calibration?.slope ?? Number.NaN,
    criticCorrelation: calibration?.correlation ?? Number.NaN,
    criticBias: calibration?.bias ?? Number.NaN,
  };
  return Object.entries(comparedMetrics).map(([name, value]) => [name, alone(value)] as const);
}

/** Without an interval. */
const alone = (value: number) => ({ estimate: metricOf(value), low: null, high: null });
