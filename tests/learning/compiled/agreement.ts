/** Trains a learner twice from the same state, on tfjs's CPU backend and compiled, and compares. */
import { broadcastAdvantages } from '../../../src/cli/experiments/broadcastAdvantages';
import { ImplicitQLearner } from '../../../src/learning/tfjs/iql';
import * as tf from '../../../src/learning/tfjs/tf';
import { WEIGHT_INPUTS } from '../../../src/agents/policies/weightInputs';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';
import { initialState } from '../../../src/learning/algorithms/initialState';
import type { PolicyLearner, SequenceLearner } from '../../../src/learning/algorithms/learners';
import type { LearnerState } from '../../../src/learning/algorithms/learnerState';
import { compilePolicy, createLearner } from '../../../src/learning/tfjs/engines';
import type { ExecutorFactory } from '../goldens/compiledGoldens';
import {
  CompiledLearner,
  policyOutlook,
  sequenceOutlook,
} from '../../../src/learning/compiled/compiledLearner';
import { transitionFeed, windowFeed } from '../../../src/learning/compiled/feed';
import { compileDecisionTransformer } from '../../../src/learning/compiled/transformerProgram';
import {
  episodeRanges,
  observationStatistics,
  returnsToGo,
  type EpisodeRange,
} from '../../../src/learning/data/datasetOperations';
import { DecisionTransformer } from '../../../src/learning/tfjs/decisionTransformer';
import type {
  Engine,
  EngineReading,
  PolicyMeans,
  SequenceMeans,
} from '../../../src/learning/runs/engine';
import {
  ReferenceEngine,
  ReferenceSequenceEngine,
} from '../../../src/learning/tfjs/referenceEngine';
import type { Dataset, ObservationStatistics } from '../../../src/learning/data/dataset';
import { TransitionSampler, WeightedSampler } from '../../../src/learning/data/sampler';
import { inBasis, termBasis, termMoments } from '../../../src/learning/data/termReturns';
import { drawWeightings } from '../../../src/learning/data/weightings';
import {
  SequenceSampler,
  WeightedSequenceSampler,
  type SequenceScales,
} from '../../../src/learning/data/sequences';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';

const BATCH_SIZE = 32;
const HIDDEN_SIZES = [24, 17];

/**
 * `faultyIql` is IQL with broadcast advantages: on tfjs by the broadcast itself. `weighted` ones
 * are paid under weightings, which they are told.
 */
export const COMPARED = ['bc', 'iql', 'faultyIql', 'weightedBc', 'weightedIql'] as const;
export type Compared = (typeof COMPARED)[number];

export interface Agreement<Means> {
  /**
   * This is the largest difference in a parameter vector, relative to its largest entry, over all
   * vectors.
   */
  readonly worstParameters: number;
  /** The moments of the optimisers differ by this, measured alike. */
  readonly worstMoments: number;
  readonly reference: EngineReading<Means>;
  readonly compiled: EngineReading<Means>;
}

/** Compares cloning or IQL. tfjs's backend must be the CPU. */
export async function agreementWithReference(
  algorithm: Compared,
  updates: number,
  createExecutor: ExecutorFactory,
): Promise<Agreement<PolicyMeans>> {
  const dataset = banditDataset(40, new Rng(5));
  const ranges = episodeRanges(dataset);
  const statistics = observationStatistics(dataset, ranges);
  const sampler = algorithm.startsWith('weighted')
    ? weightedSampler(dataset, ranges, statistics)
    : new TransitionSampler(dataset, ranges, statistics, 2.5);
  const learner = learnerOf(algorithm, dataset.observationLength);
  const hooks = algorithm === 'faultyIql' ? { transformAdvantages: broadcastAdvantages } : {};
  const program = compilePolicy(learner, BATCH_SIZE, hooks);
  const feed = transitionFeed(program.batch, sampler);
  const executor = await createExecutor(program, feed);
  const state = initialState(learner, new Rng(2));
  const eager =
    algorithm === 'faultyIql' && learner.algorithm === 'iql'
      ? new ImplicitQLearner(learner.settings, state, (weights) => tf.expandDims(weights, 1))
      : createLearner(learner, state);
  return await compare(
    new ReferenceEngine(eager, sampler, BATCH_SIZE),
    new CompiledLearner(program, policyOutlook(program), executor, feed, state),
    updates,
  );
}

/**
 * Compares a Decision Transformer of two layers and two heads, on windows that are often padded.
 */
