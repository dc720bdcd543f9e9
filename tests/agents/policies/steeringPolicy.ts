/**
 * A policy that does what a weight says, in one layer: it leans against its inventory, and quotes
 * the smaller and the wider the more inventory costs.
 */
import { WEIGHT_INPUTS } from '../../../src/agents/policies/weightInputs';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';
import { observationLayout } from '../../../src/env/observationLayout';
import { ACTION, ACTION_LENGTH, REWARD_TERMS } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';

export function steeringPolicy(): PolicySnapshot {
  const { length, key, groups } = observationLayout(DEFAULT_ENV_CONFIG.observation);
  const inputs = length + WEIGHT_INPUTS;
  // Weights [in][out], then biases [out].
  const parameters = new Float32Array((inputs + 1) * ACTION_LENGTH);
  const set = (input: number, action: number, value: number) => {
    parameters[input * ACTION_LENGTH + action] = value;
  };
  /** The place of the inventory penalty in its range, from −1 to 1. */
  const penalty = length + REWARD_TERMS.indexOf('inventoryPenalty');
  for (const skew of [ACTION.bidSkew, ACTION.askSkew]) set(groups.inventory.start, skew, -4);
  for (const size of [ACTION.bidSize, ACTION.askSize]) set(penalty, size, -1);
  set(penalty, ACTION.spread, 0.4);
  set(inputs, ACTION.spread, -1.1);
  return {
    kind: 'gaussianMlp',
    version: 1,
    updates: 1,
    layerSizes: [inputs, ACTION_LENGTH],
    parameters,
    logStd: new Float32Array(ACTION_LENGTH),
    observationMean: new Float32Array(length),
    observationStd: new Float32Array(length).fill(1),
    observationKey: key,
    weightRanges: WEIGHT_RANGES,
  };
}
