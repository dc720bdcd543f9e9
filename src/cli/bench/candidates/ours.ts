/** The lab's own learners: eagerly on tfjs, and compiled for the backend. */
import type { IqlSettings } from '../../../learning/algorithms/iqlSettings';
import { timestepBucket } from '../../../agents/policies/decisionTransformerLayout';
import { DEFAULT_REWARD_WEIGHTS } from '../../../env/config';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../env/types';
import type { Dataset } from '../../../learning/data/dataset';
import {
  episodeRanges,
  observationStatistics,
  relabel,
} from '../../../learning/data/datasetOperations';
import { DecisionTransformer } from '../../../learning/tfjs/decisionTransformer';
import { createEngine, createSequenceEngine } from '../../../learning/runs/createEngine';
import type { Engine } from '../../../learning/runs/engine';
import { ImplicitQLearner } from '../../../learning/tfjs/iql';
import { ReferenceEngine, ReferenceSequenceEngine } from '../../../learning/tfjs/referenceEngine';
import { TransitionSampler } from '../../../learning/data/sampler';
import { SequenceSampler } from '../../../learning/data/sequences';
import { Rng } from '../../../market/rng';
import { BATCH_SIZE, normals, type Candidate, type TransformerShape } from './candidate';

/** Rows that minibatches are drawn from: few enough to make quickly. */
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

export function eagerCandidate(settings: IqlSettings): Candidate {
  const learner = new ImplicitQLearner(settings, new Rng(1));
  return new EngineCandidate(new ReferenceEngine(learner, createSampler(settings), BATCH_SIZE));
}

/** On tfjs's CPU backend this is the eager one. */
export async function capturedCandidate(
  settings: IqlSettings,
  batchSize = BATCH_SIZE,
): Promise<Candidate> {
  const learner = new ImplicitQLearner(settings, new Rng(1));
  return new EngineCandidate(await createEngine(learner, createSampler(settings), batchSize));
}

export function eagerTransformer(shape: TransformerShape): Candidate {
  const learner = new DecisionTransformer(shape.sizes, shape.settings, new Rng(1));
  const sampler = createSequenceSampler(shape);
  return new EngineCandidate(new ReferenceSequenceEngine(learner, sampler, shape.batchSize));
}

export async function capturedTransformer(shape: TransformerShape): Promise<Candidate> {
  const learner = new DecisionTransformer(shape.sizes, shape.settings, new Rng(1));
  const sampler = createSequenceSampler(shape);
  return new EngineCandidate(await createSequenceEngine(learner, sampler, shape.batchSize));
}

/** One long episode of noise. */
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
