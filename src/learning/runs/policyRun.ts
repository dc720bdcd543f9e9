/**
 * Defines runs of behaviour cloning and of IQL, which begins by cloning: the rewards,
 * split, statistics and networks that the task fixes, and the records that are kept.
 */
import type { EngineChoice } from '../algorithms/engineChoice';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { ACTION_LENGTH } from '../../env/types';
import { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import { mlpParameterCount, type LayerSizes } from '../algorithms/layerSizes';
import type { PolicyLearner } from '../algorithms/learners';
import { controlVariateRewards } from '../data/controlVariateRewards';
import type { Dataset } from '../data/dataset';
import {
  episodeReturns,
  observationStatistics,
  relabel,
  rewardScale,
  trainingEpisodes,
} from '../data/datasetOperations';
import { TransitionSampler } from '../data/sampler';
import { fitTrainingReference } from '../data/trainingReference';
import { checkFormat, checkObservations, checkRows } from './continuation';
import { createEngine } from './createEngine';
import type { EngineHooks } from './engine';

import type { RunDefinition, RunPhase } from './run';
import { CHECKPOINT_FORMAT, type Checkpoint, type RunState } from './runState';
import type { ObservationStatistics } from '../data/dataset';
import type { TrainingStart, TrainingTask } from './training';

interface Beginning {
  readonly task: TrainingTask;
  /** Updates of cloning that come before those of IQL. */
  readonly cloningUpdates: number;
  readonly statistics: ObservationStatistics;
  readonly isFineTuned: boolean;
}

/**
 * Defines a run of the task's `learning`. Fine-tuning keeps the standardisation that
 * the weights were trained under, and does not clone again. A run that is resumed is
 * its checkpoint's, whatever the task says.
 * @param hooks what an experiment changes in the updates
 * @throws InvalidInputError when the start does not fit the task or the data
 */
export function definePolicyRun(
  dataset: Dataset,
  asked: TrainingTask,
  start: TrainingStart,
  choice: EngineChoice,
  hooks: EngineHooks = {},
): RunDefinition<PolicySnapshot> {
  const { task, cloningUpdates, statistics, isFineTuned } = beginningOf(dataset, asked, start);
  const { learning, weights, seed, dollarsPerTick } = task;
  const { discount, batchSize } = learning;
  const plain = relabel(dataset, weights);
  const labelled = controlVariateRewards(plain, weights, dollarsPerTick, discount);
  const episodes = trainingEpisodes(labelled);
  const scale = rewardScale(episodeReturns(labelled, episodes));
  const sampler = new TransitionSampler(labelled, episodes, statistics, scale);
  const reference = fitTrainingReference(dataset);
  const { observationLength, observationKey } = dataset;
  const policySizes: LayerSizes = [observationLength, ...learning.hiddenSizes, ACTION_LENGTH];
  const networkLength = mlpParameterCount(policySizes);
  const standardisation = () => ({
    observationMean: statistics.mean.slice(),
    observationStd: statistics.std.slice(),
  });

  const phaseOf = (learner: PolicyLearner, end: number): RunPhase => ({
    name: learner.algorithm === 'bc' ? 'cloning' : 'training',
    end,
    learner,
    openEngine: (state) => createEngine(choice, learner, state, sampler, batchSize, hooks),
    criticsOf:
      learner.algorithm === 'bc'
        ? null
        : ({ target1, target2 }) => ({
            layerSizes: [observationLength + ACTION_LENGTH, ...learning.hiddenSizes, 1],
            critics: [target1, target2],
            ...standardisation(),
            rewardScale: scale,
            discount,
            dollarsPerTick: dollarsPerTick === 0 ? null : dollarsPerTick,
          }),
  });
  const cloning = (end: number) =>
    phaseOf(
      { algorithm: 'bc', settings: { policySizes, learningRate: learning.learningRate } },
      end,
    );
  const iql = phaseOf(iqlLearner(task, observationLength), cloningUpdates + learning.updates);

  return {
    task: { ...task, engine: choice.engine },
    algorithm: learning.algorithm,
    isFineTuned,
    dataset,
    random: new Rng(seed),
    phases:
      learning.algorithm === 'bc'
        ? [cloning(learning.updates)]
        : cloningUpdates > 0
          ? [cloning(cloningUpdates), iql]
          : [iql],
    policyOf: (parameters, version, updates) => ({
      kind: 'gaussianMlp',
      version,
      updates,
      layerSizes: policySizes,
      parameters: parameters.slice(0, networkLength),
      logStd: parameters.slice(networkLength),
      ...standardisation(),
      observationKey,
      reference,
    }),
    stateOf: ({ phase, update, policyVersion, random, learner }) => ({
      kind: 'gaussianMlp',
      checkpoint: {
        format: CHECKPOINT_FORMAT,
        request: { config: learning, weights, seed, dollarsPerTick, fineTune: isFineTuned },
        phase,
        update,
        cloningUpdates,
        policyVersion,
        observationKey,
        datasetRows: dataset.rows,
        statistics,
        random,
        learner,
      },
    }),
  };
}

function beginningOf(dataset: Dataset, task: TrainingTask, start: TrainingStart): Beginning {
  if (start.kind === 'fresh') {
    const { algorithm, cloningUpdates } = task.learning;
    return {
      task,
      cloningUpdates: algorithm === 'iql' ? cloningUpdates : 0,
      statistics: observationStatistics(dataset, trainingEpisodes(dataset)),
      isFineTuned: false,
    };
  }
  const checkpoint = checkpointOf(start.from);
  const { format, request, observationKey, statistics } = checkpoint;
  checkFormat(CHECKPOINT_FORMAT, format);
  if (start.kind === 'fineTune') {
    checkSizes(task, checkpoint);
    checkObservations(dataset, observationKey, 'the run to continue');
    return { task, cloningUpdates: 0, statistics, isFineTuned: true };
  }
  checkObservations(dataset, observationKey, 'the checkpoint');
  checkRows(dataset, checkpoint.datasetRows);
  const { config: learning, weights, seed, dollarsPerTick = 0, fineTune: isFineTuned } = request;
  return {
    task: { ...task, learning, weights, seed, dollarsPerTick },
    cloningUpdates: checkpoint.cloningUpdates,
    statistics,
    isFineTuned,
  };
}

function iqlLearner({ learning }: TrainingTask, observationLength: number): PolicyLearner {
  const { hiddenSizes, learningRate, discount, expectile, temperature, targetRate } = learning;
  return {
    algorithm: 'iql',
    settings: {
      observationLength,
      actionLength: ACTION_LENGTH,
      hiddenSizes,
      learningRate,
      discount,
      expectile,
      temperature,
      normalisesAdvantages: learning.advantageScaling === 'batch',
      targetRate,
      policyDecayUpdates: learning.updates,
    },
  };
}

function checkpointOf(state: RunState): Checkpoint {
  if (state.kind === 'gaussianMlp') return state.checkpoint;
  throw new InvalidInputError('start.from', 'a run of cloning or IQL', state.kind);
}

function checkSizes({ learning }: TrainingTask, { request }: Checkpoint): void {
  const { hiddenSizes } = request.config;
  if (hiddenSizes.join() === learning.hiddenSizes.join()) return;
  const expected = `${hiddenSizes.join('-')}, those of the run to continue`;
  throw new InvalidInputError('learning.hiddenSizes', expected, learning.hiddenSizes);
}
