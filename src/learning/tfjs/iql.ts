/**
 * Implicit Q-learning (Kostrikov, Nair and Levine 2021), in the order of the reference
 * implementation: value, policy with the new value, critics with the new value, targets. The four
 * updates of `update` are the whole algorithm.
 */
import type { LayerSizes } from '../algorithms/layerSizes';
import { iqlNetworks } from '../algorithms/learners';
import type { LearnerState } from '../algorithms/learnerState';
import { cosineDecay } from '../algorithms/schedules';
import {
  ADVANTAGE_EPSILON,
  ADVANTAGE_WEIGHT_LIMIT,
  type IqlSettings,
} from '../algorithms/iqlSettings';
import { Adam, euclideanNorm } from './adam';
import type { Batch } from './batch';
import { logDensity } from './gaussianPolicy';
import { applyMlp } from './mlp';
import * as tf from './tf';

/** Scalars of one update, before its steps; weights are [batch]. The caller disposes them. */
export interface IqlDiagnostics extends tf.NamedTensorMap {
  readonly valueLoss: tf.Scalar;
  readonly policyLoss: tf.Scalar;
  readonly criticLoss: tf.Scalar;
  readonly meanValue: tf.Scalar;
  readonly meanQ: tf.Scalar;
  /** The norms of the policy's gradient, the value's, and both critics' together. */
  readonly gradientNorm: tf.Scalar;
  readonly valueGradientNorm: tf.Scalar;
  readonly criticGradientNorm: tf.Scalar;
  readonly advantageWeights: tf.Tensor1D;
}

type AdvantageSettings = Pick<IqlSettings, 'temperature' | 'normalisesAdvantages'>;

/** A step down a loss: the loss before it, and the gradient that it followed. */
interface Descent {
  readonly loss: tf.Scalar;
  readonly gradient: tf.Tensor;
}

export class ImplicitQLearner {
  readonly valueSizes: LayerSizes;
  readonly criticSizes: LayerSizes;
  readonly policySizes: LayerSizes;

  readonly value: tf.Variable;
  /** The critics of the pair, a vector each. */
  readonly critics: readonly [tf.Variable, tf.Variable];
  readonly targets: readonly [tf.Variable, tf.Variable];
  /** [network, logσ]. */
  readonly policy: tf.Variable;

  readonly valueOptimiser: Adam;
  readonly criticOptimisers: readonly [Adam, Adam];
  readonly policyOptimiser: Adam;
  updates: number;

  constructor(
    readonly settings: IqlSettings,
    state: LearnerState,
    private readonly transformAdvantages: (weights: tf.Tensor1D) => tf.Tensor = (weights) =>
      weights,
  ) {
    const { value, critic, policy } = iqlNetworks(settings);
    this.valueSizes = value;
    this.criticSizes = critic;
    this.policySizes = policy;

    const { parameters, optimisers } = state;
    this.critics = [tf.vectorVariable(parameters.critic1), tf.vectorVariable(parameters.critic2)];
    this.targets = [tf.vectorVariable(parameters.target1), tf.vectorVariable(parameters.target2)];
    this.value = tf.vectorVariable(parameters.value);
    this.policy = tf.vectorVariable(parameters.policy);

    this.valueOptimiser = new Adam(optimisers.value);
    this.criticOptimisers = [new Adam(optimisers.critic1), new Adam(optimisers.critic2)];
    this.policyOptimiser = new Adam(optimisers.policy);
    this.updates = state.updates;
  }

  get parameters() {
    const [critic1, critic2] = this.critics;
    const [target1, target2] = this.targets;
    return { value: this.value, policy: this.policy, critic1, critic2, target1, target2 };
  }

  get optimisers() {
    const [critic1, critic2] = this.criticOptimisers;
    return { value: this.valueOptimiser, policy: this.policyOptimiser, critic1, critic2 };
  }

  /** Updates everything once, from one minibatch. */
  update(batch: Batch): IqlDiagnostics {
    return tf.tidy(() => {
      const q = this.targetQ(batch);
      const ofValue = this.updateValue(batch, q);
      const ofPolicy = this.updatePolicy(batch, q);
      const ofCritics = this.updateCritics(batch);
      this.updateTargets();
      this.updates += 1;
      const meanQ = tf.mean<tf.Scalar>(weighted(q, batch));
      return { ...ofValue, ...ofPolicy, ...ofCritics, meanQ };
    });
  }

