/**
 * Defines runs of behaviour cloning and of IQL, which begins by cloning: the rewards, split,
 * statistics and networks that the task fixes, and the records that are kept.
 */
import type { EngineChoice } from '../algorithms/engineChoice';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { CriticWeighting } from '../../agents/policies/criticPair';
import { weightInputsOf } from '../../agents/policies/weightInputs';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import { WEIGHT_RANGES, type WeightRanges } from '../../env/weightRanges';
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
import { TransitionSampler, WeightedSampler, type AnySampler } from '../data/sampler';
import { ordinaryMoments } from '../data/ordinaryMoments';
import { fitTrainingReference } from '../data/trainingReference';
import { inBasis, learnedTerms, termBasis, termReturnsToGo } from '../data/termReturns';
import { drawWeightings } from '../data/weightings';
import { checkConditioning, checkFormat, checkObservations, checkRows } from './continuation';
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
  /** Weights that are learned for; undefined where they are those of the task. */
  readonly weightRanges: WeightRanges | undefined;
}

/**
 * Defines a run of the task's `learning`. Fine-tuning keeps the standardisation that the weights
 * were trained under, and does not clone again. A run that is resumed is its checkpoint's, whatever
 * the task says.
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
  const beginning = beginningOf(dataset, asked, start);
  const { task, cloningUpdates, statistics, isFineTuned, weightRanges } = beginning;
  const { learning, weights, seed, dollarsPerTick } = task;
  const { discount, batchSize } = learning;
  const { sampler, scale, weighting } = lessonsOf(dataset, beginning);
  const reference = fitTrainingReference(dataset);
  const { observationLength, observationKey } = dataset;
  const inputs = observationLength + weightInputsOf(weightRanges);
  const rewardTerms = weightRanges === undefined ? 1 : REWARD_TERM_COUNT;
  const policySizes: LayerSizes = [inputs, ...learning.hiddenSizes, ACTION_LENGTH];
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
            layerSizes: [inputs + ACTION_LENGTH, ...learning.hiddenSizes, rewardTerms],
            critics: [target1, target2],
            ...standardisation(),
            rewardScale: scale,
            discount,
            dollarsPerTick: dollarsPerTick === 0 ? null : dollarsPerTick,
            ...(weighting !== undefined && { weighting }),
          }),
  });
  const cloning = (end: number) =>
    phaseOf(
      {
        algorithm: 'bc',
        settings: { policySizes, learningRate: learning.learningRate, rewardTerms },
      },
      end,
    );
  const iql = phaseOf(iqlLearner(task, inputs, rewardTerms), cloningUpdates + learning.updates);

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
      ...(weightRanges !== undefined && { weightRanges }),
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
        ...(weightRanges !== undefined && { weightRanges }),
        random,
        learner,
      },
    }),
  };
}

/**
 * Standard deviation of the ordinary discounted returns that critics learn under every weighting,
 * about what the scale of fixed rewards gives. Adam's steps make outputs waver by as much whatever
 * they stand for: at a deviation of 1, what an action changes at a small inventory would drown in
 * it.
 */
const VALUE_SPREAD = 30;

/** What a learner draws its minibatches from. */
interface Lessons {
  readonly sampler: AnySampler;
  /** Scale of the rewards; 1 where there is one for each term. */
  readonly scale: number;
  /** What critics need that are told the weights. */
  readonly weighting?: CriticWeighting;
}

function lessonsOf(
  dataset: Dataset,
  { task, statistics, weightRanges: ranges }: Beginning,
): Lessons {
  const { learning, weights, seed, dollarsPerTick } = task;
  const { discount } = learning;
  const episodes = trainingEpisodes(dataset);
  if (ranges === undefined) {
    const plain = relabel(dataset, weights);
    const labelled = controlVariateRewards(plain, weights, dollarsPerTick, discount);
    const scale = rewardScale(episodeReturns(labelled, episodes));
    return { sampler: new TransitionSampler(labelled, episodes, statistics, scale), scale };
  }
  const terms = learnedTerms(dataset, dollarsPerTick, discount);
  const moments = ordinaryMoments(termReturnsToGo(terms, episodes, discount), episodes);
  const basis = termBasis(moments).map((value) => value / VALUE_SPREAD);
  const weightings = drawWeightings(seed, ranges, basis);
  const own = inBasis(terms, basis);
  return {
    sampler: new WeightedSampler(dataset, episodes, statistics, own, weightings),
    scale: 1,
    weighting: { ranges, basis },
  };
}

function beginningOf(dataset: Dataset, task: TrainingTask, start: TrainingStart): Beginning {
  if (start.kind === 'fresh') {
    const { algorithm, cloningUpdates, conditioning } = task.learning;
    return {
      task,
      cloningUpdates: algorithm === 'iql' ? cloningUpdates : 0,
      statistics: observationStatistics(dataset, trainingEpisodes(dataset)),
      isFineTuned: false,
      weightRanges: conditioning === 'weights' ? WEIGHT_RANGES : undefined,
    };
  }
  const checkpoint = checkpointOf(start.from);
  const { format, request, observationKey, statistics, weightRanges } = checkpoint;
  checkFormat(CHECKPOINT_FORMAT, format);
  if (start.kind === 'fineTune') {
    checkSizes(task, checkpoint);
    checkObservations(dataset, observationKey, 'the run to continue');
    return { task, cloningUpdates: 0, statistics, isFineTuned: true, weightRanges };
  }
  checkObservations(dataset, observationKey, 'the checkpoint');
  checkRows(dataset, checkpoint.datasetRows);
  const { config: learning, weights, seed, dollarsPerTick = 0, fineTune: isFineTuned } = request;
  return {
    task: { ...task, learning, weights, seed, dollarsPerTick },
    cloningUpdates: checkpoint.cloningUpdates,
    statistics,
    isFineTuned,
    weightRanges,
  };
}

function iqlLearner(
  { learning }: TrainingTask,
  observationLength: number,
  rewardTerms: number,
): PolicyLearner {
  const { hiddenSizes, learningRate, discount, expectile, temperature, targetRate } = learning;
  return {
    algorithm: 'iql',
    settings: {
      observationLength,
      actionLength: ACTION_LENGTH,
      rewardTerms,
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

function checkSizes({ learning }: TrainingTask, { request, weightRanges }: Checkpoint): void {
  checkConditioning(learning, weightRanges);
  const { hiddenSizes } = request.config;
  if (hiddenSizes.join() === learning.hiddenSizes.join()) return;
  const expected = `${hiddenSizes.join('-')}, those of the run to continue`;
  throw new InvalidInputError('learning.hiddenSizes', expected, learning.hiddenSizes);
}
