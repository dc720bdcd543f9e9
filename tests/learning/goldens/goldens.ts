/**
 * Replays reference updates recorded from PyTorch on whatever backend tfjs is using, and measures
 * how far ours are from them. The files themselves are read by the caller, so this runs in Node and
 * in a page alike.
 */
import type { LayerSizes } from '../../../src/learning/algorithms/layerSizes';
import { disposeBatch, type Batch } from '../../../src/learning/tfjs/batch';
import { freshCloner, freshIql } from '../tfjs/freshLearners';
import { Rng } from '../../../src/market/rng';
import * as tf from '../../../src/learning/tfjs/tf';

export type Matrix = readonly (readonly number[])[];
/** Each layer has weights [in][out] and biases [out]. */
export type GoldenNetwork = readonly { readonly w: Matrix; readonly b: readonly number[] }[];

interface GoldenConfig {
  readonly stateDim: number;
  readonly actionDim: number;
  readonly hidden: readonly number[];
  readonly learningRate: number;
}

export interface GoldenPolicy {
  readonly policy: GoldenNetwork;
  readonly logStd: readonly number[];
}

/** This is what tests/fixtures/goldens/bc.json holds. */
export interface BcGolden {
  readonly config: GoldenConfig;
  readonly init: GoldenPolicy;
  readonly steps: readonly {
    readonly batch: { readonly states: Matrix; readonly actions: Matrix };
    readonly policyLoss: number;
    readonly after: GoldenPolicy;
  }[];
}

export interface GoldenLearner extends GoldenPolicy {
  readonly q1: GoldenNetwork;
  readonly q2: GoldenNetwork;
  readonly targetQ1: GoldenNetwork;
  readonly targetQ2: GoldenNetwork;
  readonly value: GoldenNetwork;
}

/** This is what tests/fixtures/goldens/iql.json holds. */
export interface IqlGolden {
  readonly config: GoldenConfig & {
    readonly expectile: number;
    readonly temperature: number;
    readonly discount: number;
    readonly targetEma: number;
  };
  readonly init: GoldenLearner;
  readonly steps: readonly {
    readonly batch: {
      readonly states: Matrix;
      readonly actions: Matrix;
      readonly rewards: readonly number[];
      readonly nextStates: Matrix;
      readonly terminals: readonly number[];
    };
    readonly valueLoss: number;
    readonly policyLoss: number;
    readonly qLoss: number;
    readonly advantageWeights: readonly number[];
    readonly after: GoldenLearner;
  }[];
}

/** These are the largest differences from the reference over all steps. */
export interface GoldenErrors {
  /** Losses and advantage weights differ by |ours − theirs| / |theirs|. */
  readonly relativeLoss: number;
  /** Any weight differs by |ours − theirs| after any step. */
  readonly absoluteWeight: number;
}

export async function compareBcGolden(golden: BcGolden): Promise<GoldenErrors> {
  const { stateDim, actionDim, hidden, learningRate } = golden.config;
  const sizes: LayerSizes = [stateDim, ...hidden, actionDim];
  const cloner = freshCloner(sizes, learningRate, new Rng(0));
  const errors = new WorstErrors();
  setPolicy(cloner.policy, golden.init);
  for (const step of golden.steps) {
    const observations = matrix(step.batch.states);
    const actions = matrix(step.batch.actions);
    const diagnostics = cloner.update({ observations, actions });
    await errors.compareLoss(diagnostics.policyLoss, [step.policyLoss]);
    await errors.compareWeights(cloner.policy, flattenPolicy(step.after));
    tf.dispose([observations, actions, { ...diagnostics }]);
  }
  cloner.dispose();
  return errors.worst;
}