  /**
   * min(Q̄1, Q̄2)(s, a) of the target networks, [batch]; of vectors, [batch × terms], that which is
   * worth less under the weighting of the row.
   */
  targetQ(batch: Batch): tf.Tensor {
    const input = tf.concat([batch.observations, batch.actions], 1);
    const [q1, q2] = this.targets.map((target) => valueNetwork(target, this.criticSizes, input));
    if (batch.termWeights === null) return tf.minimum(q1, q2);
    const isSecond = tf.less(weighted(q2, batch), weighted(q1, batch));
    return tf.where(tf.expandDims(isSecond, 1), q2, q1);
  }

  /** Equation 5: the τ-expectile of q by asymmetric least squares. */
  private updateValue(batch: Batch, q: tf.Tensor) {
    const { expectile } = this.settings;
    const objective = (value: tf.Tensor) => {
      const errors = tf.sub(q, valueNetwork(value, this.valueSizes, batch.observations));
      return batch.termWeights === null
        ? expectileLoss(errors, expectile)
        : termExpectileLoss(errors, batch.termWeights, expectile);
    };
    const { learningRate } = this.settings;
    const { loss, gradient } = this.descend(
      objective,
      this.value,
      this.valueOptimiser,
      learningRate,
    );
    return { valueLoss: loss, valueGradientNorm: euclideanNorm(gradient) };
  }

  /** Equation 7: advantage-weighted regression on the actions of the data. */
  private updatePolicy(batch: Batch, q: tf.Tensor) {
    const value = valueNetwork(this.value, this.valueSizes, batch.observations);
    const weights =
      batch.termWeights === null
        ? advantageWeights(q, value, this.settings)
        : termAdvantageWeights(tf.sub(q, value), batch.termWeights, this.settings);
    const factors = this.transformAdvantages(weights);
    const objective = (policy: tf.Tensor) =>
      weightedPolicyLoss(policy, this.policySizes, batch, factors);
    const { loss, gradient } = this.descend(
      objective,
      this.policy,
      this.policyOptimiser,
      this.policyLearningRate(),
    );
    const meanValue: tf.Scalar = tf.mean(weighted(value, batch));
    return {
      policyLoss: loss,
      gradientNorm: euclideanNorm(gradient),
      advantageWeights: weights,
      meanValue,
    };
  }

  /** Equation 6: both critics regress on r + γ·V(s′); a termination is worth its reward alone. */
  private updateCritics(batch: Batch) {
    const nextValue = valueNetwork(this.value, this.valueSizes, batch.nextObservations);
    const continues = tf.sub(1, batch.terminals);
    const y = tf.add(batch.rewards, tf.mul(tf.mul(nextValue, continues), this.settings.discount));
    const input = tf.concat([batch.observations, batch.actions], 1);
    const [first, second] = this.critics.map((critic, index) => {
      const objective = (parameters: tf.Tensor): tf.Scalar =>
        tf.mean(tf.square(tf.sub(valueNetwork(parameters, this.criticSizes, input), y)));
      const optimiser = this.criticOptimisers[index];
      return this.descend(objective, critic, optimiser, this.settings.learningRate);
    });
    const criticLoss: tf.Scalar = tf.add(first.loss, second.loss);
    return { criticLoss, criticGradientNorm: euclideanNorm(first.gradient, second.gradient) };
  }

  /** θ̄ ← α·θ + (1 − α)·θ̄. */
  private updateTargets(): void {
    const { targetRate } = this.settings;
    this.targets.forEach((target, index) => {
      const step = tf.mul(tf.sub(this.critics[index], target), targetRate);
      target.assign(tf.add(target, step));
    });
  }

  /** Takes a step of Adam down `objective`. */
  private descend(
    objective: (parameters: tf.Tensor) => tf.Scalar,
    parameters: tf.Variable,
    optimiser: Adam,
    learningRate: number,
  ): Descent {
    const { value, grad } = tf.valueAndGrad(objective)(parameters);
    optimiser.apply(parameters, grad, learningRate);
    return { loss: value, gradient: grad };
  }

  private policyLearningRate(): number {
    const { learningRate, policyDecayUpdates } = this.settings;
    return policyDecayUpdates === null
      ? learningRate
      : cosineDecay(learningRate, this.updates, policyDecayUpdates);
  }

  dispose(): void {
    tf.dispose(this.parameters);
    for (const optimiser of Object.values(this.optimisers)) optimiser.dispose();
  }
}

