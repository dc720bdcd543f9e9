/**
 * The slider does what it says: the more inventory is charged for, the less of it the trained agent
 * carries, and spread capture is what is given up for it. Beyond some weight an agent is as flat as
 * it can be, so a step need not lower it, but none may raise it.
 */
import { TERM } from '../../env/types';
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
  claim: 'a higher inventory penalty lowers mean |inventory|, and no step of it raises it',
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
    const steps = played
      .slice(1)
      .map((runs, index) => differenceOver(runs, played[index], meanAbsInventory));
    const raising = steps.flatMap(({ low }, index) => (low > 0 ? [WEIGHTS[index + 1]] : []));
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
      holds: whole.high < 0 && raising.length === 0,
      conclusion: `On ${seedsText(settings)}, mean |inventory| goes ${inventory.map(({ estimate }) => formatNumber(estimate)).join(', ')} contracts as the weight goes ${WEIGHTS.join(', ')}: from first to last by ${formatInterval(whole)}, ${raising.length === 0 ? 'and at no step does it rise measurably' : `and at ${raising.join(' and ')} it rises`}. Spread capture goes from $${formatNumber(capture[0].estimate)} to $${formatNumber(capture[last].estimate)}.`,
    };
  },
};

const spreadCapture: EpisodeMetric = (episode) => episode.terms[TERM.spreadCapture];
const meanAbsInventory: EpisodeMetric = (episode) => episode.meanAbsInventory;
