/**
 * Compares several policies of one recipe, each from a training seed of its own, with every other
 * agent on the same episodes. Training seeds and episodes both count as chance; the dataset does
 * not, since all of them learned from one.
 */
import { deriveSeed } from '../../agents/seeds';
import type { EvaluatedAgent } from '../../evaluation/comparison';
import {
  hierarchicalInterval,
  type HierarchicalInterval,
} from '../../evaluation/hierarchicalBootstrap';
import { interquartileMean, mean } from '../../evaluation/statistics';
import { Rng } from '../../market/rng';
import { identifier } from '../output/agentTable';
import { formatInterval, formatLimits, formatWhole, intervalResults } from '../output/intervals';
import type { BenchResult } from '../output/results';
import { formatTable } from '../output/table';

interface RivalStatistics {
  readonly rival: string;
  /** Return of the policies minus the rival's, episode by episode. */
  readonly difference: HierarchicalInterval;
  /** Number of policies whose mean return is higher than the rival's. */
  readonly better: number;
}

export interface SeedStatistics {
  readonly policies: number;
  readonly interquartileMean: HierarchicalInterval;
  readonly rivals: readonly RivalStatistics[];
}

/**
 * @param rivals the rivals by name; clones of several training seeds are one rival, and are paired
 * with the policies by their place
 * @param seed the seed of the bootstrap
 */
export function seedStatistics(
  policies: readonly EvaluatedAgent[],
  rivals: readonly { readonly name: string; readonly agents: readonly EvaluatedAgent[] }[],
  seed: number,
): SeedStatistics {
  const rng = new Rng(deriveSeed(seed, 'statistics', 0));
  const options = { random: () => rng.uniform() };
  const returns = policies.map(returnsOf);
  return {
    policies: policies.length,
    interquartileMean: hierarchicalInterval([returns], options, interquartileMean),
    rivals: rivals.map(({ name, agents }) => {
      const differences = returns.map((values, place) => {
        const other = returnsOf(agents[place % agents.length]);
        return values.map((value, episode) => value - other[episode]);
      });
      return {
        rival: name,
        difference: hierarchicalInterval([differences], options),
        better: differences.filter((values) => mean(values) > 0).length,
      };
    }),
  };
}

const returnsOf = ({ episodes }: EvaluatedAgent) => episodes.map((episode) => episode.return);

export function formatSeedStatistics(statistics: SeedStatistics): string {
  const { policies, interquartileMean: middle, rivals } = statistics;
  const table = formatTable(
    ['rival', 'policies − rival $', '95 %', 'better in'],
    rivals.map(({ rival, difference, better }) => [
      rival,
      formatWhole(difference.estimate),
      formatLimits(difference, formatWhole),
      `${better} of ${policies} seeds`,
    ]),
  );
  return `${policies} training seeds of one dataset: interquartile mean return $ ${formatInterval(middle, formatWhole)}. Intervals count ${middle.counts.join(' and ')}.\n${table}`;
}

/** @param prefix a prefix such as `evaluate.es.policies` */
export function seedResults(prefix: string, statistics: SeedStatistics): BenchResult[] {
  return [
    { name: `${prefix}.trainingSeeds`, value: statistics.policies, unit: 'policies' },
    ...intervalResults(prefix, 'interquartileMeanReturn', statistics.interquartileMean, 'dollars'),
    ...statistics.rivals.flatMap(({ rival, difference, better }) => [
      ...intervalResults(prefix, `minus.${identifier(rival)}`, difference, 'dollars'),
      {
        name: `${prefix}.betterThan.${identifier(rival)}`,
        value: better,
        unit: `of ${statistics.policies} training seeds`,
      },
    ]),
  ];
}
