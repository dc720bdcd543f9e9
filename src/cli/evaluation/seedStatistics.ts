/**
 * Compares several policies of one recipe, each from a training seed of its own, with every
 * other agent on the same episodes: interquartile mean with a stratified bootstrap and
 * probability of improvement (Agarwal et al. 2021). Training seeds are resampled, never
 * episodes; a rival that was not trained has one score, its mean over the episodes.
 */
import { deriveSeed } from '../../agents/seeds';
import type { EvaluatedAgent } from '../../evaluation/comparison';
import {
  interquartileMean,
  mean,
  probabilityOfImprovement,
  stratifiedBootstrap,
  type Interval,
} from '../../evaluation/statistics';
import { Rng } from '../../market/rng';
import { identifier } from '../output/agentTable';
import { formatInterval, formatLimits, formatWhole, intervalResults } from '../output/intervals';
import type { BenchResult } from '../output/results';
import { formatTable } from '../output/table';

export interface SeedStatistics {
  readonly policies: number;
  readonly interquartileMean: Interval;
  readonly improvements: readonly { readonly rival: string; readonly probability: Interval }[];
}

/**
 * @param rivals the rivals by name; clones of several training seeds are one rival
 * @param seed the seed of the bootstrap
 */
export function seedStatistics(
  policies: readonly EvaluatedAgent[],
  rivals: readonly { readonly name: string; readonly agents: readonly EvaluatedAgent[] }[],
  seed: number,
): SeedStatistics {
  const rng = new Rng(deriveSeed(seed, 'statistics', 0));
  const random = () => rng.uniform();
  const scores = policies.map(score);
  return {
    policies: policies.length,
    interquartileMean: stratifiedBootstrap([scores], interquartileMean, { random }),
    improvements: rivals.map(({ name, agents }) => ({
      rival: name,
      probability: probabilityOfImprovement([{ x: scores, y: agents.map(score) }], { random }),
    })),
  };
}

const score = ({ episodes }: EvaluatedAgent) => mean(episodes.map((episode) => episode.return));

export function formatSeedStatistics(statistics: SeedStatistics): string {
  const { policies, interquartileMean: middle, improvements } = statistics;
  const table = formatTable(
    ['rival', 'P(policy better)', '95 % over training seeds'],
    improvements.map(({ rival, probability }) => [
      rival,
      twoDecimals(probability.estimate),
      formatLimits(probability, twoDecimals),
    ]),
  );
  return `${policies} training seeds: interquartile mean return $ ${formatInterval(middle, formatWhole)}.\n${table}`;
}

const twoDecimals = (value: number) => value.toFixed(2);

/** @param prefix a prefix such as `evaluate.es.policies` */
export function seedResults(prefix: string, statistics: SeedStatistics): BenchResult[] {
  return [
    { name: `${prefix}.trainingSeeds`, value: statistics.policies, unit: 'policies' },
    ...intervalResults(prefix, 'interquartileMeanReturn', statistics.interquartileMean, 'dollars'),
    ...statistics.improvements.flatMap(({ rival, probability }) =>
      intervalResults(
        prefix,
        `improvementOver.${identifier(rival)}`,
        probability,
        'over training seeds',
      ),
    ),
  ];
}
