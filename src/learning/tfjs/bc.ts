/**
 * Behaviour cloning: maximum likelihood of the actions in the data under a Gaussian policy. The
 * imitation that IQL starts from and is compared with.
 */
import type { LayerSizes } from '../algorithms/layerSizes';
import { Adam, euclideanNorm } from './adam';
import type { Batch } from './batch';
import { logDensity } from './gaussianPolicy';
import type { CloningSettings } from '../algorithms/learners';
import type { LearnerState } from '../algorithms/learnerState';
import * as tf from './tf';

export interface CloningDiagnostics extends tf.NamedTensorMap {
  readonly policyLoss: tf.Scalar;
  readonly gradientNorm: tf.Scalar;
}

export class BehaviourCloner {
  /** [network, logσ]. */
  readonly policy: tf.Variable;
  readonly policyOptimiser: Adam;
  updates: number;

  constructor(
    readonly settings: CloningSettings,
    state: LearnerState,
  ) {
    this.policy = tf.vectorVariable(state.parameters.policy);
    this.policyOptimiser = new Adam(state.optimisers.policy);
    this.updates = state.updates;
  }

  get policySizes(): LayerSizes {
    return this.settings.policySizes;
  }

  get parameters() {
    return { policy: this.policy };
  }

  get optimisers() {
    return { policy: this.policyOptimiser };
  }

  /** Makes an update. @returns scalars of before its step, which the caller disposes */
  update(batch: Pick<Batch, 'observations' | 'actions'>): CloningDiagnostics {
    return tf.tidy(() => {
      const loss = (policy: tf.Tensor): tf.Scalar =>
        tf.neg(tf.mean(logDensity(policy, this.policySizes, batch.observations, batch.actions)));
      const { value, grad } = tf.valueAndGrad(loss)(this.policy);
      this.policyOptimiser.apply(this.policy, grad, this.settings.learningRate);
      this.updates += 1;
      return { policyLoss: value, gradientNorm: euclideanNorm(grad) };
    });
  }

  dispose(): void {
    this.policy.dispose();
    this.policyOptimiser.dispose();
  }
}
