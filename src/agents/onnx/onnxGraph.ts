/**
 * The ONNX models of all kinds of policies share these parts: the graph under construction,
 * standardised observations at its start, the action box at its end, and the names in its metadata.
 */
import { ACTION_HIGH, ACTION_LOW, unscaleDimension } from '../../env/actionMap';
import type { ObservationConfig } from '../../env/config';
import { observationLayout, type ObservationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH, ACTION_NAMES, REWARD_TERMS } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import { LAB_VERSION } from '../../market/version';
import { writeOnnx, type OnnxAttribute, type OnnxConstant, type OnnxNode } from './onnxModel';
import { onnxPorts } from './onnxPorts';
import { describedWeights } from './onnxWeights';
import type { AnyPolicy } from '../policies/policySnapshot';

export class OnnxGraph {
  private readonly layout: ObservationLayout;
  private readonly constants = new Map<string, OnnxConstant>();
  private readonly nodes: OnnxNode[] = [];

  /** @throws InvalidInputError when the policy sees other observations */
  constructor(
    private readonly policy: AnyPolicy,
    observation: ObservationConfig,
  ) {
    this.layout = observationLayout(observation);
    if (policy.observationKey !== this.layout.key) {
      throw new InvalidInputError('policy.observationKey', this.layout.key, policy.observationKey);
    }
  }

  /** Adds a constant; the same name again is the same constant. @returns the name */
  constant(name: string, shape: readonly number[], data: OnnxConstant['data']): string {
    if (!this.constants.has(name)) this.constants.set(name, { name, shape, data });
    return name;
  }

  scalar(name: string, value: number): string {
    return this.constant(name, [], Float32Array.of(value));
  }

  index(name: string, value: number): string {
    return this.constant(name, [], BigInt64Array.of(BigInt(value)));
  }

  /** Adds a shape, or axes. */
  shape(name: string, sizes: readonly number[]): string {
    return this.constant(name, [sizes.length], BigInt64Array.from(sizes, BigInt));
  }

  /** @returns the output's name */
  apply(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: readonly OnnxAttribute[] = [],
  ): string {
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  /**
   * Standardises observations, which the description of `weights` follows for a policy that is told
   * them.
   */
  states(input: string): string {
    const standardised = this.standardise(input);
    const { weightRanges } = this.policy;
    if (weightRanges === undefined) return standardised;
    const description = describedWeights(this, weightRanges, 'weights');
    return this.apply('Concat', [standardised, description], 'states', [{ name: 'axis', int: -1 }]);
  }

  private standardise(input: string): string {
    const { observationMean, observationStd } = this.policy;
    const mean = this.constant('observation_mean', [this.layout.length], observationMean);
    const deviation = this.constant('observation_std', [this.layout.length], observationStd);
    const centred = this.apply('Sub', [input, mean], 'centred');
    return this.apply('Div', [centred, deviation], 'standardised');
  }

  /** Maps actions from the action box to [−1, 1]. */
  scaleActions(input: string, output: string): string {
    const offset = this.apply('Sub', [input, this.centre()], `${output}_offset`);
    return this.apply('Div', [offset, this.halfRange()], output);
  }

  /** @param scaled action in [−1, 1], the output of that name */
  writeAction(scaled: string): void {
    this.apply('Mul', [scaled, this.halfRange()], 'action_offset');
    this.apply('Add', ['action_offset', this.centre()], 'action');
  }

  write(description: string, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
    const { inputs, outputs } = onnxPorts(this.policy);
    const { key, names } = this.layout;
    return writeOnnx({
      name: 'policy',
      description,
      producerVersion: LAB_VERSION,
      inputs,
      outputs,
      constants: [...this.constants.values()],
      nodes: this.nodes,
      metadata: {
        observation_key: key,
        observation_names: JSON.stringify(names),
        action_names: JSON.stringify(ACTION_NAMES),
        inputs: JSON.stringify(inputs),
        ...(this.policy.weightRanges !== undefined && {
          weight_names: JSON.stringify(REWARD_TERMS),
          weight_ranges: JSON.stringify(this.policy.weightRanges),
        }),
        ...metadata,
      },
    });
  }

  private halfRange(): string {
    const half = Float32Array.from(ACTION_HIGH, (high, i) => (high - ACTION_LOW[i]) / 2);
    return this.constant('action_half_range', [ACTION_LENGTH], half);
  }

  private centre(): string {
    const centre = Float32Array.from(ACTION_NAMES, (_, index) => unscaleDimension(0, index));
    return this.constant('action_centre', [ACTION_LENGTH], centre);
  }
}
