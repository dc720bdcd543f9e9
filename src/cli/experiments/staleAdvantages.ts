/**
 * Shows why a test permutes advantage weights. NanoARB multiplies a (batch, 1) column of them
 * by a (batch) row of log densities, and never noticed that its IQL was cloning. Here the fault
 * is put in on purpose, beside IQL without it and beside cloning from the same minibatches,
 * which is IQL at β = 0.
 */
import { NetworkPolicy } from '../../agents/policies/networkPolicy';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { ACTION_LENGTH } from '../../env/types';
import { mean, meanInterval, pairedDifference, type Interval } from '../../evaluation/statistics';
import type { Dataset } from '../../learning/data/dataset';
import { datasetHash } from '../../learning/data/datasetHash';
import { formatGain, formatInterval, intervalResults } from '../output/intervals';
import { formatNumber } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf } from '../training/trainedPolicy';
import type { Experiment } from './experiment';
import {
  collectFor,
  DEFAULT_SIZES,
  isAboveZero,
  perSeed,
  returnDifference,
  returnOf,
  runConfigOf,
  trainAndEvaluate,
  type TrainedEvaluation,
} from './trained';

const NAME = 'experiment.staleAdvantages';
/** Policies are compared on every eighth row of the data. */
const ROW_STRIDE = 8;

export const staleAdvantages: Experiment = {
  claim: "with NanoARB's broadcasting fault put in, IQL is cloning",
  defaults: DEFAULT_SIZES,
  async run(settings, terminal) {
    const config = runConfigOf(settings);
    const dataset = await collectFor(config, terminal);
    const job = jobOf(config, dataset);
    const withoutAdvantages = { ...job, learning: { ...job.learning, temperature: 0 } };
    const [right, faulty, cloned] = await trainAndEvaluate(
      [job, { ...job, hook: 'broadcastAdvantages' as const }, withoutAdvantages].map((variant) => ({
        scenario: config,
        job: variant,
      })),
      settings,
      terminal,
    );
    terminal.progress.finish(`Trained ${3 * right.length} policies.`);

    const fromCloning = (runs: readonly TrainedEvaluation[]) =>
      runs.map(({ policy }, seed) => actionDistance(policy, cloned[seed].policy, dataset));
    const rightDistance = fromCloning(right);
    const faultyDistance = fromCloning(faulty);
    // Distance between seeds of the same learner, which is the scale of "the same policy".
    const seedDistance = cloned.map(({ policy }, seed) =>
      actionDistance(policy, cloned[(seed + 1) % cloned.length].policy, dataset),
    );
    const closer = pairedDifference(seedDistance, faultyDistance);
    const added = returnDifference(right, episodesOf(faulty));
    const left = returnDifference(faulty, episodesOf(cloned));
    const whole = returnDifference(right, episodesOf(cloned));

    terminal.print(
      formatTable(
        ['learner', 'return $', 'actions’ distance from β = 0'],
        [
          ['IQL', right, meanInterval(rightDistance)] as const,
          ['IQL, advantages broadcast', faulty, meanInterval(faultyDistance)] as const,
          ['IQL at β = 0: cloning', cloned, meanInterval(seedDistance)] as const,
        ].map(([name, runs, distance]) => [
          name,
          formatNumber(mean(perSeed(runs, returnOf))),
          name.endsWith('cloning')
            ? `${formatInterval(distance)} between seeds`
            : formatInterval(distance),
        ]),
      ),
    );
    const isCloning = closer.low > 0 && left.overSeeds.high < whole.overSeeds.low;
    return {
      config: { ...config, trainingSeeds: settings.trainingSeeds, hash: datasetHash([dataset]) },
      results: [
        ...distanceResults('iql', meanInterval(rightDistance)),
        ...distanceResults('faulty', meanInterval(faultyDistance)),
        ...distanceResults('betweenSeeds', meanInterval(seedDistance)),
        ...intervalResults(NAME, 'iqlMinusFaulty.overSeeds', added.overSeeds, 'dollars'),
        ...intervalResults(NAME, 'iqlMinusFaulty.overEpisodes', added.overEpisodes, 'dollars'),
        ...intervalResults(NAME, 'iqlMinusCloning.overSeeds', whole.overSeeds, 'dollars'),
        ...intervalResults(NAME, 'iqlMinusCloning.overEpisodes', whole.overEpisodes, 'dollars'),
        ...intervalResults(NAME, 'faultyMinusCloning.overSeeds', left.overSeeds, 'dollars'),
        ...intervalResults(NAME, 'faultyMinusCloning.overEpisodes', left.overEpisodes, 'dollars'),
      ],
      holds: isCloning && isAboveZero(added),
      conclusion:
        `With the fault IQL's actions are ${formatInterval(meanInterval(faultyDistance))} from cloning's, closer than two seeds of cloning are to each other (${formatInterval(meanInterval(seedDistance))}), ` +
        `and it earns ${formatGain(left.overSeeds)} than cloning, where IQL earns ${formatGain(whole.overSeeds)}.`,
    };
  },
};

const episodesOf = (runs: readonly TrainedEvaluation[]) => runs.map(({ episodes }) => episodes);

/**
 * Returns the root mean square difference of the mean scaled actions, over the dataset's states
 * and all dimensions.
 */
function actionDistance(a: PolicySnapshot, b: PolicySnapshot, dataset: Dataset): number {
  const policies = [new NetworkPolicy(a), new NetworkPolicy(b)] as const;
  const { observationLength: width, observations, rows } = dataset;
  let squares = 0;
  let count = 0;
  for (let row = 0; row < rows; row += ROW_STRIDE) {
    const observation = observations.subarray(row * width, (row + 1) * width);
    for (const policy of policies) policy.forward(observation);
    for (let dimension = 0; dimension < ACTION_LENGTH; dimension += 1) {
      squares += (policies[0].mean[dimension] - policies[1].mean[dimension]) ** 2;
      count += 1;
    }
  }
  return Math.sqrt(squares / count);
}

function distanceResults(key: string, distance: Interval) {
  return intervalResults(NAME, `${key}.actionDistance`, distance, 'scaled action, rms');
}
