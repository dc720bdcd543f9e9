/**
 * Turns a policy into an ONNX model that trades elsewhere: raw observations go in and actions come
 * out, with the standardisation and the map to the action box inside the graph, so that nobody has
 * to know them. Agrees with NetworkPolicy to rounding.
 */
import type { ObservationConfig } from '../../env/config';
import { NetworkPolicy } from '../policies/networkPolicy';
import { OnnxGraph } from './onnxGraph';
import { transformerToOnnx } from './onnxTransformer';
import type { AnyPolicy, PolicySnapshot } from '../policies/policySnapshot';

/**
 * Writes the ONNX model of a policy of any kind.
 * @throws InvalidInputError when it is not sound or sees other observations
 */
export function agentToOnnx(
  policy: AnyPolicy,
  observation: ObservationConfig,
  name: string,
): Uint8Array<ArrayBuffer> {
  return policy.kind === 'gaussianMlp'
    ? policyToOnnx(policy, observation, name)
    : transformerToOnnx(policy, observation, name);
}

/**
 * The input is `observation` [batch, n], as observationLayout names it, and `weights` [batch, 6] of
 * a policy that is told them. The outputs are `action` [batch, 5] in the units of ACTION, the mean
 * of the policy, and `scaled_action` [batch, 5], the same in [−1, 1]. Names, layout and the std of
 * the scaled action are in the metadata.
 * @throws InvalidInputError when the policy is not sound or sees other observations
 */
export function policyToOnnx(
  policy: PolicySnapshot,
  observation: ObservationConfig,
  name: string,
): Uint8Array<ArrayBuffer> {
  // Its constructor checks sizes and values.
  const { std } = new NetworkPolicy(policy);
  const graph = new OnnxGraph(policy, observation);
  const { layerSizes, parameters } = policy;
  let hidden = graph.states('observation');
  let offset = 0;
  const take = (length: number) => parameters.subarray(offset, (offset += length));
  for (let layer = 0; layer + 1 < layerSizes.length; layer++) {
    const [rows, columns] = [layerSizes[layer], layerSizes[layer + 1]];
    const weight = graph.constant(`layer${layer}_weight`, [rows, columns], take(rows * columns));
    const bias = graph.constant(`layer${layer}_bias`, [columns], take(columns));
    const linear = graph.apply('Gemm', [hidden, weight, bias], `layer${layer}_linear`);
    const isLast = layer + 2 === layerSizes.length;
    hidden = isLast
      ? graph.apply('Tanh', [linear], 'scaled_action')
      : graph.apply('Relu', [linear], `layer${layer}_output`);
  }
  graph.writeAction(hidden);
  return graph.write(name, { scaled_action_std: JSON.stringify([...std]) });
}
