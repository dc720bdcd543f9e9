/**
 * Trained against itself: what a policy earns that was trained alone, alone and beside a frozen
 * copy, and what later versions earn there, each trained on data that were collected beside all
 * versions before it.
 */
import { trainedRivalOf } from '../../agents/rivals/trainedRival';
import type { RivalConfig } from '../../agents/rivals/sharedMarket';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import type { RunConfig } from '../../protocol/run';
import { networkAgent } from '../evaluation/evaluationTable';
import { formatGain, formatInterval, formatWhole, intervalResults } from '../output/intervals';
import { formatTable } from '../output/table';
import type { Terminal } from '../program/command';
import { jobOf } from '../training/trainedPolicy';
import { performAll } from '../work/workPool';
import type { Experiment, ExperimentSettings } from './experiment';
import {
  collectFor,
  DEFAULT_SIZES,
  differenceOver,
  episodesOf,
  evaluationSeeds,
  metricOver,
  overDataSeeds,
  runConfigOf,
  seedsText,
  trainAndEvaluate,
  type EpisodeMetric,
  type PlayedEpisodes,
} from './trained';

const NAME = 'experiment.league';
/** Versions that are trained after the one that was trained alone. */
const ROUNDS = 2;

export const league: Experiment = {
  claim: 'beside a copy of a policy trained alone, one that was trained there earns more than it',
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, (own) => playLeague(own, terminal));
    const playedBy = (row: number) => datasets.map((data) => data[row]);
    const rows = [
      { name: 'trained alone, alone', key: 'aloneAlone' },
      { name: 'trained alone, beside its copy', key: 'aloneBesideCopy' },
      ...Array.from({ length: ROUNDS }, (_, round) => ({
        name: `version ${round + 2}, beside that copy`,
        key: `version${round + 2}`,
      })),
    ].map((row, index) => ({ ...row, played: playedBy(index) }));
    const comparedMetrics = [
      ['return', (episode: EpisodeMetrics) => episode.return, 'dollars'],
      ['profit', (episode: EpisodeMetrics) => episode.profit, 'dollars'],
      ['contractsTraded', (episode: EpisodeMetrics) => episode.contractsTraded, 'contracts'],
    ] as const;
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    terminal.print(
      formatTable(
        ['agent', ...comparedMetrics.map(([name]) => name)],
        rows.map(({ name, played }) => [
          name,
          ...comparedMetrics.map(([, metric]) =>
            formatInterval(metricOver(played, metric), formatWhole),
          ),
        ]),
      ),
    );
    const [alone, copy] = rows;
    const lost = differenceOver(copy.played, alone.played, profitOf);
    const gains = rows.slice(2).map(({ played }) => differenceOver(played, copy.played));
    const [first] = gains;
    return {
      config: {
        ...runConfigOf(settings),
        rounds: ROUNDS,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
      },
      results: [
        ...rows.flatMap(({ key, played }) =>
          comparedMetrics.flatMap(([name, metric, unit]) =>
            intervalResults(NAME, `${key}.${name}`, metricOver(played, metric), unit),
          ),
        ),
        ...intervalResults(NAME, 'copyMinusAlone.profit', lost, 'dollars'),
        ...gains.flatMap((gain, round) =>
          intervalResults(NAME, `version${round + 2}MinusCopy.return`, gain, 'dollars'),
        ),
      ],
      holds: first.low > 0,
      conclusion: `On ${seedsText(settings)}, a policy trained alone makes a profit of ${formatGain(lost)} an episode beside its copy than alone; one that was trained there returns ${formatGain(first)} than it, beside the same copy.`,
    };
  },
};

const profitOf: EpisodeMetric = ({ profit }) => profit;

/** @returns episodes of the rows: alone, beside the copy, and of every later version there */
async function playLeague(
  settings: ExperimentSettings,
  terminal: Terminal,
): Promise<PlayedEpisodes[]> {
  const alone = runConfigOf(settings);
  const versionIn = async (config: RunConfig, scenario: RunConfig) => {
    const job = jobOf(config, await collectFor(config, terminal));
    const [trained] = await trainAndEvaluate([{ scenario, job }], settings, terminal);
    return trained;
  };
  const first = await versionIn(alone, alone);
  const frozen: RivalConfig[] = [rivalOf(first[0].policy, alone, 1)];
  const besideCopy = withRivals(alone, frozen);
  const { market, env, weights } = besideCopy;
  const seeds = evaluationSeeds(settings);
  const copies = await performAll(
    'evaluate',
    first.map(({ policy }) => ({ market, env, weights, agent: networkAgent(policy), seeds })),
    settings.threads,
  );
  const later: PlayedEpisodes[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const trained = await versionIn(withRivals(alone, frozen), besideCopy);
    later.push(episodesOf(trained));
    frozen.push(rivalOf(trained[0].policy, alone, round + 2));
  }
  return [episodesOf(first), copies, ...later];
}

const withRivals = (config: RunConfig, rivals: readonly RivalConfig[]): RunConfig => ({
  ...config,
  market: { ...config.market, rivals: [...rivals] },
});

const rivalOf = (policy: PolicySnapshot, config: RunConfig, version: number): RivalConfig => ({
  agent: trainedRivalOf({
    card: { name: `version ${version}`, targetReturn: null, config },
    policy,
  }),
});
