/** A finished run with a policy, a history and an evaluation. */
import { observationLayout } from '../../../src/env/observationLayout';
import { ACTION_LENGTH } from '../../../src/env/types';
import { MARKET_VERSION } from '../../../src/market/version';
import { DEFAULT_RUN_CONFIG, type RunRecord } from '../../../src/protocol/run';
import { examplePolicy } from '../../agents/policies/examplePolicy';

export function exampleRun(id: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `Run ${id}`,
    notes: '',
    tags: [],
    status: 'finished',
    createdAt: 5,
    config: DEFAULT_RUN_CONFIG,
    parentId: null,
    datasetHash: '0123456789abcdef',
    update: 2300,
    totalUpdates: 2300,
    hasPolicy: true,
    evaluation: [{ agentName: 'IQL', policyVersion: 12, metrics: [] }],
    failure: '',
    marketVersion: MARKET_VERSION,
    history: null,
    policy: examplePolicy(),
    ...change,
  };
}

/** A run whose policy sees what its config says, as one that was trained does. */
export function fittingRun(): RunRecord {
  const { length, key } = observationLayout(DEFAULT_RUN_CONFIG.env.observation);
  return exampleRun('a', {
    name: 'Patient',
    policy: {
      kind: 'gaussianMlp',
      version: 3,
      updates: 40,
      layerSizes: [length, ACTION_LENGTH],
      parameters: new Float32Array((length + 1) * ACTION_LENGTH).fill(0.25),
      logStd: new Float32Array(ACTION_LENGTH),
      observationMean: new Float32Array(length),
      observationStd: new Float32Array(length).fill(1),
      observationKey: key,
    },
  });
}
