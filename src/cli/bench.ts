/**
 * Measures how fast each layer is: `npm run bench`, or `npm run bench -- learning` for some of
 * them. Training and memory take minutes and are run by name. A suite measures what it compares in
 * one run, so that ratios survive a change of machine.
 */
import { InvalidInputError } from '../market/validation';
import { benchActing } from './bench/acting';
import { benchData } from './bench/data';
import { benchEnv } from './bench/env';
import { benchLearning } from './bench/learning';
import { benchMarket } from './bench/market';
import { benchMemory } from './bench/memoryGrowth';
import type { BenchReport } from './bench/report';
import { benchSweep } from './bench/sweep';
import { benchTape } from './bench/tape';
import { benchTraining } from './bench/training';
import { formatTraining } from './bench/trainingTable';
import { detailsOf, processTerminal, watchStreams, type Terminal } from './program/command';
import { COMMON_FLAGS, describeFlags, outputsOf, parseFlags } from './program/flags';
import { checkOutputs } from './output/checkPaths';
import { allPass, formatResults, writeResults, type BenchResult } from './output/results';

/** Suites that run when none is named. */
const SHORT_SUITES = ['market', 'env', 'acting', 'learning'];

type Suite = (report: BenchReport) => BenchResult[] | Promise<BenchResult[]>;

const SUITES: Readonly<Record<string, Suite>> = {
  market: () => benchMarket(),
  env: () => benchEnv(),
  acting: () => benchActing(),
  learning: () => benchLearning(),
  data: () => benchData(),
  memory: (report) => benchMemory(report),
  sweep: (report) => benchSweep(report),
  tape: () => benchTape(),
  training: (report) => benchTraining(report),
};

function isTraining({ name }: BenchResult): boolean {
  return name.startsWith('training.') && !name.startsWith('training.memoryGrowth.');
}

async function bench(args: readonly string[], terminal: Terminal): Promise<number> {
  const names = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '--json');
  for (const name of names) {
    if (!Object.hasOwn(SUITES, name)) {
      throw new InvalidInputError('suite', `one of ${Object.keys(SUITES).join(', ')}`, name);
    }
  }
  const flags = parseFlags(
    COMMON_FLAGS,
    args.filter((arg) => !names.includes(arg)),
  );
  if (flags.help) {
    terminal.print(
      `Usage: npm run bench -- [${Object.keys(SUITES).join('|')}] [--flags]\n\n${describeFlags(COMMON_FLAGS)}`,
    );
    return 0;
  }
  checkOutputs(outputsOf(COMMON_FLAGS, flags), [], flags.overwrite);
  const chosen = names.length === 0 ? SHORT_SUITES : names;
  const results: BenchResult[] = [];
  const notes: string[] = [];
  const report: BenchReport = {
    progress: (text) => terminal.progress.update(text),
    note: (text) => void notes.push(text),
  };
  for (const name of chosen) {
    terminal.progress.update(`Measuring ${name}`);
    results.push(...(await SUITES[name](report)));
    terminal.progress.finish(`Measured ${name}.`);
  }
  const training = results.filter(isTraining);
  const others = results.filter((result) => !isTraining(result));
  if (others.length > 0) terminal.print(formatResults(others));
  if (training.length > 0) terminal.print(formatTraining(training));
  for (const note of notes) terminal.print(note);
  if (flags.json !== null) {
    const config = { suites: chosen, node: process.version, cpu: process.arch, notes };
    writeResults(flags.json, { command: ['bench', ...args].join(' '), config, results });
    terminal.print(`Written to ${flags.json}.`);
  }
  return allPass(results) ? 0 : 1;
}

watchStreams();
try {
  process.exitCode = await bench(process.argv.slice(2), processTerminal());
} catch (error) {
  const wrongUse = error instanceof InvalidInputError;
  process.stderr.write(`${wrongUse ? error.message : detailsOf(error)}\n`);
  process.exitCode = wrongUse ? 2 : 1;
}
