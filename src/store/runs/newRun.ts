/** Makes the record with which a run begins: a config and a name, and no results. */
import { MARKET_VERSION } from '../../market/version';
import type { RunConfig, RunRecord, RunSummary } from '../../protocol/run';
import { nextRunName } from '../../protocol/runNames';

/**
 * Makes the record of a run that begins now.
 * @param start.createdAt milliseconds since 1970
 * @param start.others the runs whose names are taken
 */
export function newRun(
  config: RunConfig,
  start: {
    readonly id: string;
    readonly createdAt: number;
    readonly parentId: string | null;
    readonly others: readonly RunSummary[];
  },
): RunRecord {
  const { id, createdAt, parentId, others } = start;
  return {
    id,
    name: nextRunName(others.map(({ name }) => name)),
    notes: '',
    tags: [],
    status: 'running',
    createdAt,
    config,
    parentId,
    datasetHash: null,
    update: 0,
    totalUpdates: 0,
    hasPolicy: false,
    evaluation: [],
    failure: '',
    history: null,
    policy: null,
    marketVersion: MARKET_VERSION,
  };
}
