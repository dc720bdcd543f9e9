/**
 * Damages links, run files, agents, episodes, datasets, recordings, sweeps, markets and command
 * lines, and counts what their readers did wrong. A reader that hangs or runs out of memory ends
 * its thread, not the count.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { hostileAgents } from '../fuzz/agentFiles';
import type { FuzzRange, OUTCOMES } from '../fuzz/fuzzRange';
import { FUZZ_KINDS, type FuzzKind } from '../fuzz/kinds';
import { formatResults, judged, type BenchResult } from '../output/results';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { SEED_FLAG } from '../program/settings';

/** Inputs that were once accepted wrongly; they come first. */
const HANDED_FOLDER = 'tests/fixtures/hostile';
/** Heap of a thread: a reader that needs more has run out of memory. */
const HEAP_MB = 768;
const PEAK_LIMIT_MB = 1024;

type Outcome = (typeof OUTCOMES)[number];
type Counts = Record<Outcome | 'hung', number>;

export const fuzz = defineCommand(
  'damage inputs and count what their readers do wrong',
  {
    inputs: wholeFlag({ default: 10_000, min: 1, max: 1_000_000, help: 'inputs of each kind' }),
    kind: {
      kind: 'choice',
      default: 'all',
      choices: ['all', ...FUZZ_KINDS],
      help: 'which inputs',
    },
    hangSeconds: wholeFlag({
      default: 20,
      min: 1,
      max: 600,
      help: 'seconds after which a reader counts as hung',
    }),
    seed: SEED_FLAG,
  },
  async (flags, terminal) => {
    const kinds = FUZZ_KINDS.filter((kind) => [kind, 'all'].includes(flags.kind));
    const rows: [FuzzKind, Counts][] = [];
    for (const kind of kinds) {
      const task = {
        kind,
        seed: flags.seed,
        from: 0,
        to: flags.inputs,
        handed: handedInputs(kind),
      };
      const counts = await fuzzInThreads(task, flags.hangSeconds, (text) => terminal.print(text));
      terminal.progress.finish(
        `${kind}: ${counts.accepted} accepted, ${counts.refused} refused of ${flags.inputs}.`,
      );
      rows.push([kind, counts]);
    }
    const results: BenchResult[] = rows.flatMap(([kind, counts]) => [
      { name: `fuzz.${kind}.accepted`, value: counts.accepted, unit: 'inputs' },
      { name: `fuzz.${kind}.refused`, value: counts.refused, unit: 'inputs' },
      ...WRONG.map((name) => judged(`fuzz.${kind}.${name}`, counts[name], 'inputs', [0, 0])),
    ]);
    for (const name of WRONG) {
      const total = rows.reduce((sum, [, counts]) => sum + counts[name], 0);
      results.push(judged(`fuzz.${name}`, total, 'inputs', [0, 0]));
    }
    const peakMb = process.resourceUsage().maxRSS / 1024;
    results.push(judged('fuzz.peakMb', peakMb, 'MiB', [0, PEAK_LIMIT_MB]));
    terminal.print(formatResults(results));
    return { config: { inputs: flags.inputs, seed: flags.seed, kinds }, results };
  },
);

const WRONG = ['acceptedWrongly', 'crashed', 'hung'] as const;

/** Judges a range, in another thread after each that had to be ended. */
async function fuzzInThreads(
  task: FuzzRange,
  hangSeconds: number,
  tell: (text: string) => void,
): Promise<Counts> {
  const counts: Counts = { refused: 0, accepted: 0, acceptedWrongly: 0, crashed: 0, hung: 0 };
  // The index of the input under way, and whether the thread has begun to judge.
  const current = new Int32Array(new SharedArrayBuffer(8));
  for (let from = task.from; from < task.to; from = current[0] + 1) {
    current.set([from, 0]);
    const ended = await runThread(
      { ...task, from },
      current,
      hangSeconds,
      (outcome, index, why) => {
        counts[outcome] += 1;
        if (outcome === 'acceptedWrongly' || outcome === 'crashed') {
          tell(`${task.kind} ${index} ${outcome}: ${why}`);
        }
      },
    );
    if (ended === null) break;
    counts[ended.kind] += 1;
    tell(`${task.kind} ${current[0]} ${ended.kind}: ${ended.why}`);
  }
  return counts;
}

interface Message {
  readonly outcome: Outcome;
  readonly index: number;
  readonly why: string;
}

interface Ending {
  readonly kind: 'hung' | 'crashed';
  readonly why: string;
}

/** @returns null when the range is done; else why the thread ended at the current input */
function runThread(
  range: FuzzRange,
  current: Int32Array,
  hangSeconds: number,
  onOutcome: (outcome: Outcome, index: number, why: string) => void,
): Promise<Ending | null> {
  const worker = new Worker(new URL('../fuzz/fuzzThread.mjs', import.meta.url), {
    workerData: { ...range, current },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  return new Promise((resolve) => {
    let seen = -1;
    let isEnding = false;
    const timer = setInterval(() => {
      // A thread that is still being loaded judges nothing yet.
      if (current[1] === 0) return;
      if (current[0] === seen) void end({ kind: 'hung', why: `${hangSeconds} s` });
      seen = current[0];
    }, 1000 * hangSeconds);
    // A thread that is terminated exits too, which is no ending of its own.
    const end = async (ending: Ending | null) => {
      if (isEnding) return;
      isEnding = true;
      clearInterval(timer);
      await worker.terminate();
      resolve(ending);
    };
    worker.on('message', ({ outcome, index, why }: Message) => onOutcome(outcome, index, why));
    worker.on('error', (error) => void end({ kind: 'crashed', why: String(error) }));
    worker.on('exit', (code) => void end(code === 0 ? null : { kind: 'crashed', why: `${code}` }));
  });
}

function handedInputs(kind: FuzzKind): Uint8Array[] {
  if (!existsSync(HANDED_FOLDER)) return [];
  const files = (pattern: RegExp) =>
    readdirSync(HANDED_FOLDER)
      .filter((name) => pattern.test(name))
      .map((name) => Uint8Array.from(readFileSync(join(HANDED_FOLDER, name))));
  switch (kind) {
    case 'link':
      return files(/^links\.txt$/).flatMap((bytes) =>
        new TextDecoder()
          .decode(bytes)
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => new TextEncoder().encode(line)),
      );
    case 'run':
      return files(/run-.*\.json$/);
    case 'agent':
      return [...files(/^(agent|st)-.*\.safetensors$/), ...hostileAgents()];
    case 'episode':
      return files(/episode-.*\.safetensors$/);
    case 'dataset':
      return files(/\.parquet$/);
    case 'tape':
      return files(/^tape-/);
    case 'sweep':
      return files(/^sweep-.*\.json$/);
    case 'market':
      return files(/^market-.*\.json$/);
    case 'flags':
      break;
  }
  return [];
}
