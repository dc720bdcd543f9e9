/**
 * The slider does what it says: the more inventory is charged for, the less of
 * it the trained agent carries, and spread capture is what is given up for it.
 */
import { TERM } from '../../env/types';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { mean, meanInterval } from '../../evaluation/statistics';
import { intervalResults } from '../output/intervals';
import { formatNumber } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import type { Experiment } from './experiment';
import { collectFor, DEFAULT_SIZES, perSeed, runConfigOf, trainAndEvaluate } from './trained';

const NAME = 'experiment.inventoryAversion';
/** Inventory weights tried, in dollars per step at the limit. */
const WEIGHTS = [0, 20, 100, 500, 1000];

export const inventoryAversion: Experiment = {
  claim: 'mean |inventory| falls monotonically as its weight rises',
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const config = runConfigOf(settings);
    const dataset = await collectFor(config, terminal);
    const scenarios = WEIGHTS.map((inventoryPenalty) => ({
      ...config,
      weights: { ...config.weights, inventoryPenalty },
    }));
    const runs = await trainAndEvaluate(
      scenarios.map((scenario) => ({
        scenario,
        job: jobOf(scenario, dataset),
      })),
      settings,
      terminal,
    );
    const inventory = runs.map((run) => perSeed(run, (episode) => episode.meanAbsInventory));
    const capture = runs.map((run) => perSeed(run, spreadCapture));
    terminal.progress.finish(`Trained ${runs.flat().length} policies.`);
    terminal.print(
      formatTable(
        ['weight', 'mean |q|', 'spread capture $', 'profit $'],
        WEIGHTS.map((weight, index) => [
          String(weight),
          formatNumber(mean(inventory[index])),
          formatNumber(mean(capture[index])),
          formatNumber(mean(perSeed(runs[index], (episode) => episode.profit))),
        ]),
      ),
    );
    const means = inventory.map((values) => mean(values));
    const holds = means.every((value, index) => index === 0 || value < means[index - 1]);
    const captures = capture.map((values) => mean(values));
    return {
      config: { ...config, inventoryWeights: WEIGHTS, trainingSeeds: settings.trainingSeeds },
      results: WEIGHTS.flatMap((weight, index) => [
        ...intervalResults(
          NAME,
          `weight${weight}.meanAbsInventory`,
          meanInterval(inventory[index]),
          'contracts',
        ),
        ...intervalResults(
          NAME,
          `weight${weight}.spreadCapture`,
          meanInterval(capture[index]),
          'dollars',
        ),
      ]),
      holds,
      conclusion: `Mean |inventory| goes ${means.map(formatNumber).join(', ')} contracts as the weight goes ${WEIGHTS.join(', ')}; spread capture goes from $${formatNumber(captures[0])} to $${formatNumber(captures[captures.length - 1])}.`,
    };
  },
};

const spreadCapture = (episode: EpisodeMetrics) => episode.terms[TERM.spreadCapture];
