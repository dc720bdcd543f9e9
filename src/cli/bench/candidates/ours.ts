/** The lab's own learners are timed eagerly on tfjs, and compiled for the backend. */
import type { IqlSettings } from '../../../learning/algorithms/iqlSettings';
import { WEIGHT_INPUTS } from '../../../agents/policies/weightInputs';
import { timestepBucket } from '../../../agents/policies/decisionTransformerLayout';
import { DEFAULT_REWARD_WEIGHTS } from '../../../env/config';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../env/types';
import { WEIGHT_RANGES } from '../../../env/weightRanges';
import type { Dataset } from '../../../learning/data/dataset';
import {
  episodeRanges,
  observationStatistics,
  relabel,
} from '../../../learning/data/datasetOperations';
import { initialState } from '../../../learning/algorithms/initialState';
import { createEngine, createSequenceEngine } from '../../../learning/runs/createEngine';
import type { Engine } from '../../../learning/runs/engine';
import type { EngineChoice } from '../../../learning/algorithms/engineChoice';
import { TransitionSampler, WeightedSampler } from '../../../learning/data/sampler';
import { inBasis, termBasis, termMoments } from '../../../learning/data/termReturns';
import { drawWeightings } from '../../../learning/data/weightings';
import { SequenceSampler } from '../../../learning/data/sequences';
import { Rng } from '../../../market/rng';
import { BATCH_SIZE, normals, type Candidate, type TransformerShape } from './candidate';

/** Rows that minibatches are drawn from, few enough to be made quickly. */
const ROWS = 4096;

class EngineCandidate implements Candidate {
  private readonly random = new Rng(2);

  constructor(private readonly engine: Engine<unknown>) {}

  start(updates: number): void {
    this.engine.updateMany(updates, this.random);
  }

  async finish(): Promise<void> {
    await this.engine.readMetrics();
  }

  dispose(): void {
    this.engine.dispose();
  }
}

/** Makes the lab's IQL under an engine. */
export async function iqlCandidate(
  choice: EngineChoice,
  settings: IqlSettings,
  batchSize = BATCH_SIZE,
): Promise<Candidate> {
  const learner = { algorithm: 'iql', settings } as const;
  const state = initialState(learner, new Rng(1));
  const sampler = createSampler(settings);
  return new EngineCandidate(await createEngine(choice, learner, state, sampler, batchSize));
}

/** Makes the same learner of every weighting: it has the weights beside the observation. */
export async function toldIqlCandidate(
  choice: EngineChoice,
  { observationLength, ...rest }: IqlSettings,
): Promise<Candidate> {
  const settings: IqlSettings = {
    ...rest,
    observationLength: observationLength + WEIGHT_INPUTS,
    rewardTerms: REWARD_TERM_COUNT,
  };
  const learner = { algorithm: 'iql', settings } as const;
  const dataset = noise(observationLength);
  const ranges = episodeRanges(dataset);
  const basis = termBasis(termMoments(dataset.terms, ranges));
  const sampler = new WeightedSampler(
    dataset,
    ranges,
    observationStatistics(dataset, ranges),
    inBasis(dataset.terms, basis),
    drawWeightings(1, WEIGHT_RANGES, basis),
  );
  const state = initialState(learner, new Rng(1));
  return new EngineCandidate(await createEngine(choice, learner, state, sampler, BATCH_SIZE));
}

/** Makes the lab's Decision Transformer under an engine. */
export async function transformerCandidate(
  choice: EngineChoice,
  shape: TransformerShape,
): Promise<Candidate> {
  const { sizes, settings, batchSize } = shape;
  const learner = { algorithm: 'dt', sizes, settings } as const;
  const state = initialState(learner, new Rng(1));
  const sampler = createSequenceSampler(shape);
  return new EngineCandidate(
    await createSequenceEngine(choice, learner, state, sampler, batchSize),
  );
}

/** Makes one long episode of noise. */
function noise(observationLength: number): Dataset {
  const random = new Rng(3);
  const truncated = new Uint8Array(ROWS);
  truncated[ROWS - 1] = 1;
  const dataset: Dataset = {
    rows: ROWS,
    observationLength,
    observationKey: 'noise',
    observations: normals(ROWS * observationLength, random),
    actions: normals(ROWS * ACTION_LENGTH, random),
    terms: normals(ROWS * REWARD_TERM_COUNT, random),
    rewards: new Float32Array(ROWS),
    inventory: new Float32Array(ROWS),
    midTicks: new Float64Array(ROWS),
    midInnovationTicks: new Float32Array(ROWS),
    midDriftTicks: new Float32Array(ROWS),
    terminated: new Uint8Array(ROWS),
    truncated,
    behaviour: new Uint16Array(ROWS),
    behaviours: ['noise'],
    logProbability: new Float32Array(ROWS),
    episode: new Uint32Array(ROWS),
    episodeSeeds: new Float64Array(1),
    finalObservations: normals(observationLength, random),
  };
  return relabel(dataset, DEFAULT_REWARD_WEIGHTS);
}

function createSampler({ observationLength }: IqlSettings): TransitionSampler {
  const dataset = noise(observationLength);
  const ranges = episodeRanges(dataset);
  return new TransitionSampler(dataset, ranges, observationStatistics(dataset, ranges), 1);
}

function createSequenceSampler({ sizes }: TransformerShape): SequenceSampler {
  const dataset = noise(sizes.observationLength);
  const ranges = episodeRanges(dataset);
  const { timesteps } = sizes;
  const scales = { returnScale: 1, timesteps, bucket: timestepBucket(ROWS, timesteps) };
  const statistics = observationStatistics(dataset, ranges);
  return new SequenceSampler(dataset, ranges, dataset.rewards, statistics, scales);
}