/** Mean of |τ − 1(u < 0)|·u², written so that tfjs can differentiate it. @param u [n] */
export function expectileLoss(u: tf.Tensor, expectile: number): tf.Scalar {
  const above = tf.mul(tf.square(tf.relu(u)), expectile);
  const below = tf.mul(tf.square(tf.relu(tf.neg(u))), 1 - expectile);
  return tf.mean(tf.add(above, below));
}

/**
 * Mean of |τ − 1(w·u < 0)|·uᵢ² over rows and terms: the weighted sum of the vectors that it leads
 * to is the τ-expectile of the weighted sums.
 * @param u, weights [batch × terms]
 */
export function termExpectileLoss(u: tf.Tensor, weights: tf.Tensor, expectile: number): tf.Scalar {
  // The sign decides, and has no gradient.
  const factors = tf.customGrad((errors) => {
    const isBelow = tf.less(tf.sum(tf.mul(errors as tf.Tensor, weights), 1, true), 0);
    const value = tf.where(isBelow, tf.scalar(1 - expectile), tf.scalar(expectile));
    return { value, gradFunc: () => tf.zerosLike(u) };
  })(u);
  return tf.mean(tf.mul(tf.square(u), factors));
}

/**
 * Computes min(e^{βA}, 100) of every row, A = w·a or, normalised, w·a/√(wᵀCw), C being the mean of
 * a·aᵀ over the batch: what the root mean square of A would be if all rows had this weighting.
 * @param advantages, termWeights [batch × terms]
 */
export function termAdvantageWeights(
  advantages: tf.Tensor,
  termWeights: tf.Tensor2D,
  { temperature, normalisesAdvantages }: AdvantageSettings,
): tf.Tensor1D {
  const [rows] = termWeights.shape;
  const own = tf.sum<tf.Tensor1D>(tf.mul(advantages, termWeights), 1);
  const all = tf.matMul(advantages, termWeights, false, true);
  const unit = normalisesAdvantages
    ? tf.add(tf.sqrt(tf.div(tf.sum(tf.square(all), 0), rows)), ADVANTAGE_EPSILON)
    : tf.scalar(1);
  return tf.minimum(tf.exp(tf.mul(own, tf.div(temperature, unit))), ADVANTAGE_WEIGHT_LIMIT);
}

/**
 * Computes min(e^{βA}, 100) of every sample, A = q − V or, normalised, (q − V)/√(mean of (q − V)²
 * over the batch), as Wang et al. 2018 (MARWIL, section 4.3) do with a running mean.
 * @param q [batch]
 * @param value [batch]
 */
export function advantageWeights(
  q: tf.Tensor,
  value: tf.Tensor,
  { temperature, normalisesAdvantages }: AdvantageSettings,
): tf.Tensor1D {
  const advantages = tf.sub<tf.Tensor1D>(q, value);
  const sharpness = normalisesAdvantages
    ? tf.div(temperature, tf.add(rootMeanSquare(advantages), ADVANTAGE_EPSILON))
    : temperature;
  return tf.minimum(tf.exp(tf.mul(advantages, sharpness)), ADVANTAGE_WEIGHT_LIMIT);
}

const rootMeanSquare = (values: tf.Tensor): tf.Tensor => tf.sqrt(tf.mean(tf.square(values)));

/** −mean of weight·log π(a|s). @param weights [batch], constants */
export function weightedPolicyLoss(
  policy: tf.Tensor,
  policySizes: LayerSizes,
  batch: Pick<Batch, 'observations' | 'actions'>,
  weights: tf.Tensor,
): tf.Scalar {
  const likelihood = logDensity(policy, policySizes, batch.observations, batch.actions);
  return tf.neg(tf.mean(tf.mul(weights, likelihood)));
}

/** A network with one output, as [batch], or with one for each reward term, [batch × terms]. */
function valueNetwork(parameters: tf.Tensor, sizes: LayerSizes, input: tf.Tensor2D): tf.Tensor {
  const output = applyMlp(parameters, sizes, input);
  return sizes[sizes.length - 1] === 1 ? tf.reshape(output, [input.shape[0]]) : output;
}

/** The worth of values under the weightings of the rows, [batch]. */
const weighted = (values: tf.Tensor, { termWeights }: Batch): tf.Tensor =>
  termWeights === null ? values : tf.sum(tf.mul(values, termWeights), 1);
