/**
 * Measures what an update costs, side by side in one run: tfjs written the obvious way, the lab's
 * learner eagerly, the same compiled (WebAssembly kernels, or one program of dispatches on WebGPU),
 * and jax-js, which a user might pick instead. They take turns, so that a busy machine is busy for
 * all of them. The best round counts, because a machine only ever adds time, and the median stands
 * beside it.
 */
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { reasonOf } from '../../market/validation';
import { startBackend } from '../training/backend';
import { judged, type BenchResult } from '../output/results';
import {
  SHAPES,
  TRANSFORMER_SHAPES,
  type Candidate,
  type TransformerShape,
} from './candidates/candidate';
import { chooseJaxDevice, JaxLearner } from './candidates/jax';
import { JaxTransformer } from './candidates/jaxTransformer';
import { iqlCandidate, toldIqlCandidate, transformerCandidate } from './candidates/ours';
import { StockLearner } from './candidates/stock';
import { StockTransformer } from './candidates/stockTransformer';
import { measureFirst, type GaugeKind, type Measurement } from './measurement';
import type { BenchReport } from './report';

/** Time for all heats together; what does not fit is left out and noted. */
const BUDGET_MS = 7 * 60_000;
/** Most turns of a candidate. */
const MAX_TURNS = 20;
const MIN_TURNS = 2;
/** Target time of a candidate's turns in a heat. */
const TURNS_MS = 3000;
/** Longest update that is begun. */
const LONGEST_UPDATE_MS = 15_000;

/** An update of every weighting takes so much of one for fixed weights on compact observations. */
const LONGEST_TOLD = 1.15;

/** Accepted milliseconds on a 2-core machine without a graphics card. */
const LIMITS: Readonly<Record<string, number>> = {
  'training.iql.compiled.wasm.msPerUpdate': 25,
  'training.iql.compiled.wasm.compact.msPerUpdate': 10,
  'training.iql.compiled.webgpu.msPerUpdate': 150,
  'training.iql.compiled.webgpu.enqueueMs': 0.5,
  'training.iql.compiled.webgpu.dispatches': 60,
  'training.dt.compiled.webgpu.dispatches': 250,
};

type Create = () => Candidate | Promise<Candidate>;

/** Candidates of one shape on one backend, which take turns. */
interface Heat {
  readonly backend: BackendName;
  readonly learner: 'iql' | 'dt';
  readonly suffix: string;
  /**
   * Work of an update relative to the other shapes; a time measured on a smaller shape is scaled up
   * by at least the ratio.
   */
  readonly work: number;
  readonly candidates: Readonly<Record<string, Create>>;
}

/** Compact shapes go first and stock tfjs last: where time is short, the others can be compared. */
export async function benchTraining(
  report: BenchReport,
  backends: readonly BackendName[] = ['wasm', 'webgpu', 'cpu'],
): Promise<BenchResult[]> {
  const deadline = performance.now() + BUDGET_MS;
  const results: BenchResult[] = [];
  for (const [place, backend] of backends.entries()) {
    try {
      await startBackend(backend);
    } catch (error) {
      report.note(`${backend}: left out. ${reasonOf(error)}`);
      continue;
    }
    if (backend !== 'cpu') results.push(...(await timeToFirstUpdates(backend)));
    const withJax = backend !== 'cpu' && (await chooseJaxDevice(backend));
    if (backend === 'cpu') {
      report.note(
        'cpu: the reference has nothing compiled, and jax-js is compared on its own fast devices.',
      );
    } else if (!withJax) {
      report.note(`${backend}: jax-js left out. It finds no such device here.`);
    }
    const seen = new Map<string, { readonly ms: number; readonly work: number }>();
    const heats = heatsOf(backend, withJax);
    for (const [index, heat] of heats.entries()) {
      const heatsLeft = (backends.length - place) * heats.length - index;
      const now = performance.now();
      const end = now + Math.max(0, deadline - now) / heatsLeft;
      results.push(...(await runHeat(heat, seen, end, report)));
    }
  }
  return results;
}

/**
 * Times an engine from its opening to the end of its first update: once with everything to compile,
 * and once more.
 */
async function timeToFirstUpdates(backend: BackendName): Promise<BenchResult[]> {
  const [{ settings }] = SHAPES;
  const results: BenchResult[] = [];
  for (const run of ['first', 'second']) {
    const start = performance.now();
    const candidate = await iqlCandidate({ backend, engine: 'compiled' }, settings);
    candidate.start(1);
    await candidate.finish();
    const value = performance.now() - start;
    candidate.dispose();
    results.push({ name: `training.iql.toFirstUpdate.${backend}.${run}`, value, unit: 'ms' });
  }
  return results;
}

