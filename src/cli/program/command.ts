/**
 * Every command of the lab has flags, help, a `--json` file and exit codes: 0 when it is done, 1
 * when a result did not pass or the work failed, 2 when the command line or a file that it names
 * was wrong.
 */
import { expectedChoice } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import {
  COMMON_FLAGS,
  describeFlags,
  fieldAsTyped,
  givenFlags,
  inputsOf,
  outputsOf,
  parseFlags,
  textsOf,
  type FlagTable,
  type FlagValues,
} from './flags';
import { RecordingError } from '../../recordings/recordingError';
import { ProgressLine } from '../output/progress';
import { allPass, writeResults, type ResultFile } from '../output/results';
import { checkInputs, checkOutputs, type Input } from '../output/checkPaths';
import { PathError, systemReason, WriteError } from '../output/systemErrors';
import { StoreError } from '../sweeps/store';
import { DivergedError } from '../training/divergedError';

/** Streams of a command: results go to stdout and progress to stderr. */
export interface Terminal {
  print(text: string): void;
  readonly progress: ProgressLine;
}

export type CommandOutcome = Omit<ResultFile, 'command'>;

export interface Command {
  readonly summary: string;
  readonly flags: FlagTable;
  run(args: readonly string[], terminal: Terminal): Promise<CommandOutcome | 'help'>;
}

/**
 * Ties a flag table to the function that takes its values.
 * @param work also takes the names of the flags that were typed
 * @param positional the flag that a first argument without a flag stands for
 */
export function defineCommand<const Table extends FlagTable>(
  summary: string,
  table: Table,
  work: (
    flags: FlagValues<Table & typeof COMMON_FLAGS>,
    terminal: Terminal,
    given: ReadonlySet<string>,
  ) => CommandOutcome | Promise<CommandOutcome>,
  positional?: keyof Table & string,
): Command {
  const flags = { ...table, ...COMMON_FLAGS };
  return {
    summary,
    flags,
    async run(args, terminal) {
      if (args.includes('--help') || args.includes('-h')) return 'help';
      const [first = '-'] = args;
      const isPositional = positional !== undefined && !first.startsWith('-');
      const typed = isPositional ? [`--${positional}`, ...args] : args;
      const values = parseFlags(flags, typed);
      const inputs = inputsOf(flags, values);
      try {
        checkInputs(inputs);
        checkOutputs(outputsOf(flags, values), inputs, values.overwrite);
        const outcome = await work(values, terminal, givenFlags(flags, typed));
        writeJson(values.json, outcome, terminal);
        return outcome;
      } catch (error) {
        const asTyped = (field: string) => fieldAsTyped(flags, typed, field);
        throw byFlag(error, inputs, textsOf(flags, values), asTyped);
      }
    },
  };
}

function writeJson(path: string | null, outcome: CommandOutcome, terminal: Terminal): void {
  if (path === null) return;
  const command = process.argv.slice(2).join(' ');
  // The page tells what a file is by its beginning, and a command may be long.
  const { format, ...found } = outcome;
  writeResults(path, { format, command, ...found });
  terminal.print(`Written to ${path}.`);
}

/**
 * Gives an error of a path, of what is in a file or of a file in a folder, with the flag that names
 * it before the path, and an error of a flag by the name that was typed.
 * @param texts of all flags, of which some name files and folders to write
 * @param asTyped gives a field that begins with a flag by the name that was typed
 */
function byFlag(
  error: unknown,
  inputs: readonly Input[],
  texts: readonly Input[],
  asTyped: (field: string) => string,
): unknown {
  if (error instanceof WriteError) {
    const { path: written, cause } = error;
    const named = texts.find(({ path }) => written === path || written.startsWith(`${path}/`));
    return named === undefined ? error : new WriteError(written, cause, asTyped(named.flag));
  }
  if (error instanceof InvalidInputError) {
    const { field, expected, received } = error;
    const named = inputs.find(({ path }) => field === path || field.startsWith(`${path}: `));
    const shown = asTyped(named === undefined ? field : `${named.flag}: ${field}`);
    return shown === field ? error : new InvalidInputError(shown, expected, received);
  }
  const read = error instanceof Error && 'path' in error ? error.path : null;
  const named = inputs.find(({ path }) => path === read);
  return named === undefined ? error : new PathError(asTyped(named.flag), named.path, error);
}

export function processTerminal(): Terminal {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    progress: new ProgressLine(),
  };
}

/** @param program as the user types it, `npm run lab --` */
export async function runProgram(
  program: string,
  commands: Readonly<Record<string, Command>>,
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
    terminal.print(programHelp(program, commands));
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    const known = expectedChoice(Object.keys(commands));
    return refuse(new InvalidInputError('command', known, name), program);
  }
  try {
    const outcome = await commands[name].run(rest, terminal);
    if (outcome === 'help') {
      const { summary, flags } = commands[name];
      terminal.print(`${program} ${name}: ${summary}\n\n${describeFlags(flags)}`);
      return 0;
    }
    return allPass(outcome.results) ? 0 : 1;
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof RecordingError) {
      return refuse(error, `${program} ${name}`);
    }
    process.stderr.write(`${detailsOf(error)}\n`);
    return 1;
  }
}

/**
 * Says what of the command line, or of a file that it names, is wrong.
 * @param asked whose help tells more, as it is typed
 */
function refuse({ message }: Error, asked: string): number {
  process.stderr.write(`${message}\nTry: ${asked} --help\n`);
  return 2;
}

/** Errors that say all there is to say in a sentence. */
const PLAIN_ERRORS = [RecordingError, StoreError, WriteError, PathError, DivergedError];

/**
 * What went wrong: one line for what the system refuses, such as a full disk, or for a file or a
 * store that cannot be read, and the stack of an error of the lab.
 */
export function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (PLAIN_ERRORS.some((kind) => error instanceof kind)) return error.message;
  if (!('syscall' in error)) return error.stack ?? error.message;
  const place = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return `${place}${systemReason(error)}`;
}

/**
 * Goes on without a reader of the output, or on a full disk: says so once, and exits with 1 when
 * the work is done and its files are written.
 */
export function watchStreams(): void {
  let isTold = false;
  process.stdout.on('error', (error) => {
    if (!isTold) process.stderr.write(`stdout: ${systemReason(error)}\n`);
    isTold = true;
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => {
    isTold = true;
  });
  process.on('exit', () => {
    if (isTold) process.exitCode = Math.max(1, Number(process.exitCode ?? 0));
  });
}

function programHelp(program: string, commands: Readonly<Record<string, Command>>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return `Usage: ${program} COMMAND [--flags]\n\n${lines.join('\n')}\n\n${program} COMMAND --help shows its flags.`;
}
