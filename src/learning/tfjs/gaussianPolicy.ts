/**
 * The policy of cloning and of IQL: N(tanh μ(s), e^logσ) over scaled actions, with logσ a parameter
 * of its own, independent of the state, clipped to [−5, 2] (Kostrikov et al. 2021,
 * `NormalTanhPolicy` without the squashed distribution).
 */
import { type LayerSizes, mlpParameterCount } from '../algorithms/layerSizes';
import { LOG_STD_MAX, LOG_STD_MIN } from '../../agents/policies/networkPolicy';
import { applyMlp } from './mlp';
import * as tf from './tf';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log π(a|s), summed over the action's dimensions.
 * @param parameters [gaussianPolicyParameterCount(sizes)]
 * @param observations [batch × observation], standardised
 * @param actions [batch × action], scaled to [−1, 1]
 * @returns [batch]
 */
export function logDensity(
  parameters: tf.Tensor,
  sizes: LayerSizes,
  observations: tf.Tensor2D,
  actions: tf.Tensor2D,
): tf.Tensor1D {
  const [network, rawLogStd] = tf.split(parameters, [
    mlpParameterCount(sizes),
    actionLength(sizes),
  ]);
  const mean = tf.tanh(applyMlp(network, sizes, observations));
  const logStd = tf.clipByValue(rawLogStd, LOG_STD_MIN, LOG_STD_MAX);
  const z = tf.mul(tf.sub(actions, mean), tf.exp(tf.neg(logStd)));
  const perDimension = tf.add(tf.mul(tf.square(z), -0.5), tf.sub(-HALF_LOG_TWO_PI, logStd));
  return tf.sum(perDimension, 1);
}

/** Mean of e^logσ over the action's dimensions, a scalar. */
export function policyStd(parameters: tf.Tensor, sizes: LayerSizes): tf.Scalar {
  const logStd = tf.slice(parameters, [mlpParameterCount(sizes)], [actionLength(sizes)]);
  return tf.mean(tf.exp(tf.clipByValue(logStd, LOG_STD_MIN, LOG_STD_MAX)));
}

function actionLength(sizes: LayerSizes): number {
  return sizes[sizes.length - 1];
}
