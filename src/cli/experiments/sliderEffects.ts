/**
 * Shows what each reward weight does to an agent that is trained under it, at both ends of where
 * its slider is useful, and whether the objectives that the page offers do what their names say.
 * Texts of the page are made of its results (content/weightEffects.ts).
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { OBJECTIVES, OBJECTIVE_IDS } from '../../env/objectives';
import { REWARD_TERMS, TERM, type RewardWeights } from '../../env/types';
import { mean, type Interval } from '../../evaluation/statistics';
import {
  COMPARED_OBJECTIVE,
  EFFECT_METRICS,
  PROMISES,
  TRIED_WEIGHTS,
  type EffectMetric,
  type VariantName,
} from '../../evaluation/weightEffects';
import { collectEpisodes } from '../../learning/data/collect';
import { datasetHash } from '../../learning/data/datasetHash';
import {
  collectionOf,
  DEFAULT_RUN_CONFIG,
  parseRunConfig,
  type RunConfig,
} from '../../protocol/run';
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
  type PlayedEpisodes,
} from './trained';

export const SLIDER_EFFECTS = 'experiment.sliderEffects';

interface Variant {
  readonly name: VariantName;
  readonly weights: RewardWeights;
}

const VARIANTS: readonly Variant[] = [
  ...OBJECTIVE_IDS.map((name) => ({ name, weights: OBJECTIVES[name] })),
  ...REWARD_TERMS.flatMap((term) =>
    (['low', 'high'] as const).map((end, index) => ({
      name: `${term}.${end}` as const,
      weights: { ...DEFAULT_REWARD_WEIGHTS, [term]: TRIED_WEIGHTS[term][index] },
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
} as const satisfies Record<EffectMetric, { readonly of: EpisodeMetric; readonly unit: string }>;

export const sliderEffects: Experiment = {
  claim: 'every objective that the page offers does what its name says',
  // Seventeen sets of weights: one training seed each on every dataset, whose chance counts both.
  defaults: { ...DEFAULT_SIZES, dataSeeds: 3, evaluationEpisodes: 32 },
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own) => {
      const config = asOnThePage(runConfigOf(own));
      const dataset = await collectFor(config, terminal);
      const plans = VARIANTS.map(({ weights }) => {
        const scenario = { ...config, weights };
        return { scenario, job: jobOf(scenario, dataset) };
      });
      return (await trainAndEvaluate(plans, own, terminal)).map(episodesOf);
    });
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    const playedBy = (name: VariantName): readonly PlayedEpisodes[] =>
      datasets.map((data) => data[VARIANTS.findIndex((variant) => variant.name === name)]);
    const measured = VARIANTS.map(({ name }) => ({
      name,
      metrics: EFFECT_METRICS.map((metric) => metricOver(playedBy(name), METRICS[metric].of)),
    }));
    terminal.print(
      formatTable(
        ['weights', ...EFFECT_METRICS],
        measured.map(({ name, metrics }) => [
          name,
          ...metrics.map((interval) => formatInterval(interval)),
        ]),
      ),
    );
    const broken = PROMISES.filter(({ objective, metric, is }) => {
      const { of } = METRICS[metric];
      const own = playedBy(objective).map((policies) =>
        mean(
          policies
            .flat()
            .map(of)
            .filter((value) => !Number.isNaN(value)),
        ),
      );
      const base = playedBy(COMPARED_OBJECTIVE).map((policies) =>
        mean(
          policies
            .flat()
            .map(of)
            .filter((value) => !Number.isNaN(value)),
        ),
      );
      return !own.every((value, data) => (is === 'less' ? value < base[data] : value > base[data]));
    });
    return {
      config: {
        ...asOnThePage(runConfigOf(settings)),
        objectives: OBJECTIVES,
        tried: TRIED_WEIGHTS,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
        seeds: seedsText(settings),
        marketHash: marketHash(),
      },
      results: [
        ...measured.flatMap(({ name, metrics }) =>
          metrics.flatMap((interval, index) => resultsOf(name, EFFECT_METRICS[index], interval)),
        ),
        ...VARIANTS.filter(({ name }) => name !== COMPARED_OBJECTIVE).flatMap(({ name }) =>
          EFFECT_METRICS.flatMap((metric) => {
            const base = playedBy(COMPARED_OBJECTIVE);
            const change = differenceOver(playedBy(name), base, METRICS[metric].of);
            return resultsOf(`${name}${MINUS_COMPARED}`, metric, change);
          }),
        ),
      ],
      holds: broken.length === 0,
      conclusion:
        broken.length === 0
          ? `On ${seedsText(settings)}, all of ${PROMISES.length} promises hold in every dataset.`
          : `On ${seedsText(settings)}, not in every dataset: ${broken.map(({ objective, metric, is }) => `${objective} ${is} ${metric}`).join(', ')}.`,
    };
  },
};

/** What follows a set of weights in the names of differences. */
export const MINUS_COMPARED = `Minus.${COMPARED_OBJECTIVE}`;

const resultsOf = (name: string, metric: EffectMetric, interval: Interval) =>
  intervalResults(SLIDER_EFFECTS, `${name}.${metric}`, interval, METRICS[metric].unit);

/** The sliders are the page's, and so are the settings of the learner. */
const asOnThePage = (config: RunConfig): RunConfig => ({
  ...config,
  learning: { ...DEFAULT_RUN_CONFIG.learning, updates: config.learning.updates },
});

/** Hashes a few steps of what the agents of this experiment learn from. */
export function marketHash(): string {
  const config = parseRunConfig({
    ...DEFAULT_RUN_CONFIG,
    env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 50 },
    dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 4 },
  });
  return datasetHash([collectEpisodes(collectionOf(config))]);
}
