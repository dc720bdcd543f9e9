/** The lab's own learners: eagerly on tfjs, and compiled for the backend. */
import { DEFAULT_REWARD_WEIGHTS } from '../../../env/config';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../env/types';
import type { Dataset } from '../../../learning/dataset';
import { episodeRanges, observationStatistics, relabel } from '../../../learning/datasetOperations';
import { createEngine, type PolicyEngine } from '../../../learning/engine';
import { ImplicitQLearner, type IqlSettings } from '../../../learning/iql';
import { ReferenceEngine } from '../../../learning/referenceEngine';
import { TransitionSampler } from '../../../learning/sampler';
import { Rng } from '../../../market/rng';
import { BATCH_SIZE, normals, type Contender } from './contender';

/** Rows that minibatches are drawn from: few enough to make quickly. */
const ROWS = 4096;

class EngineContender implements Contender {
  private readonly random = new Rng(2);

  constructor(private readonly engine: PolicyEngine) {}

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

export function eagerContender(settings: IqlSettings): Contender {
  const learner = new ImplicitQLearner(settings, new Rng(1));
  return new EngineContender(new ReferenceEngine(learner, createSampler(settings), BATCH_SIZE));
}

/** On tfjs's CPU backend this is the eager one. */
export async function capturedContender(
  settings: IqlSettings,
  batchSize = BATCH_SIZE,
): Promise<Contender> {
  const learner = new ImplicitQLearner(settings, new Rng(1));
  return new EngineContender(await createEngine(learner, createSampler(settings), batchSize));
}

/** Over one long episode of noise. */
function createSampler({ observationLength }: IqlSettings): TransitionSampler {
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
  const labelled = relabel(dataset, DEFAULT_REWARD_WEIGHTS);
  const ranges = episodeRanges(labelled);
  return new TransitionSampler(labelled, ranges, observationStatistics(labelled, ranges), 1);
}
