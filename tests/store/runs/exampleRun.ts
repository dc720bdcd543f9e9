/** A finished run with a policy, a history and an evaluation. */
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
    history: null,
    policy: examplePolicy(),
    ...change,
  };
}