export async function sequenceAgreement(
  updates: number,
  createExecutor: ExecutorFactory,
  isWeighted = false,
): Promise<Agreement<SequenceMeans>> {
  const dataset = banditDataset(40, new Rng(5));
  const ranges = episodeRanges(dataset);
  const statistics = observationStatistics(dataset, ranges);
  const scales = { returnScale: 0.3, timesteps: 6, bucket: 1 };
  const returns = returnsToGo(dataset, ranges);
  const sampler = isWeighted
    ? weightedSequences(dataset, ranges, statistics, scales)
    : new SequenceSampler(dataset, ranges, returns, statistics, scales);
  const sizes = {
    observationLength: dataset.observationLength + (isWeighted ? WEIGHT_INPUTS : 0),
    actionLength: ACTION_LENGTH,
    embedding: 12,
    layers: 2,
    heads: 2,
    contextLength: 4,
    timesteps: scales.timesteps,
  };
  const settings = {
    learningRate: 1e-3,
    weightDecay: 1e-2,
    gradientClipNorm: 0.25,
    warmUpUpdates: 50,
  };
  const learner: SequenceLearner = { algorithm: 'dt', sizes, settings };
  const batchSize = 8;
  const program = compileDecisionTransformer(sizes, settings, batchSize);
  const feed = windowFeed(program.batch, sampler);
  const executor = await createExecutor(program, feed);
  const state = initialState(learner, new Rng(2));
  return await compare(
    new ReferenceSequenceEngine(new DecisionTransformer(learner, state), sampler, batchSize),
    new CompiledLearner(program, sequenceOutlook(program), executor, feed, state),
    updates,
  );
}

async function compare<Means>(
  reference: Engine<Means>,
  compiled: Engine<Means>,
  updates: number,
): Promise<Agreement<Means>> {
  reference.updateMany(updates, new Rng(9));
  const random = new Rng(9);
  // Chunks are uneven, as a session makes them.
  const first = Math.ceil(updates / 3);
  compiled.updateMany(first, random);
  compiled.updateMany(updates - first, random);

  const metrics = [await reference.readMetrics(), await compiled.readMetrics()] as const;
  const states = [await reference.saveState(), await compiled.saveState()] as const;
  reference.dispose();
  compiled.dispose();
  return {
    worstParameters: worstOf(states[0].parameters, states[1].parameters),
    worstMoments: worstOf(moments(states[0]), moments(states[1])),
    reference: metrics[0],
    compiled: metrics[1],
  };
}

/** Labels a dataset under weightings, by terms as in `weightedSampler`. */
function weightedSequences(
  dataset: Dataset,
  ranges: readonly EpisodeRange[],
  statistics: ObservationStatistics,
  scales: SequenceScales,
): WeightedSequenceSampler {
  const { terms, weightings } = correlatedTerms(dataset, ranges);
  return new WeightedSequenceSampler(dataset, ranges, terms, weightings, statistics, scales);
}

/** Pays a dataset under weightings. */
function weightedSampler(
  dataset: Dataset,
  ranges: readonly EpisodeRange[],
  statistics: ObservationStatistics,
): WeightedSampler {
  const { terms, weightings } = correlatedTerms(dataset, ranges);
  return new WeightedSampler(dataset, ranges, statistics, terms, weightings);
}

/** Terms of noise that are correlated with each other, in their basis, and weightings of them. */
function correlatedTerms(dataset: Dataset, ranges: readonly EpisodeRange[]) {
  const random = new Rng(6);
  const terms = dataset.terms.map((_, at) => (at % REWARD_TERM_COUNT === 0 ? 0 : random.normal()));
  terms.forEach((value, at) => {
    terms[at] = value + dataset.rewards[Math.floor(at / REWARD_TERM_COUNT)];
  });
  const basis = termBasis(termMoments(terms, ranges));
  const weightings = drawWeightings(4, WEIGHT_RANGES, basis, 50);
  return { terms: inBasis(terms, basis), weightings };
}

function learnerOf(compared: Compared, width: number): PolicyLearner {
  const isWeighted = compared.startsWith('weighted');
  const observationLength = isWeighted ? width + WEIGHT_INPUTS : width;
  const rewardTerms = isWeighted ? REWARD_TERM_COUNT : 1;
  if (compared === 'bc' || compared === 'weightedBc') {
    const policySizes = [observationLength, ...HIDDEN_SIZES, ACTION_LENGTH];
    return { algorithm: 'bc', settings: { policySizes, learningRate: 1e-3, rewardTerms } };
  }
  const settings = {
    observationLength,
    actionLength: ACTION_LENGTH,
    rewardTerms,
    hiddenSizes: HIDDEN_SIZES,
    learningRate: 1e-3,
    discount: 0.9,
    expectile: 0.7,
    temperature: 3,
    // The goldens have them as they are.
    normalisesAdvantages: true,
    targetRate: 0.01,
    policyDecayUpdates: 200,
  };
  return { algorithm: 'iql', settings };
}

function moments({ optimisers }: LearnerState): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(optimisers).flatMap(([name, { mean, square }]) => [
      [`${name} mean`, mean],
      [`${name} square`, square],
    ]),
  );
}

type Vectors = Readonly<Record<string, Float32Array>>;

function worstOf(expected: Vectors, actual: Vectors): number {
  const errors = Object.entries(expected).map(([name, values]) => {
    const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return values.reduce((worst, value, index) => {
      const error = Math.abs(actual[name][index] - value) / scale;
      return error <= worst ? worst : error;
    }, 0);
  });
  return Math.max(...errors);
}
