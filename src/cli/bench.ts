/**
 * How fast each layer is: `npm run bench`, or `npm run bench -- learning` for
 * some of them; the training suite takes minutes and is run by name. Every suite measures a reference loop in the same run, so that
 * ratios survive a change of machine.
 */
import { InvalidInputError } from '../market/validation';
import { benchActing } from './bench/acting';
import { benchData } from './bench/data';
import { benchEnv } from './bench/env';
import { benchLearning } from './bench/learning';
import { benchMarket } from './bench/market';
import { benchTraining } from './bench/training';
import { processTerminal, type Terminal } from './command';
import { COMMON_FLAGS, describeFlags, parseFlags } from './flags';
import { allPass, formatResults, writeResults, type BenchResult } from './results';

/** What runs when no suite is named. */
const SHORT_SUITES = ['market', 'env', 'acting', 'learning'];

type Suite = () => BenchResult[] | Promise<BenchResult[]>;

const SUITES: Readonly<Record<string, Suite>> = {
  market: () => benchMarket(),
  env: () => benchEnv(),
  acting: () => benchActing(),
  learning: () => benchLearning(),
  data: () => benchData(),
  training: () => benchTraining(),
};

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
  const chosen = names.length === 0 ? SHORT_SUITES : names;
  const results: BenchResult[] = [];
  for (const name of chosen) {
    terminal.progress.update(`Measuring ${name}`);
    results.push(...(await SUITES[name]()));
    terminal.progress.finish(`Measured ${name}.`);
  }
  terminal.print(formatResults(results));
  if (flags.json !== null) {
    const config = { suites: chosen, node: process.version, cpu: process.arch };
    writeResults(flags.json, { command: ['bench', ...args].join(' '), config, results });
    terminal.print(`Written to ${flags.json}.`);
  }
  return allPass(results) ? 0 : 1;
}

try {
  process.exitCode = await bench(process.argv.slice(2), processTerminal());
} catch (error) {
  const wrongUse = error instanceof InvalidInputError;
  const details = error instanceof Error ? (wrongUse ? error.message : error.stack) : String(error);
  process.stderr.write(`${details ?? 'unknown error'}\n`);
  process.exitCode = wrongUse ? 2 : 1;
}
