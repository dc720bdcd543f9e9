/**
 * Records that browsers have in storage today. The fixtures were written once by the build in which
 * the two kinds of run were still two classes: a dataset file, the state of runs that were stopped
 * on it, and how that build finished them on the CPU backend.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/learning/data/dataset';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { readDatasetFile, writeDatasetFile } from '../../../src/learning/data/parquet';
import type { RunState } from '../../../src/learning/runs/runState';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import type { TrainingTask } from '../../../src/learning/runs/training';
import { LAB_VERSION } from '../../../src/market/version';
import { chooseBackend } from '../../../src/learning/tfjs/backend';

const bytesOf = (name: string) =>
  readFileSync(new URL(`../../fixtures/stored/${name}`, import.meta.url));
const bufferOf = (name: string) => new Uint8Array(bytesOf(name)).buffer;

interface StoredRun {
  readonly task: TrainingTask;
  readonly state: RunState;
  readonly end: {
    readonly status: string;
    readonly version: number;
    readonly updates: number;
    readonly parameters: Float32Array;
    readonly logStd?: Float32Array;
    readonly critics: readonly Float32Array[] | null;
  };
}

const ARRAYS = { Float32Array, Float64Array, Int32Array };

/** A typed array is written as an object of one field: its type, and its bytes in base64. */
function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const [name, Constructor] of Object.entries(ARRAYS)) {
    const base64: unknown = Reflect.get(value, name);
    if (typeof base64 !== 'string') continue;
    return new Constructor(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
  }
  return value;
}

const storedRun = (name: string) =>
  JSON.parse(bytesOf(`${name}.json`).toString(), revive) as StoredRun;

let dataset: Dataset;

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
  ({ dataset } = await readDatasetFile(bufferOf('dataset.parquet')));
});

describe('a dataset file that is kept', () => {
  it('opens, hashes the same, and is written again byte by byte', async () => {
    const { origin, hash, labVersion } = await readDatasetFile(bufferOf('dataset.parquet'));
    expect(hash).toBe('1c68a5d1b147b1dc');
    expect(datasetHash([dataset])).toBe(hash);
    const written = Buffer.concat(writeDatasetFile(dataset, origin)).toString('latin1');
    expect(written.replaceAll(LAB_VERSION, labVersion)).toBe(
      bytesOf('dataset.parquet').toString('latin1'),
    );
  });
});

describe('a run that is kept', () => {
  it.each(['cloning', 'iqlCloning', 'iql', 'decisionTransformer'])(
    '(%s) goes on to the end that it would have had',
    async (name) => {
      const { task, state, end } = storedRun(name);
      let milliseconds = 0;
      const session = new TrainingSession(
        {
          now: () => (milliseconds += 1e6),
          nextTask: () => Promise.resolve(),
          wait: () => Promise.resolve(),
        },
        'cpu',
      );
      session.loadDataset([dataset]);
      const outcome = await session.learn(
        task,
        { kind: 'resume', from: state },
        { onPolicy() {}, onProgress() {} },
      );
      session.dispose();
      const { policy, critics = null, status } = outcome;
      expect({ status, version: policy.version, updates: policy.updates }).toEqual({
        status: end.status,
        version: end.version,
        updates: end.updates,
      });
      expect(policy.parameters).toStrictEqual(end.parameters);
      expect('logStd' in policy ? policy.logStd : undefined).toStrictEqual(end.logStd);
      expect(critics?.critics ?? null).toStrictEqual(end.critics);
    },
  );
});
