/**
 * Trains and evaluates a run under many settings, and says which did best, by how much, and which
 * trade one metric for another. What is in the store is not computed again: a sweep that was
 * stopped goes on where it was.
 */
import { availableParallelism } from 'node:os';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { expectedChoice } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import { collectionOf, type RunConfig } from '../../protocol/run';
import { RESULT_FORMAT } from '../../store/sweeps/sweepResult';
import { formatTable } from '../output/table';
import { defineCommand, type CommandOutcome, type Terminal } from '../program/command';
import { wholeFlag, type FlagTable, type FlagValues } from '../program/flags';
import { marketWithRivals, RIVALS_FLAG } from '../program/rivals';
import { RUN_FLAGS, runOfFlags } from '../program/runFlags';
import { openEngine, openKeptStore, openStore, STORE_FLAGS } from '../program/storeFlags';
import { parseAxes, type Axis } from '../sweeps/axes';
import { labBuild } from '../sweeps/labBuild';
import { statusOf, sweepName, writeManifest, type SweepStatus } from '../sweeps/manifest';
import { SWEEP_METRIC_NAMES, type SweepMetricName } from '../sweeps/metrics';
import { PLANS, planPoints } from '../sweeps/plan';
import { formatChoice, formatFailures, formatSweep, sweepResults } from '../sweeps/report';
import { agentsOf, resultConfig } from '../sweeps/resultFile';
import type { UnitStore } from '../sweeps/store';
import { Sweep, unitsOf, type Shard, type SweepRequest, type SweepResult } from '../sweeps/sweep';

/** Backends of units; plain JavaScript would train for hours. */
const UNIT_BACKENDS: readonly BackendName[] = ['wasm', 'webgpu', 'cpu'];

const SWEEP_FLAGS = {
  vary: {
    kind: 'text',
    repeats: true,
    placeholder: 'PATH=VALUE,…',
    help: 'a setting and its values, or log:FROM:TO:COUNT, or lin:…; several flags vary several settings',
  },
  plan: {
    kind: 'choice',
    default: 'grid',
    choices: PLANS,
    help: 'every combination, or points drawn at random or by Sobol’s sequence',
  },
  points: wholeFlag({
    default: 32,
    min: 1,
    max: 100_000,
    help: 'points of a plan that draws them',
  }),
  planSeed: wholeFlag({ default: 1, min: 0, max: 2 ** 31, help: 'seed of a random plan' }),
  seeds: wholeFlag({
    default: 1,
    min: 1,
    max: 1000,
    help: 'data seeds of every point, --seed and those that follow it; data, training and episodes differ',
  }),
  evaluationEpisodes: wholeFlag({
    default: 32,
    min: 2,
    max: 10_000,
    help: 'episodes per policy that choose, and as many that report',
  }),
  metric: {
    kind: 'choice',
    default: 'profit',
    choices: SWEEP_METRIC_NAMES,
    help: 'metric to choose the best point by',
  },
  front: {
    kind: 'text',
    placeholder: 'METRIC,METRIC',
    help: 'metrics of the front (profit,meanAbsInventory)',
  },
  ...STORE_FLAGS,
  backend: { kind: 'choice', default: 'wasm', choices: UNIT_BACKENDS, help: 'backend to train on' },
  threads: wholeFlag({
    default: availableParallelism(),
    min: 1,
    max: 1024,
    help: 'units at the same time on this machine; with --redis the workers have their own',
  }),
  shard: {
    kind: 'text',
    placeholder: 'PART/OF',
    help: 'compute one part of the points, such as 2/5, on a store that all parts share; without it the parts are gathered',
  },
  agents: {
    kind: 'switch',
    help: 'write the policies of the best point and of the front into --json too, which the page lets trade',
  },
  status: { kind: 'switch', help: 'only say how far the sweeps of the store are' },
  retry: { kind: 'switch', help: 'try units again that were given up' },
} as const satisfies FlagTable;

const TABLE = { ...RUN_FLAGS, ...RIVALS_FLAG, ...SWEEP_FLAGS } as const satisfies FlagTable;

export const sweep = defineCommand(
  'train and evaluate under many settings: the best, the front, and intervals',
  TABLE,
  async (flags, terminal, given) => {
    if (flags.status) return await tellStatus(flags, terminal);
    const axes = parseAxes(flags.vary);
    const store = await openStore(flags, terminal);
    try {
      const { run: typed } = await runOfFlags(flags, given);
      const base = { ...typed, market: await marketWithRivals(typed.market, flags.rivals) };
      checkBase(base);
      const request = requestOf(base, axes, flags);
      return await runSweep(request, axes, base, store, flags, terminal);
    } finally {
      await store.close();
    }
  },
);

/** @throws InvalidInputError for a run that units cannot make */
function checkBase(base: RunConfig): void {
  if (base.market.tape !== undefined) {
    const expected = 'a market of the lab: a recording does not travel with units of work';
    throw new InvalidInputError('run.market.tape', expected, base.market.tape.instrument);
  }
  collectionOf(base);
}