export async function compareIqlGolden(golden: IqlGolden): Promise<GoldenErrors> {
  const { config } = golden;
  const learner = freshIql(
    {
      observationLength: config.stateDim,
      actionLength: config.actionDim,
      hiddenSizes: config.hidden,
      learningRate: config.learningRate,
      discount: config.discount,
      expectile: config.expectile,
      temperature: config.temperature,
      normalisesAdvantages: false,
      targetRate: config.targetEma,
      policyDecayUpdates: null,
    },
    new Rng(0),
  );
  const errors = new WorstErrors();
  const pairs = (reference: GoldenLearner): [tf.Variable, Float32Array][] => [
    [learner.value, flatten(reference.value)],
    [learner.policy, flattenPolicy(reference)],
    [learner.critics[0], flatten(reference.q1)],
    [learner.critics[1], flatten(reference.q2)],
    [learner.targets[0], flatten(reference.targetQ1)],
    [learner.targets[1], flatten(reference.targetQ2)],
  ];
  tf.tidy(() => {
    for (const [variable, values] of pairs(golden.init)) variable.assign(tf.tensor1d(values));
  });
  for (const step of golden.steps) {
    const batch: Batch = {
      observations: matrix(step.batch.states),
      actions: matrix(step.batch.actions),
      rewards: tf.tensor1d([...step.batch.rewards]),
      nextObservations: matrix(step.batch.nextStates),
      terminals: tf.tensor1d([...step.batch.terminals]),
      termWeights: null,
    };
    const diagnostics = learner.update(batch);
    await errors.compareLoss(diagnostics.valueLoss, [step.valueLoss]);
    await errors.compareLoss(diagnostics.policyLoss, [step.policyLoss]);
    await errors.compareLoss(diagnostics.criticLoss, [step.qLoss]);
    await errors.compareLoss(diagnostics.advantageWeights, step.advantageWeights);
    for (const [variable, values] of pairs(step.after)) {
      await errors.compareWeights(variable, values);
    }
    tf.dispose({ ...diagnostics });
    disposeBatch(batch);
  }
  learner.dispose();
  return errors.worst;
}

export class WorstErrors {
  private relativeLoss = 0;
  private absoluteWeight = 0;

  get worst(): GoldenErrors {
    const { relativeLoss, absoluteWeight } = this;
    return { relativeLoss, absoluteWeight };
  }

  async compareLoss(ours: tf.Tensor, theirs: readonly number[]): Promise<void> {
    this.addLosses(await ours.data<'float32'>(), theirs);
  }

  async compareWeights(ours: tf.Tensor, theirs: Float32Array): Promise<void> {
    this.addWeights(await ours.data<'float32'>(), theirs);
  }

  addLosses(ours: ArrayLike<number>, theirs: readonly number[]): void {
    theirs.forEach((value, index) => {
      const error = Math.abs(ours[index] - value) / Math.abs(value);
      this.relativeLoss = worse(this.relativeLoss, error);
    });
  }

  /** @throws RangeError when there are more or fewer of them */
  addWeights(ours: ArrayLike<number>, theirs: Float32Array): void {
    if (ours.length !== theirs.length) {
      throw new RangeError(`golden: expected ${theirs.length} weights, got ${ours.length}`);
    }
    theirs.forEach((value, index) => {
      this.absoluteWeight = worse(this.absoluteWeight, Math.abs(ours[index] - value));
    });
  }
}

/** Gives the larger, with not-a-number above everything. */
function worse(worst: number, error: number): number {
  return error <= worst ? worst : error;
}

export function flatten(network: GoldenNetwork): Float32Array {
  return Float32Array.from(network.flatMap(({ w, b }) => [...w.flat(), ...b]));
}

export function flattenPolicy({ policy, logStd }: GoldenPolicy): Float32Array {
  return Float32Array.from([...flatten(policy), ...logStd]);
}

function setPolicy(variable: tf.Variable, policy: GoldenPolicy): void {
  tf.tidy(() => variable.assign(tf.tensor1d(flattenPolicy(policy))));
}

function matrix(rows: Matrix): tf.Tensor2D {
  return tf.tensor2d(rows.flat(), [rows.length, rows[0].length]);
}
