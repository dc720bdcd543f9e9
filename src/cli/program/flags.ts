/**
 * One table per command is its flags, their defaults, their checks and their
 * help. A flag that is not right is an InvalidInputError naming the flag, what
 * was expected and what came.
 */
import { parseArgs } from 'node:util';
import { InvalidInputError } from '../../market/validation';

interface FlagBase {
  readonly help: string;
}
interface IntegerFlag extends FlagBase {
  readonly kind: 'integer';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
interface NumberFlag extends FlagBase {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
interface ChoiceFlag extends FlagBase {
  readonly kind: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
}
/** Null when not given. */
interface TextFlag extends FlagBase {
  readonly kind: 'text';
  readonly placeholder: string;
}
interface SwitchFlag extends FlagBase {
  readonly kind: 'switch';
}
export type Flag = IntegerFlag | NumberFlag | ChoiceFlag | TextFlag | SwitchFlag;
export type FlagTable = Readonly<Record<string, Flag>>;

type FlagValue<F extends Flag> = F extends IntegerFlag | NumberFlag
  ? number
  : F extends ChoiceFlag
    ? F['choices'][number]
    : F extends TextFlag
      ? string | null
      : boolean;
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: FlagValue<Table[Name]>;
};

/** Every command has these two. */
export const COMMON_FLAGS = {
  json: { kind: 'text', placeholder: 'FILE', help: 'also write the results to FILE' },
  help: { kind: 'switch', help: 'show this help' },
} as const satisfies FlagTable;

/**
 * @param args what follows the command's name; every one must be a flag
 * @throws InvalidInputError for an unknown flag, a missing or a bad value
 */
export function parseFlags<const Table extends FlagTable>(
  table: Table,
  args: readonly string[],
): FlagValues<Table> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(table).map(([name, flag]) => [
        name,
        { type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new InvalidInputError('argument', 'a flag such as --seed 1', token.value);
    }
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(table, token.name)) {
      const known = Object.keys(table).map((name) => `--${name}`);
      throw new InvalidInputError('flag', `one of ${known.join(', ')}`, token.rawName);
    }
    given.set(token.name, token.value);
  }
  return Object.fromEntries(
    Object.entries(table).map(([name, flag]) => [
      name,
      parseValue(`--${name}`, flag, given.has(name), given.get(name)),
    ]),
  ) as FlagValues<Table>;
}

function parseValue(
  name: string,
  flag: Flag,
  isGiven: boolean,
  text: string | undefined,
): number | string | boolean | null {
  if (flag.kind === 'switch') {
    if (text !== undefined) throw new InvalidInputError(name, 'no value', text);
    return isGiven;
  }
  if (flag.kind === 'text') {
    if (isGiven && (text === undefined || text === '')) {
      throw new InvalidInputError(name, flag.placeholder, text);
    }
    return text ?? null;
  }
  if (!isGiven) return flag.default;
  if (flag.kind === 'choice') {
    if (text === undefined || !flag.choices.includes(text)) {
      throw new InvalidInputError(name, `one of ${flag.choices.join(', ')}`, text);
    }
    return text;
  }
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  const whole = flag.kind === 'integer';
  if (!(value >= flag.min && value <= flag.max) || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    throw new InvalidInputError(name, `${kind} from ${flag.min} to ${flag.max}`, text);
  }
  return value;
}

/** The flags as help shows them, one a line. */
export function describeFlags(table: FlagTable): string {
  const rows = Object.entries(table).map(([name, flag]) => [usage(name, flag), describe(flag)]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

function usage(name: string, flag: Flag): string {
  if (flag.kind === 'switch') return `--${name}`;
  if (flag.kind === 'text') return `--${name} ${flag.placeholder}`;
  return `--${name} ${flag.kind === 'choice' ? flag.choices.join('|') : 'N'}`;
}

function describe(flag: Flag): string {
  return flag.kind === 'switch' || flag.kind === 'text'
    ? flag.help
    : `${flag.help} (${flag.default})`;
}
