/**
 * Shows why a test permutes advantage weights. NanoARB multiplies a (batch, 1) column of them by a
 * (batch) row of log densities, and never noticed that its IQL was cloning. Here the fault is put
 * in on purpose, beside IQL without it and beside cloning from the same minibatches, which is IQL
 * at β = 0.
 */
import { NetworkPolicy } from '../../agents/policies/networkPolicy';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { ACTION_LENGTH } from '../../env/types';
import type { Interval } from '../../evaluation/statistics';
import type { Dataset } from '../../learning/data/dataset';
import { datasetHash } from '../../learning/data/datasetHash';
import { formatGain, formatInterval, formatWhole, intervalResults } from '../output/intervals';
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
  returnOf,
  runConfigOf,
  scoresOver,
  seedsText,
  trainAndEvaluate,
  type TrainedEvaluation,
} from './trained';

const NAME = 'experiment.staleAdvantages';
/** Policies are compared on every eighth row of the data. */
const ROW_STRIDE = 8;

export const staleAdvantages: Experiment = {
  claim:
    "with NanoARB's broadcasting fault put in, IQL stays near cloning and earns no more than it",
  // How far two seeds of cloning are from each other takes two of them on a dataset.
  defaults: { ...DEFAULT_SIZES, dataSeeds: 4, trainingSeeds: 2 },
  async run(settings, terminal) {
    const datasets = await overDataSeeds(settings, async (own) => {
      const config = runConfigOf(own);
      const dataset = await collectFor(config, terminal);
      const job = jobOf(config, dataset);
      const withoutAdvantages = { ...job, learning: { ...job.learning, temperature: 0 } };
      const [right, faulty, cloned] = await trainAndEvaluate(
        [job, { ...job, hook: 'broadcastAdvantages' as const }, withoutAdvantages].map(
          (variant) => ({ scenario: config, job: variant }),
        ),
        own,
        terminal,
      );
      const fromCloning = (runs: readonly TrainedEvaluation[]) =>
        runs.map(({ policy }, seed) => actionDistance(policy, cloned[seed].policy, dataset));
      return {
        right: { episodes: episodesOf(right), distance: fromCloning(right) },
        faulty: { episodes: episodesOf(faulty), distance: fromCloning(faulty) },
        // Distance between seeds of the same learner, which is the scale of "the same policy".
        cloned: {
          episodes: episodesOf(cloned),
          distance: cloned.map(({ policy }, seed) =>
            actionDistance(policy, cloned[(seed + 1) % cloned.length].policy, dataset),
          ),
        },
        hash: datasetHash([dataset]),
      };
    });
    terminal.progress.finish(`Trained on ${seedsText(settings)}.`);
    const playedBy = (learner: Learner) => datasets.map((data) => data[learner].episodes);
    const distances = (learner: Learner) => datasets.map((data) => data[learner].distance);
    const rightDistance = scoresOver(distances('right'));
    const faultyDistance = scoresOver(distances('faulty'));
    const seedDistance = scoresOver(distances('cloned'));
    const closer = scoresOver(
      datasets.map(({ cloned, faulty }) =>
        cloned.distance.map((distance, seed) => distance - faulty.distance[seed]),
      ),
    );
    const added = differenceOver(playedBy('right'), playedBy('faulty'));
    const left = differenceOver(playedBy('faulty'), playedBy('cloned'));
    const whole = differenceOver(playedBy('right'), playedBy('cloned'));

    terminal.print(
      formatTable(
        ['learner', 'return $', 'actions’ distance from β = 0'],
        [
          ['IQL', 'right', formatInterval(rightDistance)] as const,
          ['IQL, advantages broadcast', 'faulty', formatInterval(faultyDistance)] as const,
          [
            'IQL at β = 0: cloning',
            'cloned',
            `${formatInterval(seedDistance)} between seeds`,
          ] as const,
        ].map(([name, learner, distance]) => [
          name,
          formatInterval(metricOver(playedBy(learner), returnOf), formatWhole),
          distance,
        ]),
      ),
    );
    return {
      config: {
        ...runConfigOf(settings),
        dataSeeds: settings.dataSeeds,
        trainingSeeds: settings.trainingSeeds,
        hashes: datasets.map(({ hash }) => hash),
      },
      results: [
        ...distanceResults('iql', rightDistance),
        ...distanceResults('faulty', faultyDistance),
        ...distanceResults('betweenSeeds', seedDistance),
        ...intervalResults(NAME, 'iqlMinusFaulty.difference', added, 'dollars'),
        ...intervalResults(NAME, 'iqlMinusCloning.difference', whole, 'dollars'),
        ...intervalResults(NAME, 'faultyMinusCloning.difference', left, 'dollars'),
      ],
      holds: closer.low > 0 && left.low <= 0 && added.low > 0,
      conclusion:
        `On ${seedsText(settings)}, with the fault IQL's actions are ${formatInterval(faultyDistance)} from cloning's, where two seeds of cloning are ${formatInterval(seedDistance)} from each other, ` +
        `and it earns ${formatGain(left)} than cloning, where IQL earns ${formatGain(whole)}.`,
    };
  },
};

type Learner = 'right' | 'faulty' | 'cloned';

/**
 * Returns the root mean square difference of the mean scaled actions, over the dataset's states and
 * all dimensions.
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
