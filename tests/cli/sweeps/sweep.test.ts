import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAxis } from '../../../src/cli/sweeps/axes';
import { DirectoryStore } from '../../../src/cli/sweeps/directoryStore';
import {
  SweepStoppedError,
  type SweepEngine,
  type UnitOutcome,
} from '../../../src/cli/sweeps/engine';
import { readFailure, UnitFailedError } from '../../../src/cli/sweeps/failures';
import { localEngine } from '../../../src/cli/sweeps/localEngine';
import {
  readManifests,
  statusOf,
  sweepName,
  writeManifest,
} from '../../../src/cli/sweeps/manifest';
import { planPoints } from '../../../src/cli/sweeps/plan';
import { resultConfig } from '../../../src/cli/sweeps/resultFile';
import { jsonBytes } from '../../../src/cli/sweeps/store';
import { Sweep, unitsOf, type SweepRequest } from '../../../src/cli/sweeps/sweep';
import { trainUnit, type NamedUnit, type UnitOf } from '../../../src/cli/sweeps/units';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { parseSweepResult, RESULT_FORMAT } from '../../../src/store/sweeps/sweepResult';

let folder: string;
let store: DirectoryStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-sweep-'));
  store = new DirectoryStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const PENALTIES = [0, 20, 100];

const AXIS = parseAxis(`weights.inventoryPenalty=${PENALTIES.join(',')}`);

const REQUEST: SweepRequest = {
  points: planPoints(DEFAULT_RUN_CONFIG, {
    kind: 'grid',
    axes: [AXIS],
    points: 0,
    seed: 1,
  }),
  seeds: 2,
  episodes: 2,
  metric: 'profit',
  front: ['profit', 'meanAbsInventory'],
  shard: null,
  setting: { build: 'test', backend: 'wasm' },
};

/** One dataset per seed, a training and an evaluation per point and seed. */
const CHOOSING_UNITS = 2 + 6 + 6;

/**
 * Episodes that earn less and hold less where inventory costs more; others where nothing chooses.
 */
function played({ run, stream }: UnitOf<'evaluate'>): EpisodeMetrics[] {
  const penalty = run.weights.inventoryPenalty;
  return [0, 1].map((episode) => ({
    seed: episode,
    steps: 10,
    return: 0,
    profit: 1000 - penalty + run.seed + episode - (stream === 'evaluation' ? 50 : 0),
    maxDrawdown: 0,
    meanAbsInventory: penalty === 20 ? 30 : 20 - penalty / 10,
    p95AbsInventory: 0,
    contractsTraded: 1,
    fillRate: 0,
    quotedSpread: Number.NaN,
    terms: [0, 0, 0, 0, 0, 0],
    markoutTicks: [0, 0, 0],
  }));
}

/** Performs units at once; counts what it computed. */
class TestEngine implements SweepEngine {
  readonly computed: string[] = [];

  constructor(private readonly fails: (unit: NamedUnit) => Error | null = () => null) {}

  async perform(unit: NamedUnit): Promise<UnitOutcome> {
    const error = this.fails(unit);
    if (error !== null) throw error;
    if (await store.has('artefacts', unit.name)) return 'stored';
    this.computed.push(unit.name);
    const content = unit.unit.kind === 'evaluate' ? played(unit.unit) : unit.unit.kind;
    await store.write('artefacts', unit.name, jsonBytes(content));
    return 'computed';
  }

  async close(): Promise<void> {}
}

const run = (engine: SweepEngine, changes: Partial<SweepRequest> = {}) =>
  new Sweep({ ...REQUEST, ...changes }, engine, store).run();

