/**
 * Informed flow teaches caution: an agent trained in a calm market earns less per contract where
 * flow is toxic, and one trained there trades less or quotes wider than it does.
 */
import type { EpisodeMetrics } from '../../evaluation/metrics';
import type { MarketRegime } from '../../market/config';
import { formatInterval, intervalResults } from '../output/intervals';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import type { Experiment } from './experiment';
import {
  collectFor,
  DEFAULT_SIZES,
  differenceOver,
  episodesOf,
  metricOver,
  overDataSeeds,
  runConfigOf,
  seedsText,
  trainAndEvaluate,
  type EpisodeMetric,
} from './trained';

const NAME = 'experiment.toxicFlow';
const REGIMES = ['calm', 'toxic'] as const satisfies readonly MarketRegime[];

export const toxicFlow: Experiment = {
  claim: 'trained in toxic flow, an agent quotes less or wider than one trained in calm',
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own) => {
      const config = runConfigOf(own);
      const [calm, toxic] = REGIMES.map((regime) => ({
        ...config,
        market: { ...config.market, regime },
      }));
      const calmJob = jobOf(calm, await collectFor(calm, terminal));
      const toxicJob = jobOf(toxic, await collectFor(toxic, terminal));
      const plans = [
        { scenario: calm, job: calmJob },
        { scenario: toxic, job: calmJob },
        { scenario: toxic, job: toxicJob },
      ];
      return (await trainAndEvaluate(plans, own, terminal)).map(episodesOf);
    });
    const playedBy = (plan: number) => datasets.map((data) => data[plan]);
    const rows = [
      { name: 'trained calm, in calm', key: 'calmInCalm', played: playedBy(0) },
      { name: 'trained calm, in toxic', key: 'calmInToxic', played: playedBy(1) },
      { name: 'trained toxic, in toxic', key: 'toxicInToxic', played: playedBy(2) },
    ];
    const comparedMetrics = [
      ['return', (episode: EpisodeMetrics) => episode.return, 'dollars'],
      ['quotedSpread', (episode: EpisodeMetrics) => episode.quotedSpread, 'ticks'],
      ['contractsTraded', (episode: EpisodeMetrics) => episode.contractsTraded, 'contracts'],
      ['markout1s', (episode: EpisodeMetrics) => episode.markoutTicks[1], 'ticks'],
    ] as const;
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    terminal.print(
      formatTable(
        ['agent', ...comparedMetrics.map(([name]) => name)],
        rows.map(({ name, played }) => [
          name,
          ...comparedMetrics.map(([, metric]) => formatInterval(metricOver(played, metric))),
        ]),
      ),
    );
    const difference = (metric: EpisodeMetric) => differenceOver(playedBy(2), playedBy(1), metric);
    const spread = difference((episode) => episode.quotedSpread);
    const traded = difference((episode) => episode.contractsTraded);
    const holds = spread.low > 0 || traded.high < 0;
    return {
      config: {
        ...runConfigOf(settings),
        regimes: REGIMES,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
      },
      results: [
        ...rows.flatMap(({ key, played }) =>
          comparedMetrics.flatMap(([name, metric, unit]) =>
            intervalResults(NAME, `${key}.${name}`, metricOver(played, metric), unit),
          ),
        ),
        ...intervalResults(NAME, 'toxicMinusCalm.quotedSpread', spread, 'ticks'),
        ...intervalResults(NAME, 'toxicMinusCalm.contractsTraded', traded, 'contracts'),
      ],
      holds,
      conclusion: `On ${seedsText(settings)}, training in toxic flow changes the quoted spread there by ${formatInterval(spread)} ticks and contracts traded by ${formatInterval(traded)}.`,
    };
  },
};
