/**
 * Defines runs of the Decision Transformer: the scales, windows and model that the task and its
 * return labels fix, and the records that are kept.
 */
import type { EngineChoice } from '../algorithms/engineChoice';
import {
  timestepBucket,
  type DecisionTransformerSizes,
} from '../../agents/policies/decisionTransformerLayout';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import { weightInputsOf } from '../../agents/policies/weightInputs';
import { ACTION_LENGTH } from '../../env/types';
import { WEIGHT_RANGES, type WeightRanges } from '../../env/weightRanges';
import { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import type { DecisionTransformerConfig } from '../algorithms/decisionTransformerConfig';
import type { SequenceLearner } from '../algorithms/learners';
import type { Dataset } from '../data/dataset';
import {
  episodeRanges,
  observationStatistics,
  returnScale,
  rowsOf,
  trainingEpisodes,
  type EpisodeRange,
} from '../data/datasetOperations';
import { termReturnLabels } from '../data/returnLabels';
import { SequenceSampler, WeightedSequenceSampler } from '../data/sequences';
import { fitTrainingReference } from '../data/trainingReference';
import { drawWeightings } from '../data/weightings';
import { checkConditioning, checkFormat, checkObservations, checkRows } from './continuation';
import { createSequenceEngine } from './createEngine';

import type { RunDefinition } from './run';
import {
  TRANSFORMER_CHECKPOINT_FORMAT,
  type DecisionTransformerCheckpoint,
  type ReturnUnits,
  type RunState,
} from './runState';
import type { ObservationStatistics, ReturnLabels } from '../data/dataset';
import type { TrainingStart, TrainingTask } from './training';

/** A task that trains a Decision Transformer. */
export interface TransformerTask extends TrainingTask {
  readonly decisionTransformer: DecisionTransformerConfig;
}

/**
 * Defines a run of the task's Decision Transformer. Fine-tuning keeps the standardisation that the
 * weights were trained under. A run that is resumed is its checkpoint's, whatever the task says.
 * @param labels what the model is told that every row of the data led to
 * @throws InvalidInputError when the start does not fit the task or the data
 */
export function defineTransformerRun(
  dataset: Dataset,
  asked: TransformerTask,
  labels: ReturnLabels,
  start: TrainingStart,
  choice: EngineChoice,
): RunDefinition<DecisionTransformerSnapshot> {
  const episodes = trainingEpisodes(dataset);
  const beginning = beginningOf(dataset, asked, start);
  const { task, statistics, weightRanges } = beginning;
  const { units = unitsOf(labels, episodes) } = beginning;
  const { decisionTransformer: config, weights, seed, dollarsPerTick } = task;
  const { observationLength, observationKey } = dataset;
  const { embedding, layers, heads, contextLength, timesteps, batchSize } = config;
  const sizes: DecisionTransformerSizes = {
    observationLength: observationLength + weightInputsOf(weightRanges),
    actionLength: ACTION_LENGTH,
    embedding,
    layers,
    heads,
    contextLength,
    timesteps,
  };
  const scales = {
    returnScale: units.scale,
    timesteps,
    bucket: timestepBucket(longestEpisode(dataset), timesteps),
  };
  const { returns, discount, conditioning = 'returnToGo' } = labels;
  const told = weightRanges && termReturnLabels(dataset, task);
  const sampler =
    weightRanges === undefined || told === undefined
      ? new SequenceSampler(dataset, episodes, returns, statistics, scales)
      : new WeightedSequenceSampler(
          dataset,
          episodes,
          told.returns,
          drawWeightings(seed, weightRanges, told.basis),
          statistics,
          scales,
        );
  const learner: SequenceLearner = { algorithm: 'dt', sizes, settings: config };
  const reference = fitTrainingReference(dataset);
  return {
    task: { ...task, engine: choice.engine },
    algorithm: 'dt',
    isFineTuned: start.kind === 'fineTune',
    dataset,
    random: new Rng(seed),
    phases: [
      {
        name: 'training',
        end: config.updates,
        learner,
        openEngine: (state) => createSequenceEngine(choice, learner, state, sampler, batchSize),
        criticsOf: null,
      },
    ],
    policyOf: (parameters, version, updates) => ({
      kind: 'decisionTransformer',
      version,
      updates,
      sizes,
      parameters,
      timestepBucket: scales.bucket,
      returnScale: scales.returnScale,
      conditioning,
      returnRange: units.range,
      discount,
      observationMean: statistics.mean.slice(),
      observationStd: statistics.std.slice(),
      observationKey,
      ...(weightRanges !== undefined && { weightRanges, returnBasis: told?.basis }),
      reference,
    }),
    stateOf: ({ update, policyVersion, random, learner: state }) => ({
      kind: 'decisionTransformer',
      checkpoint: {
        format: TRANSFORMER_CHECKPOINT_FORMAT,
        request: { config, weights, seed, dollarsPerTick },
        update,
        policyVersion,
        observationKey,
        labels,
        units,
        statistics,
        ...(weightRanges !== undefined && { weightRanges }),
        random,
        learner: state,
      },
    }),
  };
}

/** @throws InvalidInputError for the state of another learner */
export function transformerCheckpointOf(state: RunState): DecisionTransformerCheckpoint {
  if (state.kind === 'decisionTransformer') return state.checkpoint;
  throw new InvalidInputError('start.from', 'a run of a Decision Transformer', state.kind);
}

interface Beginning {
  readonly task: TransformerTask;
  readonly statistics: ObservationStatistics;
  /** Those of the run that is resumed; any other run measures its own. */
  readonly units?: ReturnUnits;
  /** Weights that are learned for; undefined where they are those of the task. */
  readonly weightRanges: WeightRanges | undefined;
}

function beginningOf(dataset: Dataset, task: TransformerTask, start: TrainingStart): Beginning {
  if (start.kind === 'fresh') {
    const { conditioning } = task.learning;
    return {
      task,
      statistics: observationStatistics(dataset, trainingEpisodes(dataset)),
      weightRanges: conditioning === 'weights' ? WEIGHT_RANGES : undefined,
    };
  }
  const checkpoint = transformerCheckpointOf(start.from);
  const { format, request, observationKey, statistics, labels, weightRanges } = checkpoint;
  checkFormat(TRANSFORMER_CHECKPOINT_FORMAT, format);
  if (start.kind === 'fineTune') {
    checkSizes(task, checkpoint);
    checkObservations(dataset, observationKey, 'the run to continue');
    return { task, statistics, weightRanges };
  }
  checkObservations(dataset, observationKey, 'the checkpoint');
  checkRows(dataset, labels.returns.length);
  const { config: decisionTransformer, weights, seed, dollarsPerTick } = request;
  const everything = [{ start: 0, end: dataset.rows }];
  const { units = unitsOf(labels, everything) } = checkpoint;
  const resumed = { ...task, decisionTransformer, weights, seed, dollarsPerTick };
  return { task: resumed, statistics, units, weightRanges };
}

function checkSizes(
  { decisionTransformer: config, learning }: TransformerTask,
  { request, weightRanges }: DecisionTransformerCheckpoint,
): void {
  checkConditioning(learning, weightRanges);
  for (const size of ['embedding', 'layers', 'heads', 'contextLength', 'timesteps'] as const) {
    if (request.config[size] === config[size]) continue;
    const expected = `${request.config[size]}, that of the run to continue`;
    throw new InvalidInputError(`decisionTransformer.${size}`, expected, config[size]);
  }
}

const longestEpisode = (dataset: Dataset) =>
  episodeRanges(dataset).reduce((most, { start, end }) => Math.max(most, end - start), 1);

/** Measures the labels of these episodes; deviations have their unit already. */
function unitsOf(
  { returns, conditioning }: ReturnLabels,
  episodes: readonly EpisodeRange[],
): ReturnUnits {
  const values = rowsOf(returns, episodes);
  return {
    scale: conditioning === 'returnDeviations' ? 1 : returnScale(values),
    range: [
      values.reduce((low, value) => Math.min(low, value), Infinity),
      values.reduce((high, value) => Math.max(high, value), -Infinity),
    ],
  };
}
