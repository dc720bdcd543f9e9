/**
 * Shows what each reward weight does to an agent that is trained under it, at both ends of where its
 * slider is useful, and whether the objectives that the page offers do what their names say.
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { OBJECTIVES, type ObjectiveId } from '../../env/objectives';
import { REWARD_TERMS, TERM, type RewardTerm, type RewardWeights } from '../../env/types';
import { mean } from '../../evaluation/statistics';
import { formatInterval, intervalResults } from '../output/intervals';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import type { Experiment } from './experiment';
import {
  collectFor,
  DEFAULT_SIZES,
  episodesOf,
  metricOver,
  overDataSeeds,
  runConfigOf,
  seedsText,
  trainAndEvaluate,
  type EpisodeMetric,
  type PlayedEpisodes,
} from './trained';

const NAME = 'experiment.sliderEffects';

/** Weights tried beside the default, low and high. */
const TRIED: Readonly<Record<RewardTerm, readonly [number, number]>> = {
  spreadCapture: [0.25, 3],
  adverseSelection: [0, 3],
  inventoryPnl: [0, 3],
  fees: [0, 3],
  inventoryPenalty: [0, 200],
  spreadPenalty: [0, 10],
};

interface Variant {
  readonly name: string;
  readonly weights: RewardWeights;
}

const VARIANTS: readonly Variant[] = [
  ...Object.entries(OBJECTIVES).map(([name, weights]) => ({ name, weights })),
  ...REWARD_TERMS.flatMap((term) =>
    TRIED[term].map((weight, end) => ({
      name: `${term}.${end === 0 ? 'low' : 'high'}`,
      weights: { ...DEFAULT_REWARD_WEIGHTS, [term]: weight },
    })),
  ),
];

const METRICS = {
  meanAbsInventory: { of: (episode) => episode.meanAbsInventory, unit: 'contracts' },
  quotedSpread: { of: (episode) => episode.quotedSpread, unit: 'ticks' },
  contractsTraded: { of: (episode) => episode.contractsTraded, unit: 'contracts' },
  profit: { of: (episode) => episode.profit, unit: 'dollars' },
  adverseSelection: {
    of: (episode) =>
      episode.contractsTraded === 0
        ? 0
        : episode.terms[TERM.adverseSelection] / episode.contractsTraded,
    unit: 'dollars a contract',
  },
} as const satisfies Record<string, { readonly of: EpisodeMetric; readonly unit: string }>;
type MetricName = keyof typeof METRICS;

/** What the name of an objective says, beside the balanced one. */
const PROMISES: readonly {
  readonly objective: ObjectiveId;
  readonly metric: MetricName;
  readonly is: 'less' | 'more';
}[] = [
  { objective: 'tightAndFlat', metric: 'quotedSpread', is: 'less' },
  { objective: 'tightAndFlat', metric: 'meanAbsInventory', is: 'less' },
  { objective: 'patient', metric: 'meanAbsInventory', is: 'more' },
  { objective: 'toxicProof', metric: 'contractsTraded', is: 'less' },
  { objective: 'toxicProof', metric: 'adverseSelection', is: 'more' },
  { objective: 'moneyOnly', metric: 'meanAbsInventory', is: 'more' },
];

export const sliderEffects: Experiment = {
  claim: 'every objective that the page offers does what its name says',
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own) => {
      const config = runConfigOf(own);
      const dataset = await collectFor(config, terminal);
      const plans = VARIANTS.map(({ weights }) => {
        const scenario = { ...config, weights };
        return { scenario, job: jobOf(scenario, dataset) };
      });
      return (await trainAndEvaluate(plans, own, terminal)).map(episodesOf);
    });
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    const playedBy = (name: string): readonly PlayedEpisodes[] =>
      datasets.map((data) => data[VARIANTS.findIndex((variant) => variant.name === name)]);
    const names = Object.keys(METRICS) as MetricName[];
    const measured = VARIANTS.map(({ name }) => ({
      name,
      metrics: names.map((metric) => metricOver(playedBy(name), METRICS[metric].of)),
    }));
    terminal.print(
      formatTable(
        ['weights', ...names],
        measured.map(({ name, metrics }) => [
          name,
          ...metrics.map((interval) => formatInterval(interval)),
        ]),
      ),
    );
    const broken = PROMISES.filter(({ objective, metric, is }) => {
      const { of } = METRICS[metric];
      const own = playedBy(objective).map((policies) => mean(policies.flat().map(of)));
      const base = playedBy('balanced').map((policies) => mean(policies.flat().map(of)));
      return !own.every((value, data) => (is === 'less' ? value < base[data] : value > base[data]));
    });
    return {
      config: {
        ...runConfigOf(settings),
        objectives: OBJECTIVES,
        tried: TRIED,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
      },
      results: measured.flatMap(({ name, metrics }) =>
        metrics.flatMap((interval, index) =>
          intervalResults(NAME, `${name}.${names[index]}`, interval, METRICS[names[index]].unit),
        ),
      ),
      holds: broken.length === 0,
      conclusion:
        broken.length === 0
          ? `On ${seedsText(settings)}, all of ${PROMISES.length} promises hold in every dataset.`
          : `On ${seedsText(settings)}, not in every dataset: ${broken.map(({ objective, metric, is }) => `${objective} ${is} ${metric}`).join(', ')}.`,
    };
  },
};
