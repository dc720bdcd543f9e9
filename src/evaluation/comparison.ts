/**
 * Compares agents on the same episodes: each is scored between random quoting (0) and tuned
 * Avellaneda-Stoikov (100), and compared in pairs with one of them.
 */
import { REWARD_TERMS } from '../env/types';
import { summariseEpisodes, type AgentSummary, type EpisodeMetrics } from './metrics';
import {
  DEFAULT_CONFIDENCE,
  mean,
  normalisedScore,
  pairedDifference,
  withoutLimits,
  type Interval,
} from './statistics';

export interface EvaluatedAgent {
  readonly name: string;
  /** Metrics per seed; every agent of a table has the same seeds in the same order. */
  readonly episodes: readonly EpisodeMetrics[];
}

export interface ComparisonRow extends AgentSummary {
  readonly name: string;
  /** Score of the mean return; NaN when one of the two reference agents is missing. */
  readonly score: number;
  /** Return minus the baseline's, episode by episode. */
  readonly difference: Interval;
}

export interface ComparisonOptions {
  /** Names of the agents that score 0 and 100. */
  readonly random: string;
  readonly reference: string;
  /** Name of the agent that the others are compared with. */
  readonly baseline: string;
}

/** @throws RangeError when the agents were not evaluated on the same seeds */
export function compareAgents(
  agents: readonly EvaluatedAgent[],
  options: ComparisonOptions,
): ComparisonRow[] {
  requireSameSeeds(agents);
  const find = (name: string) => agents.find((agent) => agent.name === name);
  const returnsOf = (name: string) => find(name)?.episodes.map((episode) => episode.return);
  const meanReturn = (name: string) => mean(returnsOf(name) ?? []);
  const baseline = returnsOf(options.baseline);
  return agents.map(({ name, episodes }) => {
    const summary = summariseEpisodes(episodes);
    const returns = episodes.map((episode) => episode.return);
    return {
      ...summary,
      name,
      score: normalisedScore(
        summary.return.estimate,
        meanReturn(options.random),
        meanReturn(options.reference),
      ),
      difference:
        baseline === undefined
          ? withoutLimits(Number.NaN)
          : pairedDifference(returns, baseline, DEFAULT_CONFIDENCE, summary.distinctEpisodes),
    };
  });
}

function requireSameSeeds(agents: readonly EvaluatedAgent[]): void {
  const [first, ...others] = agents;
  for (const other of others) {
    const same =
      other.episodes.length === first.episodes.length &&
      other.episodes.every((episode, index) => episode.seed === first.episodes[index].seed);
    if (!same) {
      throw new RangeError(
        `${other.name}: expected the ${first.episodes.length} seeds of ${first.name}, got others`,
      );
    }
  }
}

/** Names in files of the markouts, by horizon of ADVERSE_HORIZONS_SECONDS. */
const MARKOUT_NAMES = ['markout100ms', 'markout1s', 'markout10s'] as const;

export interface NamedNumber {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Lists the numbers of a row that have no interval, in the order of files. */
export function rowNumbers(row: ComparisonRow): NamedNumber[] {
  const { score, sharpe, sortino, maxDrawdown, meanAbsInventory, p95AbsInventory } = row;
  const { shareOfVolume, profitPerContract, profitPerMinute } = row;
  const { contractsTraded, fillRate, quotedSpread, markoutTicks, terms } = row;
  return [
    { name: 'score', value: score, unit: '0 random, 100 reference' },
    { name: 'sharpe', value: sharpe, unit: 'per episode' },
    { name: 'sortino', value: sortino, unit: 'per episode' },
    { name: 'maxDrawdown', value: maxDrawdown, unit: 'dollars' },
    { name: 'meanAbsInventory', value: meanAbsInventory, unit: 'contracts' },
    { name: 'p95AbsInventory', value: p95AbsInventory, unit: 'contracts' },
    { name: 'contractsTraded', value: contractsTraded, unit: 'contracts per episode' },
    { name: 'shareOfVolume', value: shareOfVolume, unit: 'of contracts' },
    { name: 'profitPerContract', value: profitPerContract, unit: 'dollars' },
    { name: 'profitPerMinute', value: profitPerMinute, unit: 'dollars' },
    { name: 'fillRate', value: fillRate, unit: 'share of quoted sides' },
    { name: 'quotedSpread', value: quotedSpread, unit: 'ticks' },
    ...MARKOUT_NAMES.map((name, index) => ({ name, value: markoutTicks[index], unit: 'ticks' })),
    ...REWARD_TERMS.map((name, index) => ({ name, value: terms[index], unit: 'per episode' })),
  ];
}
