/**
 * One agent of every weighting beside agents that are each trained for one: what it earns under
 * nine settings of two weights, and whether it moves with the weights as they do.
 */
import { hypervolume, worstOf, type FrontPoint } from '../../evaluation/front';
import type { HierarchicalInterval } from '../../evaluation/hierarchicalBootstrap';
import { parseMixture } from '../../agents/agentSpecSchema';
import type { RunConfig } from '../../protocol/run';
import { formatInterval, formatWhole, intervalResults } from '../output/intervals';
import { formatNumber } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import type { Experiment, ExperimentSettings } from './experiment';
import { REACHING, SMALL_AND_LARGE } from './steerableRecipe';
import {
  collectFor,
  DEFAULT_SIZES,
  differenceOver,
  episodesOf,
  evaluatePolicies,
  metricOver,
  overDataSeeds,
  returnOf,
  runConfigOf,
  seedsText,
  trainAndEvaluate,
  trainPolicies,
  type EpisodeMetric,
  type PlayedEpisodes,
} from './trained';

const NAME = 'experiment.weightsThatSteer';

/**
 * Settings of the inventory penalty and of adverse selection. Training draws 0 and the defaults, 20
 * and 1, again and again; the last two, and those between 20 and 1000, it never draws.
 */
const SETTINGS = [
  { inventoryPenalty: 0, adverseSelection: 1 },
  { inventoryPenalty: 20, adverseSelection: 1 },
  { inventoryPenalty: 100, adverseSelection: 1 },
  { inventoryPenalty: 500, adverseSelection: 1 },
  { inventoryPenalty: 1000, adverseSelection: 1 },
  { inventoryPenalty: 20, adverseSelection: 0 },
  { inventoryPenalty: 20, adverseSelection: 2 },
  { inventoryPenalty: 50, adverseSelection: 1.5 },
  { inventoryPenalty: 300, adverseSelection: 0.5 },
] as const;
type SteeredSetting = (typeof SETTINGS)[number];

/**
 * Updates of the told agent, in those of an agent of one setting: a third of what the nine take.
 * With half of it or all, it follows the noise of its data, and inventory falls less with its
 * weight.
 */
const TOLD_BUDGET = SETTINGS.length / 3;

/** Places of the settings in which one weight rises and the other stays. */
const RISING_INVENTORY = [0, 1, 2, 3, 4];
const RISING_ADVERSE = [5, 1, 6];
/**
 * Those of them under which every agent quotes; where adverse selection counts double, some do not.
 */
const QUOTING = RISING_ADVERSE.slice(0, 2);
/** Least share of the separate agents' span of mean |inventory|. */
const LEAST_SPAN = 0.8;

const nameOf = ({ inventoryPenalty, adverseSelection }: SteeredSetting) =>
  `inventory${inventoryPenalty}.adverse${String(adverseSelection).replace('.', '_')}`;

/** Results of one data seed, by place of the setting. */
interface DataSeedResult {
  readonly told: readonly PlayedEpisodes[];
  readonly separate: readonly PlayedEpisodes[];
}