function heatsOf(backend: BackendName, withJax: boolean): Heat[] {
  const isCompiled = backend !== 'cpu';
  const compiled = { backend, engine: 'compiled' } as const;
  const eager = { backend, engine: 'tfjs' } as const;
  const iql = SHAPES.toReversed().map((shape): Heat => ({
    backend,
    learner: 'iql',
    suffix: shape.suffix,
    // On a GPU in software the number of dispatches counts, and it is the same.
    work: 1,
    candidates: {
      ...(isCompiled
        ? {
            compiled: () => iqlCandidate(compiled, shape.settings),
            everyWeighting: () => toldIqlCandidate(compiled, shape.settings),
          }
        : {}),
      ...(withJax ? { jax: () => new JaxLearner(shape.settings) } : {}),
      eager: () => iqlCandidate(eager, shape.settings),
      stock: () => new StockLearner(shape.settings),
    },
  }));
  const dt = TRANSFORMER_SHAPES.toReversed().map((shape): Heat => ({
    backend,
    learner: 'dt',
    suffix: shape.suffix,
    work: transformerWork(shape),
    candidates: {
      ...(isCompiled ? { compiled: () => transformerCandidate(compiled, shape) } : {}),
      ...(withJax ? { jax: () => new JaxTransformer(shape) } : {}),
      eager: () => transformerCandidate(eager, shape),
      stock: () => new StockTransformer(shape),
    },
  }));
  return [...iql, ...dt];
}

function transformerWork({ sizes, batchSize }: TransformerShape): number {
  const { embedding, layers, contextLength } = sizes;
  const tokens = 3 * contextLength;
  return batchSize * tokens * layers * embedding * (12 * embedding + 2 * tokens);
}

async function runHeat(
  { backend, learner, suffix, work, candidates }: Heat,
  seen: Map<string, { readonly ms: number; readonly work: number }>,
  end: number,
  report: BenchReport,
): Promise<BenchResult[]> {
  const running: { readonly key: string; readonly measurement: Measurement }[] = [];
  for (const [name, create] of Object.entries(candidates)) {
    const key = `training.${learner}.${name}.${backend}${suffix}`;
    const smaller = seen.get(`${learner}.${name}`);
    const expectedMs = smaller === undefined ? 0 : smaller.ms * (work / smaller.work);
    const leftMs = end - performance.now();
    if (expectedMs > LONGEST_UPDATE_MS) {
      const seconds = Math.round(expectedMs / 1000);
      report.note(`${key}: left out. By its compact shape an update takes about ${seconds} s.`);
      continue;
    }
    if (leftMs < 0) {
      report.note(`${key}: left out. What was before it took the time.`);
      continue;
    }
    report.progress(`Preparing ${key}`);
    try {
      const kind = gaugeOf(name, backend);
      running.push({ key, measurement: await measureFirst(create, kind, 2 * LONGEST_UPDATE_MS) });
    } catch (error) {
      report.note(`${key}: left out. ${reasonOf(error)}`);
    }
  }
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const isOver = performance.now() > end;
    const waiting = running.filter(
      ({ measurement }) =>
        measurement.turns < (isOver ? 1 : MIN_TURNS) || measurement.spentMs < TURNS_MS,
    );
    if (waiting.length === 0 || (isOver && turn > 0)) break;
    for (const { key, measurement } of waiting) {
      report.progress(`Measuring ${key}, turn ${turn + 1}`);
      await measurement.takeTurn();
    }
  }
  const told = running.find(({ key }) => key.includes('.everyWeighting.'));
  const fixed = running.find(({ key }) => key.includes('.compiled.'));
  const comparison =
    told === undefined || fixed === undefined
      ? []
      : [
          timesFixed(
            `${told.key}.timesFixed`,
            told.measurement.best / fixed.measurement.best,
            suffix !== '',
          ),
        ];
  const results = running.flatMap(({ key, measurement }) => {
    const [, , name] = key.split('.');
    if (suffix !== '') seen.set(`${learner}.${name}`, { ms: measurement.best, work });
    measurement.dispose();
    return resultsOf(key, measurement);
  });
  return [...results, ...comparison];
}

function timesFixed(name: string, value: number, isCompact: boolean): BenchResult {
  const unit = '× fixed';
  return isCompact ? judged(name, value, unit, [null, LONGEST_TOLD]) : { name, value, unit };
}

/** Tells how the bytes of a candidate can be measured. */
function gaugeOf(name: string, backend: BackendName): GaugeKind {
  if (backend === 'webgpu') return 'buffers';
  if (name === 'compiled' || name === 'everyWeighting') return 'memory';
  return name === 'jax' ? 'none' : 'tensors';
}

function resultsOf(key: string, measurement: Measurement): BenchResult[] {
  const { best, median, enqueueMs, dispatches, peakBytes } = measurement;
  return [
    limited(`${key}.msPerUpdate`, best, 'ms'),
    limited(`${key}.medianMsPerUpdate`, median, 'ms'),
    limited(`${key}.updatesPerSecond`, 1000 / best, 'updates/s'),
    ...(dispatches === null
      ? []
      : [
          limited(`${key}.enqueueMs`, enqueueMs, 'ms'),
          limited(`${key}.dispatches`, dispatches, 'dispatches'),
        ]),
    ...(peakBytes === null ? [] : [limited(`${key}.peakBytes`, peakBytes, 'bytes')]),
  ];
}

function limited(name: string, value: number, unit: string): BenchResult {
  return name in LIMITS ? judged(name, value, unit, [null, LIMITS[name]]) : { name, value, unit };
}
