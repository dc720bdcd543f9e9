/**
 * The slider does what it says: the more inventory is charged for, the less of
 * it the trained agent carries, and spread capture is what is given up for it.
 */
import { TERM } from '../../env/types';
import { mean } from '../../evaluation/statistics';
import { formatInterval, intervalResults } from '../output/intervals';
import { formatNumber } from '../output/results';
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

const NAME = 'experiment.inventoryAversion';
/** Inventory weights tried, in dollars per step at the limit. */
const WEIGHTS = [0, 20, 100, 500, 1000];

export const inventoryAversion: Experiment = {
  claim: 'mean |inventory| falls monotonically as its weight rises',
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own) => {
      const config = runConfigOf(own);
      const dataset = await collectFor(config, terminal);
      const scenarios = WEIGHTS.map((inventoryPenalty) => ({
        ...config,
        weights: { ...config.weights, inventoryPenalty },
      }));
      const plans = scenarios.map((scenario) => ({ scenario, job: jobOf(scenario, dataset) }));
      return (await trainAndEvaluate(plans, own, terminal)).map(episodesOf);
    });
    const played = WEIGHTS.map((_, weight) => datasets.map((data) => data[weight]));
    const inventory = played.map((runs) => metricOver(runs, meanAbsInventory));
    const capture = played.map((runs) => metricOver(runs, spreadCapture));
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    terminal.print(
      formatTable(
        ['weight', 'mean |q|', 'spread capture $', 'profit $'],
        WEIGHTS.map((weight, index) => [
          String(weight),
          formatInterval(inventory[index]),
          formatInterval(capture[index]),
          formatNumber(metricOver(played[index], (episode) => episode.profit).estimate),
        ]),
      ),
    );
    // Falling in every dataset is more than falling in the mean of all.
    const falls = datasets.every((data) => {
      const means = data.map((runs) => mean(runs.flat().map(meanAbsInventory)));
      return means.every((value, index) => index === 0 || value < means[index - 1]);
    });
    const last = WEIGHTS.length - 1;
    const whole = differenceOver(played[last], played[0], meanAbsInventory);
    return {
      config: {
        ...runConfigOf(settings),
        inventoryWeights: WEIGHTS,
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
      },
      results: WEIGHTS.flatMap((weight, index) => [
        ...intervalResults(NAME, `weight${weight}.meanAbsInventory`, inventory[index], 'contracts'),
        ...intervalResults(NAME, `weight${weight}.spreadCapture`, capture[index], 'dollars'),
      ]),
      holds: falls && !(whole.high >= 0),
      conclusion: `On ${seedsText(settings)}, mean |inventory| goes ${inventory.map(({ estimate }) => formatNumber(estimate)).join(', ')} contracts as the weight goes ${WEIGHTS.join(', ')}, ${falls ? 'falling in every dataset' : 'not falling at every step in every dataset'}; from first to last by ${formatInterval(whole)}. Spread capture goes from $${formatNumber(capture[0].estimate)} to $${formatNumber(capture[last].estimate)}.`,
    };
  },
};

const spreadCapture: EpisodeMetric = (episode) => episode.terms[TERM.spreadCapture];
const meanAbsInventory: EpisodeMetric = (episode) => episode.meanAbsInventory;
