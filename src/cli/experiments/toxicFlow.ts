/**
 * Informed flow teaches caution: an agent trained in a calm market earns less
 * per contract where flow is toxic, and one trained there trades less or quotes
 * wider than it does.
 */
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { mean, meanInterval, pairedDifference } from '../../evaluation/statistics';
import type { MarketRegime } from '../../market/config';
import { formatInterval, formatLimits, intervalResults } from '../output/intervals';
import { formatNumber } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import type { TrainingJob } from '../training/training';
import type { Experiment } from './experiment';
import { collectFor, DEFAULT_SIZES, perSeed, runConfigOf, trainAndEvaluate } from './trained';

const NAME = 'experiment.toxicFlow';
const REGIMES = ['calm', 'toxic'] as const satisfies readonly MarketRegime[];

export const toxicFlow: Experiment = {
  claim: 'trained in toxic flow, an agent quotes less or wider than one trained in calm',
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const config = runConfigOf(settings);
    const scenarios = REGIMES.map((regime) => ({
      ...config,
      market: { ...config.market, regime },
    }));
    const jobs: TrainingJob[] = [];
    for (const scenario of scenarios)
      jobs.push(jobOf(scenario, await collectFor(scenario, terminal)));
    const [calm, toxic] = scenarios;
    const [atHome, abroad, native] = await trainAndEvaluate(
      [
        { scenario: calm, job: jobs[0] },
        { scenario: toxic, job: jobs[0] },
        { scenario: toxic, job: jobs[1] },
      ],
      settings,
      terminal,
    );
    const rows = [
      { name: 'trained calm, in calm', key: 'calmInCalm', runs: atHome },
      { name: 'trained calm, in toxic', key: 'calmInToxic', runs: abroad },
      { name: 'trained toxic, in toxic', key: 'toxicInToxic', runs: native },
    ];
    const comparedMetrics = [
      ['return', (episode: EpisodeMetrics) => episode.return, 'dollars'],
      ['quotedSpread', (episode: EpisodeMetrics) => episode.quotedSpread, 'ticks'],
      ['contractsTraded', (episode: EpisodeMetrics) => episode.contractsTraded, 'contracts'],
      ['markout1s', (episode: EpisodeMetrics) => episode.markoutTicks[1], 'ticks'],
    ] as const;
    terminal.progress.finish(`Trained ${3 * atHome.length} policies.`);
    terminal.print(
      formatTable(
        ['agent', ...comparedMetrics.map(([name]) => name)],
        rows.map(({ name, runs }) => [
          name,
          ...comparedMetrics.map(([, metric]) => formatNumber(mean(perSeed(runs, metric)))),
        ]),
      ),
    );
    const difference = (metric: (episode: EpisodeMetrics) => number) =>
      pairedDifference(perSeed(native, metric), perSeed(abroad, metric));
    const spread = difference((episode) => episode.quotedSpread);
    const traded = difference((episode) => episode.contractsTraded);
    const holds = spread.low > 0 || traded.high < 0;
    return {
      config: { ...config, regimes: REGIMES, trainingSeeds: settings.trainingSeeds },
      results: [
        ...rows.flatMap(({ key, runs }) =>
          comparedMetrics.flatMap(([name, metric, unit]) =>
            intervalResults(NAME, `${key}.${name}`, meanInterval(perSeed(runs, metric)), unit),
          ),
        ),
        ...intervalResults(NAME, 'toxicMinusCalm.quotedSpread', spread, 'ticks'),
        ...intervalResults(NAME, 'toxicMinusCalm.contractsTraded', traded, 'contracts'),
      ],
      holds,
      conclusion: `In toxic flow, training there changes the quoted spread by ${formatNumber(spread.estimate)} ticks (${formatLimits(spread)}) and contracts traded by ${formatInterval(traded)}.`,
    };
  },
};
