import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ExperimentUnits } from '../../../src/cli/experiments/units';
import { inventoryAversion } from '../../../src/cli/experiments/inventoryAversion';
import { ProgressLine } from '../../../src/cli/output/progress';
import type { Terminal } from '../../../src/cli/program/command';
import { DirectoryStore } from '../../../src/cli/sweeps/directoryStore';
import { localEngine } from '../../../src/cli/sweeps/localEngine';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';

const silent: Terminal = { print: () => {}, progress: new ProgressLine({ write: () => {} }) };
const folder = mkdtempSync(join(tmpdir(), 'lab-experiment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (units?: ExperimentUnits) =>
  await inventoryAversion.run(
    {
      seed: 5,
      engine: 'compiled',
      env: { ...DEFAULT_ENV_CONFIG, episodeLength: 100 },
      threads: 1,
      dataSeeds: 1,
      trainingSeeds: 1,
      updates: 3,
      episodes: 10,
      evaluationEpisodes: 2,
      units,
    },
    silent,
  );

describe('an experiment by units of work', () => {
  it('gives the numbers of one by threads, and computes nothing when it is run again', async () => {
    const threads = await run();
    const store = new DirectoryStore(folder);
    const setting = { build: 'test', backend: 'wasm' } as const;
    const engine = localEngine(store, setting.build, 1);
    const outcomes: string[] = [];
    const units: ExperimentUnits = {
      store,
      setting,
      engine: {
        perform: async (unit) => {
          const outcome = await engine.perform(unit);
          outcomes.push(outcome);
          return outcome;
        },
        close: () => engine.close(),
      },
    };
    expect((await run(units)).results).toEqual(threads.results);
    // Five weights are trained and evaluated, and their data collected once beside.
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'computed'));
    outcomes.length = 0;
    expect((await run(units)).results).toEqual(threads.results);
    expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'stored'));
    await units.engine.close();
  }, 180_000);
});