export const weightsThatSteer: Experiment = {
  claim:
    'one agent of every weighting earns under nine settings what an agent trained for each earns, with a third of their budget, and moves with the weights',
  defaults: {
    ...DEFAULT_SIZES,
    dataSeeds: 5,
    episodes: 800,
    evaluationEpisodes: 32,
  },
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own): Promise<DataSeedResult> => {
      const config = steeredConfig(own);
      const dataset = await collectFor(config, terminal);
      const scenarios = SETTINGS.map((setting) => ({
        ...config,
        weights: { ...config.weights, ...setting },
      }));
      const plans = scenarios.map((scenario) => ({ scenario, job: jobOf(scenario, dataset) }));
      const separate = (await trainAndEvaluate(plans, own, terminal)).map(episodesOf);
      const updates = Math.round(TOLD_BUDGET * config.learning.updates);
      const learning = { ...config.learning, conditioning: 'weights', updates } as const;
      const job = jobOf({ ...config, learning }, dataset);
      const [policies] = await trainPolicies([job], own, terminal);
      const entries = scenarios.map((scenario) => ({ scenario, policies }));
      const told = (await evaluatePolicies(entries, own, terminal)).map(episodesOf);
      return { told, separate };
    });
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);

    const played = (kind: keyof DataSeedResult, place: number) =>
      datasets.map((data) => data[kind][place]);
    const rows = SETTINGS.map((setting, place) => {
      const told = played('told', place);
      const separate = played('separate', place);
      return {
        setting,
        metrics: {
          'told.return': metricOver(told, returnOf),
          'separate.return': metricOver(separate, returnOf),
          'toldMinusSeparate.return': differenceOver(told, separate),
          'told.meanAbsInventory': metricOver(told, meanAbsInventory),
          'separate.meanAbsInventory': metricOver(separate, meanAbsInventory),
          'told.quotedSpread': metricOver(told, quotedSpread),
          'separate.quotedSpread': metricOver(separate, quotedSpread),
        },
      };
    });
    terminal.print(
      formatTable(
        ['inventory, adverse', 'told $', 'separate $', 'told |q|', 'separate |q|', 'told spread'],
        rows.map(({ setting, metrics }) => [
          `${setting.inventoryPenalty}, ${setting.adverseSelection}`,
          formatInterval(metrics['told.return'], formatWhole),
          formatInterval(metrics['separate.return'], formatWhole),
          formatInterval(metrics['told.meanAbsInventory']),
          formatInterval(metrics['separate.meanAbsInventory']),
          formatInterval(metrics['told.quotedSpread']),
        ]),
      ),
    );

    const along = (kind: keyof DataSeedResult, places: readonly number[], metric: EpisodeMetric) =>
      movementOf(
        places.map((place) => played(kind, place)),
        metric,
      );
    const inventory = along('told', RISING_INVENTORY, meanAbsInventory);
    const separateInventory = along('separate', RISING_INVENTORY, meanAbsInventory);
    const span = spanOf(inventory.means) / spanOf(separateInventory.means);
    const spread = along('told', QUOTING, quotedSpread);
    const traded = along('told', RISING_ADVERSE, contractsTraded);
    const meanOf = (kind: keyof DataSeedResult, place: number, metric: EpisodeMetric) =>
      metricOver(played(kind, place), metric).estimate;
    const points = (kind: keyof DataSeedResult): FrontPoint[] =>
      SETTINGS.map((_, place) => ({
        gain: meanOf(kind, place, (episode) => episode.profit),
        cost: meanOf(kind, place, meanAbsInventory),
      }));
    const worst = worstOf([...points('told'), ...points('separate')]);
    const told = hypervolume(points('told'), worst);
    const separate = hypervolume(points('separate'), worst);
    const worse = rows.filter(({ metrics }) => metrics['toldMinusSeparate.return'].high < 0);
    const broken = [
      ...worse.map(({ setting }) => `earns less under ${nameOf(setting)}`),
      ...(inventory.whole.high < 0 && inventory.rising === 0 ? [] : ['inventory does not fall']),
      ...(span >= LEAST_SPAN ? [] : ['inventory spans less']),
      ...(spread.whole.low > 0 ? [] : ['the quoted spread does not rise']),
      ...(traded.whole.high < 0 && traded.rising === 0 ? [] : ['trading does not fall']),
      ...(told >= separate ? [] : ['the front is worse']),
    ];
    return {
      config: {
        ...steeredConfig(settings),
        settings: SETTINGS,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
      },
      results: [
        ...rows.flatMap(({ setting, metrics }) =>
          Object.entries(metrics).flatMap(([metric, interval]) => {
            const unit = UNITS[metric.split('.')[1]];
            return intervalResults(NAME, `${nameOf(setting)}.${metric}`, interval, unit);
          }),
        ),
        { name: `${NAME}.inventorySpan`, value: span, unit: 'of the separate agents’' },
        { name: `${NAME}.hypervolume.told`, value: told, unit: 'dollars · contracts' },
        { name: `${NAME}.hypervolume.separate`, value: separate, unit: 'dollars · contracts' },
      ],
      holds: broken.length === 0,
      conclusion: `On ${seedsText(settings)}, mean |inventory| goes ${listOf(inventory.means)} contracts as its weight goes 0, 20, 100, 500, 1000, from first to last by ${formatInterval(inventory.whole)}, where separate agents have ${listOf(separateInventory.means)}; the quoted spread goes ${listOf(spread.means)} ticks as adverse selection counts 0 and 1 times, by ${formatInterval(spread.whole)}, and contracts traded ${listOf(traded.means)} as it counts 0, 1, 2 times; hypervolume ${formatNumber(told)} against ${formatNumber(separate)}.${broken.length === 0 ? '' : ` Not as claimed: ${broken.join('; ')}.`}`,
    };
  },
};

const UNITS: Readonly<Record<string, string>> = {
  return: 'dollars',
  meanAbsInventory: 'contracts',
  quotedSpread: 'ticks',
};

/** The recipe of the lab's own agent of ES, for the told agent and for those of one setting. */
function steeredConfig(settings: ExperimentSettings): RunConfig {
  const config = runConfigOf(settings);
  const behaviours = parseMixture(SMALL_AND_LARGE);
  return {
    ...config,
    dataset: { ...config.dataset, behaviours },
    learning: { ...config.learning, ...REACHING },
  };
}

const meanAbsInventory: EpisodeMetric = (episode) => episode.meanAbsInventory;
const contractsTraded: EpisodeMetric = (episode) => episode.contractsTraded;
const quotedSpread: EpisodeMetric = (episode) => episode.quotedSpread;

const spanOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** How a metric moves along settings in which one weight rises. */
interface Movement {
  readonly means: readonly number[];
  /** Last less first, on the same episodes. */
  readonly whole: HierarchicalInterval;
  /** Steps that raise it beyond their interval, and that lower it. */
  readonly rising: number;
  readonly falling: number;
}

/** @param along what was played, by setting and data seed */
function movementOf(
  along: readonly (readonly PlayedEpisodes[])[],
  metric: EpisodeMetric,
): Movement {
  const steps = along.slice(1).map((played, index) => differenceOver(played, along[index], metric));
  return {
    means: along.map((played) => metricOver(played, metric).estimate),
    whole: differenceOver(along[along.length - 1], along[0], metric),
    rising: steps.filter(({ low }) => low > 0).length,
    falling: steps.filter(({ high }) => high < 0).length,
  };
}

const listOf = (values: readonly number[]): string => values.map(formatNumber).join(', ');
