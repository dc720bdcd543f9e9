/**
 * Behaviour cloning: maximum likelihood of the actions in the data under a
 * Gaussian policy. The imitation that IQL starts from and is compared with.
 */
import { type LayerSizes, gaussianPolicyParameterCount } from '../algorithms/layerSizes';
import { Adam, euclideanNorm } from './adam';
import type { Batch } from './batch';
import { initialiseGaussianPolicy, logDensity } from './gaussianPolicy';
import type { Rng } from '../../market/rng';
import * as tf from './tf';

export interface CloningDiagnostics extends tf.NamedTensorMap {
  readonly policyLoss: tf.Scalar;
  readonly gradientNorm: tf.Scalar;
}

export class BehaviourCloner {
  /** [network, logσ]. */
  readonly policy: tf.Variable;
  readonly policyOptimiser: Adam;
  updates = 0;

  constructor(
    readonly policySizes: LayerSizes,
    readonly learningRate: number,
    random: Rng,
  ) {
    this.policy = tf.vectorVariable(initialiseGaussianPolicy(policySizes, random));
    this.policyOptimiser = new Adam(gaussianPolicyParameterCount(policySizes));
  }

  get parameters() {
    return { policy: this.policy };
  }

  get optimisers() {
    return { policy: this.policyOptimiser };
  }

  /** One update. @returns scalars of before its step, which the caller disposes */
  update(batch: Pick<Batch, 'observations' | 'actions'>): CloningDiagnostics {
    return tf.tidy(() => {
      const loss = (policy: tf.Tensor): tf.Scalar =>
        tf.neg(tf.mean(logDensity(policy, this.policySizes, batch.observations, batch.actions)));
      const { value, grad } = tf.valueAndGrad(loss)(this.policy);
      this.policyOptimiser.apply(this.policy, grad, this.learningRate);
      this.updates += 1;
      return { policyLoss: value, gradientNorm: euclideanNorm(grad) };
    });
  }

  dispose(): void {
    this.policy.dispose();
    this.policyOptimiser.dispose();
  }
}
