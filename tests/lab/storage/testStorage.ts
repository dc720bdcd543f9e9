/** The storage of a browser for tests, and the runs and episodes that they put in it. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';
import { openStorage, type StorageOptions } from '../../../src/lab/storage/openStorage';
import { openTabs, type TabsPlatform } from '../../../src/lab/storage/tabs';
import type { LabStorage } from '../../../src/lab/storage/types';
import { FILL_LENGTH, SAMPLE_LENGTH, type EpisodeRecord } from '../../../src/protocol/frames';
import { DEFAULT_RUN_CONFIG, type RunRecord } from '../../../src/protocol/run';
import { examplePolicy } from '../../agents/policies/examplePolicy';
const ALONE: TabsPlatform = { locks: undefined, channel: undefined };

/** Gives every test an empty browser, and closes what the test opened. */
export function testStorage() {
  const opened: LabStorage[] = [];
  const open = async (
    options: Partial<StorageOptions> = { now: () => 1_000 },
  ): Promise<LabStorage> => {
    const storage = await openStorage({ name: 'lab', tabs: openTabs('lab', ALONE), ...options });
    opened.push(storage);
    return storage;
  };
  /** Closes the page, and opens it again. */
  const reopen = async (storage: LabStorage): Promise<LabStorage> => {
    storage.close();
    return await open();
  };
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const storage of opened.splice(0)) storage.close();
  });
  return { open, reopen };
}

const columnNames = [
  'update',
  'totalUpdates',
  'updatesPerSecond',
  'secondsLeft',
  'policyLoss',
  'valueLoss',
  'criticLoss',
  'meanValue',
  'meanQ',
  'meanAdvantageWeight',
  'clippedShare',
  'policyStd',
  'policyVersion',
] as const;

export function exampleRun(id: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `Run ${id}`,
    notes: '',
    tags: ['first'],
    status: 'finished',
    createdAt: 5,
    config: DEFAULT_RUN_CONFIG,
    parentId: null,
    datasetHash: '0123456789abcdef',
    update: 2000,
    totalUpdates: 2300,
    hasPolicy: true,
    evaluation: [{ agentName: 'IQL', policyVersion: 12, metrics: [] }],
    failure: '',
    history: {
      algorithm: 'iql',
      phases: ['cloning', 'training'],
      columns: Object.fromEntries(
        columnNames.map((name) => [name, Float64Array.of(1, NaN)]),
      ) as NonNullable<RunRecord['history']>['columns'],
    },
    policy: examplePolicy(),
    ...change,
  };
}

export const episode: EpisodeRecord = {
  id: 'e1',
  episode: 3,
  seed: 9,
  market: { preset: 'es', regime: 'base' },
  agentName: 'random',
  isByHand: false,
  policyVersion: 0,
  tickSize: 0.25,
  tickValueDollars: 12.5,
  maxInventory: 50,
  steps: 2,
  samples: new Float64Array(2 * SAMPLE_LENGTH).fill(NaN),
  fills: new Float64Array(3 * FILL_LENGTH),
  ladder: new Int32Array(40),
  queue: new Float64Array(12),
};
