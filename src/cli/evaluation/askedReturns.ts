/** Measures what a Decision Transformer achieves for what it is asked, as the page draws it. */
import type {
  Conditioning,
  DecisionTransformerSnapshot,
} from '../../agents/policies/decisionTransformerSnapshot';
import { policySpec, targetReturnOf } from '../../agents/policies/policySpec';
import { evaluateAgent } from '../../evaluation/evaluateAgent';
import type { EvaluationRequest } from '../../evaluation/metrics';
import { meanInterval, rankCorrelation, type Interval } from '../../evaluation/statistics';
import { formatLimits, formatWhole, intervalResults } from '../output/intervals';
import { formatFixed, formatNumber, type BenchResult } from '../output/results';
import type { Scenario } from '../program/settings';
import { formatTable } from '../output/table';

/** Returns to ask for, as shares of the range of returns in the data. @see targetReturnOf */
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** Most episodes of the evaluation that are played, each once per share. */
const MAX_EPISODES = 16;

export interface AskedReturns {
  readonly episodes: number;
  readonly conditioning: Conditioning;
  readonly points: readonly {
    readonly share: number;
    readonly asked: number;
    readonly achieved: Interval;
  }[];
  /** Spearman's ρ of what is achieved and what is asked; NaN where nothing differs. */
  readonly rankCorrelation: number;
}

/** What each kind of model is asked for. */
const UNITS: Readonly<Record<Conditioning, string>> = {
  returnToGo: 'dollars',
  valueQuantile: 'quantile',
  returnDeviations: 'deviations',
};

/** @param seeds seeds of the evaluation, of which the first few are played */
export function askForReturns(
  scenario: Scenario & Pick<EvaluationRequest, 'recording'>,
  policy: DecisionTransformerSnapshot,
  seeds: readonly number[],
  onProgress: (text: string) => void,
): AskedReturns {
  const played = seeds.slice(0, MAX_EPISODES);
  const points = SHARES.map((share) => {
    const asked = targetReturnOf(policy, share);
    onProgress(`Asking for ${formatWhole(100 * share)} % of the data's range`);
    const agent = policySpec(policy, share);
    const episodes = evaluateAgent({ ...scenario, agent, seeds: played });
    return { share, asked, achieved: meanInterval(episodes.map((episode) => episode.return)) };
  });
  return {
    episodes: played.length,
    conditioning: policy.conditioning ?? 'returnToGo',
    points,
    rankCorrelation: rankCorrelation(
      points.map(({ asked }) => asked),
      points.map(({ achieved }) => achieved.estimate),
    ),
  };
}

export function formatAskedReturns({
  episodes,
  conditioning,
  points,
  rankCorrelation: rank,
}: AskedReturns): string {
  const isReturn = conditioning === 'returnToGo';
  const table = formatTable(
    [`asked for ${isReturn ? '$' : UNITS[conditioning]}`, 'achieved $', '95 %'],
    points.map(({ asked, achieved }) => [
      isReturn ? formatWhole(asked) : formatNumber(asked),
      formatWhole(achieved.estimate),
      formatLimits(achieved, formatWhole),
    ]),
  );
  return `${table}\nOver ${episodes} episodes each; Spearman's rank correlation ${formatFixed(rank, 2)}.`;
}

/** @param prefix a prefix such as `evaluate.es.policy` */
export function askedReturnResults(
  prefix: string,
  { conditioning, points, rankCorrelation: rank }: AskedReturns,
): BenchResult[] {
  return [
    ...points.flatMap(({ share, asked, achieved }) => {
      const key = `target${Math.round(100 * share)}`;
      return [
        {
          name: `${prefix}.${key}.asked`,
          value: asked,
          unit: UNITS[conditioning],
        },
        ...intervalResults(prefix, `${key}.achieved`, achieved, 'dollars'),
      ];
    }),
    { name: `${prefix}.targets.rankCorrelation`, value: rank, unit: 'Spearman’s' },
  ];
}
