/** Updates by the learners themselves, one tfjs kernel after another, on any backend. */
import { ADVANTAGE_WEIGHT_LIMIT } from '../algorithms/iqlSettings';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { ACTION_LENGTH } from '../../env/types';
import type { Rng } from '../../market/rng';
import type { LearnerState } from '../algorithms/learnerState';
import { createBatchArrays, type BatchArrays } from '../data/batchArrays';
import { disposeBatch, uploadBatch, type Batch } from './batch';
import type { BehaviourCloner } from './bc';
import { saveLearner } from './checkpoint';
import type { DecisionTransformer } from './decisionTransformer';
import type {
  EngineReading,
  PolicyEngine,
  PolicyMeans,
  SequenceEngine,
  SequenceMeans,
} from '../runs/engine';
import { policyStd } from './gaussianPolicy';
import { ImplicitQLearner } from './iql';
import { TrainingMetrics } from './metrics';
import type { TransitionSampler } from '../data/sampler';
import { createSequenceArrays, type SequenceArrays, type SequenceSampler } from '../data/sequences';
import { uploadSequences } from './sequenceBatch';
import * as tf from './tf';

export class ReferenceEngine implements PolicyEngine {
  readonly canBeLost = false;
  private readonly arrays: BatchArrays;
  private readonly metrics = new TrainingMetrics(TRAINING_METRICS);

  constructor(
    private readonly learner: BehaviourCloner | ImplicitQLearner,
    private readonly sampler: TransitionSampler,
    batchSize: number,
  ) {
    const [observationLength] = learner.policySizes;
    this.arrays = createBatchArrays(batchSize, observationLength, ACTION_LENGTH);
  }

  updateMany(count: number, random: Rng): void {
    for (let index = 0; index < count; index += 1) {
      this.sampler.sample(this.arrays, random);
      const batch = uploadBatch(this.arrays);
      this.updateOnce(batch);
      disposeBatch(batch);
    }
  }

  async readMetrics(): Promise<EngineReading<PolicyMeans>> {
    const { means, finite } = await this.metrics.read();
    const std = tf.tidy(() => policyStd(this.learner.policy, this.learner.policySizes));
    const [value] = await std.data<'float32'>();
    std.dispose();
    return { means: { ...means, policyStd: value }, finite };
  }

  async readPolicy(): Promise<Float32Array> {
    const values = await this.learner.policy.data<'float32'>();
    return values.slice();
  }

  async saveState(): Promise<LearnerState> {
    return await saveLearner(this.learner);
  }

  dispose(): void {
    this.learner.dispose();
    this.metrics.dispose();
  }

  private updateOnce(batch: Batch): void {
    if (!(this.learner instanceof ImplicitQLearner)) {
      const diagnostics = this.learner.update(batch);
      this.metrics.add(diagnostics);
      tf.dispose({ ...diagnostics });
      return;
    }
    const diagnostics = this.learner.update(batch);
    tf.tidy(() => {
      const { advantageWeights, ...scalars } = diagnostics;
      const clipped = tf.greaterEqual(advantageWeights, ADVANTAGE_WEIGHT_LIMIT);
      this.metrics.add({
        ...scalars,
        meanAdvantageWeight: tf.mean(advantageWeights),
        clippedShare: tf.mean(tf.cast(clipped, 'float32')),
      });
    });
    tf.dispose({ ...diagnostics });
  }
}

/** The same for windows. */
export class ReferenceSequenceEngine implements SequenceEngine {
  readonly canBeLost = false;
  private readonly arrays: SequenceArrays;
  private readonly metrics = new TrainingMetrics(['policyLoss', 'gradientNorm']);

  constructor(
    private readonly learner: DecisionTransformer,
    private readonly sampler: SequenceSampler,
    batchSize: number,
  ) {
    const { contextLength, observationLength } = learner.sizes;
    this.arrays = createSequenceArrays(batchSize, contextLength, observationLength);
  }

  updateMany(count: number, random: Rng): void {
    for (let index = 0; index < count; index += 1) {
      this.sampler.sample(this.arrays, random);
      const batch = uploadSequences(this.arrays);
      const diagnostics = this.learner.update(batch);
      this.metrics.add(diagnostics);
      tf.dispose([{ ...batch }, { ...diagnostics }]);
    }
  }

  async readMetrics(): Promise<EngineReading<SequenceMeans>> {
    return await this.metrics.read();
  }

  async readPolicy(): Promise<Float32Array> {
    const values = await this.learner.model.data<'float32'>();
    return values.slice();
  }

  async saveState(): Promise<LearnerState> {
    return await saveLearner(this.learner);
  }

  dispose(): void {
    this.learner.dispose();
    this.metrics.dispose();
  }
}
