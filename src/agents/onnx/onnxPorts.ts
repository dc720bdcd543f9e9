/**
 * Ports are what goes into a trained agent's ONNX model and what comes out of it: the names and
 * shapes that the model has, and what they mean, for the model and for the card.
 */
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import type { Conditioning } from '../policies/decisionTransformerSnapshot';
import type { AnyPolicy } from '../policies/policySnapshot';

/** The operator set of ONNX 1.12. */
export const ONNX_OPSET = 17;

/** A float32 input or output; a text in its shape is the name of a size left open. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  /** Explanation for a person who fills it or reads it. */
  readonly meaning: string;
}

export interface OnnxPorts {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

const BATCH = 'batch';
const ACTION =
  'skews and spread in ticks, sizes as shares of the largest order, by the names in the metadata';

const WEIGHTS =
  'of the reward’s terms, by the names and within the ranges of the metadata; those outside count as the nearer end';

const ASKED: Readonly<Record<Conditioning, string>> = {
  returnToGo: 'what was asked for before each decision, in the reward’s units',
  valueQuantile:
    'what a critic was to expect of each decision: a quantile of its values in the data, 0 to 1',
  returnDeviations:
    'what was asked for before each decision, in standard deviations of the returns to go in the data under the weights',
};

export function onnxPorts(policy: AnyPolicy): OnnxPorts {
  const outputs: OnnxPort[] = [
    {
      name: 'action',
      shape: [BATCH, ACTION_LENGTH],
      meaning: ACTION,
    },
    { name: 'scaled_action', shape: [BATCH, ACTION_LENGTH], meaning: 'the same in [−1, 1]' },
  ];
  const length = policy.observationMean.length;
  const weightPorts = (shape: OnnxPort['shape']): readonly OnnxPort[] =>
    policy.weightRanges === undefined ? [] : [{ name: 'weights', shape, meaning: WEIGHTS }];
  if (policy.kind === 'gaussianMlp') {
    const meaning = 'as it was seen, not standardised';
    const observation = { name: 'observation', shape: [BATCH, length], meaning };
    return { inputs: [observation, ...weightPorts([BATCH, REWARD_TERM_COUNT])], outputs };
  }
  const { contextLength: steps } = policy.sizes;
  const port = (name: string, width: readonly number[], meaning: string): OnnxPort => ({
    name,
    shape: [BATCH, steps, ...width],
    meaning,
  });
  return {
    inputs: [
      port('returns_to_go', [], ASKED[policy.conditioning ?? 'returnToGo']),
      port('observations', [length], 'as they were seen, not standardised; the newest comes last'),
      port(
        'actions',
        [ACTION_LENGTH],
        'that were taken, in the units of the output; the newest is not read',
      ),
      port('timesteps', [], 'of each decision in its episode, from 0'),
      port('mask', [], '1 for a decision; 0 for padding, which comes first'),
      ...weightPorts([BATCH, steps, REWARD_TERM_COUNT]),
    ],
    outputs,
  };
}