function requestOf(
  base: RunConfig,
  axes: readonly Axis[],
  flags: FlagValues<typeof SWEEP_FLAGS>,
): SweepRequest {
  const { plan, points, planSeed, seeds, metric, evaluationEpisodes: episodes, backend } = flags;
  return {
    points: planPoints(base, { kind: plan, axes, points, seed: planSeed }),
    seeds,
    episodes,
    metric,
    front: frontOf(flags.front),
    shard: shardOf(flags.shard),
    setting: { build: labBuild(), backend },
  };
}

function frontOf(text: string | null): [SweepMetricName, SweepMetricName] {
  if (text === null) return ['profit', 'meanAbsInventory'];
  const names = text.split(',').map((name) => SWEEP_METRIC_NAMES.find((one) => one === name));
  const [first, second] = names;
  if (names.length === 2 && first !== undefined && second !== undefined && first !== second) {
    return [first, second];
  }
  const expected = `two, joined by a comma, of ${expectedChoice(SWEEP_METRIC_NAMES).slice(7)}`;
  throw new InvalidInputError('--front', expected, text);
}

function shardOf(text: string | null): Shard | null {
  if (text === null) return null;
  const [part, of] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).slice(1).map(Number);
  if (part >= 1 && part <= of) return { part, of };
  throw new InvalidInputError('--shard', 'a part of several, such as 2/5', text);
}

async function runSweep(
  request: SweepRequest,
  axes: readonly Axis[],
  base: RunConfig,
  store: UnitStore,
  flags: FlagValues<typeof SWEEP_FLAGS>,
  terminal: Terminal,
): Promise<CommandOutcome> {
  const { threads, retry } = flags;
  const units = unitsOf(request);
  const { points, seeds, shard, setting } = request;
  const part = shard === null ? '' : `, part ${shard.part} of ${shard.of}`;
  terminal.print(
    `Sweep of ${points.length} points with ${seeds} ${seeds === 1 ? 'data seed' : 'data seeds'}: ${units.length} units${part}; store ${store.place}.`,
  );
  if (retry) for (const unit of units) await store.remove('failures', unit.name);
  const command = process.argv.slice(2).join(' ');
  const manifest = { build: setting.build, command, units: units.map(({ name }) => name) };
  const name = sweepName(units);
  await writeManifest(store, name, manifest);
  const engine = await openEngine(flags, { store, build: setting.build, threads }, terminal);
  const stop = () => void engine.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let result: SweepResult;
  try {
    const start = performance.now();
    const work = new Sweep(request, engine, store, ({ done, failed, total }) => {
      const perMinute = done / ((performance.now() - start) / 60_000);
      terminal.progress.update(
        `Units: ${done} of ${total}${failed === 0 ? '' : `, ${failed} failed`}, ${perMinute.toFixed(1)} a minute`,
      );
    });
    result = await work.run();
    await writeManifest(store, name, { ...manifest, units: work.unitNames() });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await engine.close();
  }
  const { computed, stored } = result.units;
  terminal.progress.finish(
    `Units computed ${computed}, stored before ${stored}, failed ${result.failures.length}.`,
  );
  tell(axes, request, result, terminal);
  const agents = flags.agents ? await agentsOf(request, result, store) : [];
  return {
    format: RESULT_FORMAT,
    config: resultConfig(axes, base, request, result, agents),
    results: [
      ...sweepResults(request, result),
      ...(result.isStopped
        ? [{ name: 'sweep.stopped', value: 1, unit: '', accept: [0, 0] as const, pass: false }]
        : []),
    ],
  };
}

function tell(
  axes: readonly Axis[],
  request: SweepRequest,
  result: SweepResult,
  terminal: Terminal,
): void {
  if (result.failures.length > 0) terminal.print(formatFailures(result));
  if (result.isStopped) {
    terminal.print('Stopped. What is done is in the store: the same command goes on from there.');
    return;
  }
  if (request.shard !== null) {
    terminal.print('This part is done; the same command without --shard gathers all parts.');
    return;
  }
  terminal.print(formatSweep(axes, request, result));
  terminal.print(formatChoice(request, result));
  terminal.print(`Hash of all artefacts: ${result.digest}`);
}

async function tellStatus(
  flags: FlagValues<typeof STORE_FLAGS>,
  terminal: Terminal,
): Promise<CommandOutcome> {
  const store = await openKeptStore(flags, terminal);
  let sweeps: SweepStatus[];
  try {
    sweeps = await statusOf(store);
  } finally {
    await store.close();
  }
  const rows = sweeps.map(({ command, build, units, stored, failed }) => [
    command.length > 70 ? `${command.slice(0, 69)}…` : command,
    build,
    String(units),
    String(stored),
    String(failed),
    String(units - stored - failed),
  ]);
  terminal.print(
    formatTable(['sweep', 'build', 'units', 'stored', 'failed', 'left'], rows, ['left', 'left']),
  );
  const sum = (of: 'units' | 'stored' | 'failed') =>
    sweeps.reduce((total, one) => total + one[of], 0);
  return {
    config: { store: store.place, sweeps },
    results: [
      { name: 'sweep.status.sweeps', value: sweeps.length, unit: 'sweeps' },
      { name: 'sweep.status.units', value: sum('units'), unit: 'units' },
      { name: 'sweep.status.stored', value: sum('stored'), unit: 'units' },
      { name: 'sweep.status.failed', value: sum('failed'), unit: 'units' },
    ],
  };
}