describe('a sweep', () => {
  it('performs a unit once that several chains need, and chooses and reports on different episodes', async () => {
    const engine = new TestEngine();
    const result = await run(engine);
    expect(new Set(engine.computed).size).toBe(engine.computed.length);
    // The point with a penalty of 20 holds more and earns less than the first.
    expect(result.best).toBe(0);
    expect(result.front.toSorted((a, b) => a - b)).toEqual([0, 2]);
    expect(engine.computed).toHaveLength(CHOOSING_UNITS + 2 * 2);
    expect(result.played[0]?.map((episodes) => episodes[0].profit)).toEqual([1001, 1002]);
    expect(result.reported.get(0)?.map((episodes) => episodes[0].profit)).toEqual([951, 952]);
    expect([...result.reported.keys()].toSorted((a, b) => a - b)).toEqual([0, 2]);
  });

  it('computes nothing again, and has the same hash', async () => {
    const first = await run(new TestEngine());
    const engine = new TestEngine();
    const second = await run(engine);
    expect(engine.computed).toEqual([]);
    expect(second.units).toEqual({ computed: 0, stored: CHOOSING_UNITS + 4 });
    expect(second.digest).toBe(first.digest);
  });

  it('computes again what was damaged in the store', async () => {
    const first = await run(new TestEngine());
    const [train] = unitsOf(REQUEST).filter(({ unit }) => unit.kind === 'train');
    await store.remove('artefacts', train.name);
    const engine = new TestEngine();
    expect((await run(engine)).digest).toBe(first.digest);
    expect(engine.computed).toEqual([train.name]);
  });

  it('goes on where a unit fails, and leaves its point out of the choice', async () => {
    const failure = { tries: 3, isFinal: false, message: 'out of memory' };
    const isBad = ({ unit }: NamedUnit) =>
      unit.kind === 'train' && unit.run.weights.inventoryPenalty === 0 && unit.run.seed === 1;
    const engine = new TestEngine((unit) =>
      isBad(unit) ? new UnitFailedError(unit.name, failure) : null,
    );
    const result = await run(engine);
    expect(result.failures.map(({ message }) => message)).toEqual([
      expect.stringContaining('out of memory (tries: 3)'),
    ]);
    expect(result.played[0]).toBeNull();
    expect(result.best).toBe(1);
  });

  it('says that it was stopped, and keeps what was done', async () => {
    let left = 5;
    const engine = new TestEngine(() => (left-- > 0 ? null : new SweepStoppedError()));
    const result = await run(engine);
    expect(result.isStopped).toBe(true);
    expect(engine.computed).toHaveLength(5);
    const after = new TestEngine();
    await run(after);
    expect(after.computed).toHaveLength(CHOOSING_UNITS + 4 - 5);
  });

  it('is computed in parts that share a store, and gathered for nothing', async () => {
    for (const part of [1, 2]) {
      const result = await run(new TestEngine(), { shard: { part, of: 2 } });
      expect(result.best).toBeNull();
    }
    const engine = new TestEngine();
    await run(engine);
    // What reports is known only now.
    expect(engine.computed.every((name) => name.startsWith('evaluate-'))).toBe(true);
    expect(engine.computed).toHaveLength(4);
  });

  it('is known to its store', async () => {
    const units = unitsOf(REQUEST);
    const manifest = { build: 'test', command: 'sweep', units: units.map(({ name }) => name) };
    await writeManifest(store, sweepName(units), manifest);
    await store.write('artefacts', units[0].name, jsonBytes(1));
    expect([...(await readManifests(store)).values()]).toEqual([manifest]);
    expect(await statusOf(store)).toEqual([
      { command: 'sweep', build: 'test', units: CHOOSING_UNITS, stored: 1, failed: 0 },
    ]);
  });
});

describe('the file of a sweep', () => {
  it('is opened by the page, with what chose, what was held out, and whose units failed', async () => {
    const failure = { tries: 3, isFinal: true, message: 'training diverged at update 7' };
    const engine = new TestEngine((unit) =>
      unit.unit.kind === 'train' && unit.unit.run.weights.inventoryPenalty === 20
        ? new UnitFailedError(unit.name, failure)
        : null,
    );
    const result = await run(engine);
    const config = resultConfig([AXIS], DEFAULT_RUN_CONFIG, REQUEST, result, []);
    const written = { format: RESULT_FORMAT, command: 'sweep', config, results: [] };
    const read = parseSweepResult(JSON.parse(JSON.stringify(written))).config;
    expect(read.axes).toEqual([
      { key: 'inventoryPenalty', name: 'weights.inventoryPenalty', isLog: false },
    ]);
    expect(read.best).toBe(0);
    expect(read.points.map(({ values }) => values)).toEqual([[0], [20], [100]]);
    expect(read.points[0].chosenOn?.profit?.estimate).toBe(1002);
    expect(read.points[0].heldOut?.profit?.estimate).toBe(952);
    // Nothing was quoted in any episode.
    expect(read.points[0].chosenOn?.quotedSpread?.estimate).toBeNaN();
    expect(read.points[1]).toMatchObject({ chosenOn: null, heldOut: null });
    // Both data seeds of the point.
    expect(read.failures.map(({ points, tries }) => ({ points, tries }))).toEqual([
      { points: [1], tries: 3 },
      { points: [1], tries: 3 },
    ]);
  });
});

describe('the engine of this machine', () => {
  it('gives a unit up after three tries, remembers why, and does not try it again', async () => {
    const engine = localEngine(store, 'test', 1);
    const poison = trainUnit(DEFAULT_RUN_CONFIG, { build: 'another', backend: 'wasm' });
    await expect(engine.perform(poison)).rejects.toThrow('expected test, got "another" (tries: 3)');
    expect(await readFailure(store, poison.name)).toMatchObject({ tries: 3, isFinal: false });
    await expect(engine.perform(poison)).rejects.toThrow('(tries: 3)');
    await engine.close();
    await expect(engine.perform(poison)).rejects.toThrow(SweepStoppedError);
  });
});
