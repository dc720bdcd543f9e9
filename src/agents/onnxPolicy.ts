/**
 * A policy as an ONNX model that trades elsewhere: raw observations in, quotes'
 * action out, with the standardisation and the map to the action box inside the
 * graph, so that nobody has to know them. Agrees with NetworkPolicy to rounding.
 */
import { ACTION_HIGH, ACTION_LOW, unscaleDimension } from '../env/actionMap';
import { observationLayout } from '../env/observationLayout';
import type { ObservationConfig } from '../env/config';
import { ACTION_LENGTH, ACTION_NAMES } from '../env/types';
import { InvalidInputError } from '../market/validation';
import { LAB_VERSION } from '../market/version';
import { NetworkPolicy } from './networkPolicy';
import { writeOnnx, type OnnxConstant, type OnnxNode } from './onnxModel';
import type { PolicySnapshot } from './policySnapshot';

/**
 * Input `observation` [batch, n], as observationLayout names it. Outputs
 * `action` [batch, 5] in the units of ACTION, the mean of the policy, and
 * `scaled_action` [batch, 5], the same in [−1, 1]. Names, layout and the std of
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
  const layout = observationLayout(observation);
  if (policy.observationKey !== layout.key) {
    throw new InvalidInputError('policy.observationKey', layout.key, policy.observationKey);
  }
  const { layerSizes, parameters, observationMean, observationStd } = policy;
  const constants: OnnxConstant[] = [];
  const nodes: OnnxNode[] = [];
  const constant = (constantName: string, shape: readonly number[], data: Float32Array) => {
    constants.push({ name: constantName, shape, data });
    return constantName;
  };
  const apply = (operator: string, inputs: readonly string[], output: string) => {
    nodes.push({ operator, inputs, output });
    return output;
  };

  const mean = constant('observation_mean', [layout.length], observationMean);
  const deviation = constant('observation_std', [layout.length], observationStd);
  const centred = apply('Sub', ['observation', mean], 'centred');
  let hidden = apply('Div', [centred, deviation], 'standardised');
  let offset = 0;
  const take = (length: number) => parameters.subarray(offset, (offset += length));
  for (let layer = 0; layer + 1 < layerSizes.length; layer++) {
    const [rows, columns] = [layerSizes[layer], layerSizes[layer + 1]];
    const weight = constant(`layer${layer}_weight`, [rows, columns], take(rows * columns));
    const bias = constant(`layer${layer}_bias`, [columns], take(columns));
    const linear = apply('Gemm', [hidden, weight, bias], `layer${layer}_linear`);
    const isLast = layer + 2 === layerSizes.length;
    hidden = isLast
      ? apply('Tanh', [linear], 'scaled_action')
      : apply('Relu', [linear], `layer${layer}_output`);
  }
  const halfRange = constant(
    'action_half_range',
    [ACTION_LENGTH],
    Float32Array.from(ACTION_HIGH, (high, index) => (high - ACTION_LOW[index]) / 2),
  );
  const centre = constant(
    'action_centre',
    [ACTION_LENGTH],
    Float32Array.from(ACTION_NAMES, (_, index) => unscaleDimension(0, index)),
  );
  apply('Mul', [hidden, halfRange], 'action_offset');
  apply('Add', ['action_offset', centre], 'action');

  return writeOnnx({
    name: 'policy',
    description: name,
    producerVersion: LAB_VERSION,
    inputs: [{ name: 'observation', shape: ['batch', layout.length] }],
    outputs: [
      { name: 'action', shape: ['batch', ACTION_LENGTH] },
      { name: 'scaled_action', shape: ['batch', ACTION_LENGTH] },
    ],
    constants,
    nodes,
    metadata: {
      observation_key: layout.key,
      observation_names: JSON.stringify(layout.names),
      action_names: JSON.stringify(ACTION_NAMES),
      scaled_action_std: JSON.stringify([...std]),
    },
  });
}
