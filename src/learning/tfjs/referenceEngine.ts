/**
 * The reference engines make updates by eager learners, one tfjs kernel after another, on any
 * backend.
 */
import { ADVANTAGE_WEIGHT_LIMIT } from '../algorithms/iqlSettings';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { ACTION_LENGTH } from '../../env/types';
import type { Rng } from '../../market/rng';
import type { LearnerState } from '../algorithms/learnerState';
import { createBatchArrays, type BatchArrays } from '../data/batchArrays';
import { disposeBatch, uploadBatch, type Batch } from './batch';
import type { BehaviourCloner } from './bc';
import { saveLearner, type Learner } from './checkpoint';
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
import type { AnySampler } from '../data/sampler';
import {
  createSequenceArrays,
  type AnySequenceSampler,
  type SequenceArrays,
} from '../data/sequences';
import { uploadSequences } from './sequenceBatch';
import type { TrainingDevice } from '../webgpu/device';
import * as tf from './tf';

/** Waits for readings; on a device that can be lost, they may fail. */
type Readings = Pick<TrainingDevice, 'reading'>;

/** The engines of both kinds of learner read their learner in the same way. */
abstract class EagerEngine<Eager extends Learner & { dispose(): void }> {
  readonly canBeLost: boolean;
  protected readonly readings: Readings;

  /** @param device that tfjs computes on; null where it cannot be lost */
  protected constructor(
    protected readonly learner: Eager,
    device: Readings | null,
  ) {
    this.canBeLost = device !== null;
    this.readings = device ?? { reading: (read) => read() };
  }

  async saveState(): Promise<LearnerState> {
    return await this.readings.reading(() => saveLearner(this.learner));
  }

  /**
   * A parameter vector by its name in checkpoints, which the caller disposes.
   * @throws RangeError when there is none of that name
   */
  parameter(name: string): tf.Tensor1D {
    const { parameters } = this.learner;
    if (!(name in parameters)) throw new RangeError(`no parameter ${name}`);
    return tf.clone(parameters[name]) as unknown as tf.Tensor1D;
  }

  protected async copyOf(variable: tf.Variable): Promise<Float32Array> {
    const values = await this.readings.reading(() => variable.data<'float32'>());
    return values.slice();
  }
}

export class ReferenceEngine
  extends EagerEngine<BehaviourCloner | ImplicitQLearner>
  implements PolicyEngine
{
  private readonly arrays: BatchArrays;
  private readonly metrics = new TrainingMetrics(TRAINING_METRICS);

  constructor(
    learner: BehaviourCloner | ImplicitQLearner,
    private readonly sampler: AnySampler,
    batchSize: number,
    device: Readings | null = null,
  ) {
    super(learner, device);
    const [observationLength] = learner.policySizes;
    this.arrays = createBatchArrays(
      batchSize,
      observationLength,
      ACTION_LENGTH,
      learner.settings.rewardTerms,
    );
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
    return await this.readings.reading(async () => {
      const { means, finite } = await this.metrics.read();
      const std = tf.tidy(() => policyStd(this.learner.policy, this.learner.policySizes));
      const [value] = await std.data<'float32'>();
      std.dispose();
      return { means: { ...means, policyStd: value }, finite };
    });
  }

  async readPolicy(): Promise<Float32Array> {
    return await this.copyOf(this.learner.policy);
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

/** The engine of a learner of windows. */
export class ReferenceSequenceEngine
  extends EagerEngine<DecisionTransformer>
  implements SequenceEngine
{
  private readonly arrays: SequenceArrays;
  private readonly metrics = new TrainingMetrics(['policyLoss', 'gradientNorm']);

  constructor(
    learner: DecisionTransformer,
    private readonly sampler: AnySequenceSampler,
    batchSize: number,
    device: Readings | null = null,
  ) {
    super(learner, device);
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
    return await this.readings.reading(() => this.metrics.read());
  }

  async readPolicy(): Promise<Float32Array> {
    return await this.copyOf(this.learner.model);
  }

  dispose(): void {
    this.learner.dispose();
    this.metrics.dispose();
  }
}
