/**
 * Turns a table of agents into what an agent's card keeps: numbers, with 95 % intervals where there
 * are any.
 */
import { metricOf, type CardEvaluation } from '../agents/files/agentFile';
import { rowNumbers, type ComparisonRow } from './comparison';
import type { Examination } from './examination';

/** Estimates of a row that have an interval. `difference` is from the baseline of the table. */
const INTERVALS = ['return', 'difference', 'profit'] as const;

/**
 * Terms of the reward are unweighted sums of an episode.
 * @param agent the name of the card's own agent, which comes first
 * @param seed the seed that the evaluation's seeds were derived from
 * @param examination the examination of the card's own agent
 */
export function cardEvaluation(
  rows: readonly ComparisonRow[],
  agent: string,
  seed: number,
  examination: Examination | null = null,
): CardEvaluation {
  const own = rows.filter(({ name }) => name === agent);
  const others = rows.filter(({ name }) => name !== agent);
  const [first] = rows;
  return {
    episodes: first?.episodes ?? 0,
    ...(first !== undefined &&
      first.distinctEpisodes < first.episodes && { distinctEpisodes: first.distinctEpisodes }),
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
        ...rowNumbers(row).map(({ name, value }) => [name, alone(value)] as const),
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
  const [low, high] = examination.outOfDistributionEnds ?? [Number.NaN, Number.NaN];
  return Object.entries(comparedMetrics).map(
    ([name, value]) =>
      [
        name,
        name === 'outOfDistributionRate'
          ? { estimate: metricOf(value), low: metricOf(low), high: metricOf(high) }
          : alone(value),
      ] as const,
  );
}

/** Gives a number without an interval. */
const alone = (value: number) => ({ estimate: metricOf(value), low: null, high: null });
