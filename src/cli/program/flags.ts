/**
 * Each command has one table of its flags, from which defaults, checks and help derive. A flag that
 * is not right is an InvalidInputError naming the flag, what was expected and what came.
 */
import { parseArgs } from 'node:util';
import {
  expectedChoice,
  expectedNumber,
  formatRange,
  isInRange,
  type NumberRange,
} from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import { nearestNames } from './nearestNames';
import type { Input, Output } from '../output/checkPaths';
import type { OutputKind } from '../output/outputKinds';

interface FlagBase {
  readonly help: string;
  /** Name that it is typed by; without one it is the table's, in kebab case. */
  readonly typedAs?: string | undefined;
  /** Other names that the flag may be typed by. */
  readonly aliases?: readonly string[];
}
export interface NumberFlag extends FlagBase, NumberRange {
  readonly kind: 'number';
  readonly default: number;
  /** Flag of the same table whose value, if given, is the default here. */
  readonly follows?: string | undefined;
}
export interface ChoiceFlag<Value extends string = string> extends FlagBase {
  readonly kind: 'choice';
  readonly default: Value;
  readonly choices: readonly Value[];
}
/** A flag that takes text; its value is null when it is not given. */
export interface TextFlag extends FlagBase {
  readonly kind: 'text';
  readonly placeholder: string;
  /** Whether it may be given several times; its value then is one text a line. */
  readonly repeats?: boolean;
  /** What the command writes to the file that it names. */
  readonly writes?: OutputKind;
  /** Lists the files that the command reads, of a text that names some. */
  readonly reads?: (text: string) => readonly string[];
  /** Names that it takes in place of a file. */
  readonly orElse?: readonly string[];
}
/** A flag without a value; one that is on by default is typed `--no-NAME`. */
export interface SwitchFlag extends FlagBase {
  readonly kind: 'switch';
  readonly default?: boolean;
}
type Flag = NumberFlag | ChoiceFlag | TextFlag | SwitchFlag;
/** Flags by the names that a command reads; a person types them in kebab case after `--`. */
export type FlagTable = Readonly<Record<string, Flag>>;

type FlagValue<F extends Flag> = F extends NumberFlag
  ? number
  : F extends ChoiceFlag
    ? F['choices'][number]
    : F extends TextFlag
      ? string | null
      : boolean;
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: FlagValue<Table[Name]>;
};

interface NumberOptions {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

/** Makes a flag that takes whole numbers alone. */
export const wholeFlag = (options: NumberOptions): NumberFlag => ({
  kind: 'number',
  whole: true,
  unit: '',
  ...options,
});

/** Gives the name as it is typed: `orderLatency` is `--order-latency`. */
export const flagName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Gives the name under which a flag of a table is typed: a switch that is on is switched off. */
function typedName(name: string, flag: Flag): string {
  const { typedAs = flagName(name) } = flag;
  return flag.kind === 'switch' && flag.default === true ? `no-${typedAs}` : typedAs;
}

/** The file that a text names, and the files that it names between commas. */
export const oneFile = (text: string): readonly string[] => [text];
export const filesBetweenCommas = (text: string): readonly string[] => text.split(',');

/** Flags of every command. */
export const COMMON_FLAGS = {
  json: {
    kind: 'text',
    writes: 'results',
    placeholder: 'FILE',
    help: 'also write the results to FILE',
  },
  overwrite: {
    kind: 'switch',
    help: 'let what is written replace a file of another kind, or a card that was filled in',
  },
  help: { kind: 'switch', help: 'show this help' },
} as const satisfies FlagTable;

/**
 * Reads the flags of a command.
 * @param args what follows the command's name; every one must be a flag
 * @throws InvalidInputError for an unknown flag, a missing or a bad value
 */
export function parseFlags<const Table extends FlagTable>(
  table: Table,
  args: readonly string[],
): FlagValues<Table> {
  const given = typedFlags(table, args);
  return Object.fromEntries(
    Object.entries(table).map(([name, flag]) => {
      const leader = flag.kind === 'number' ? flag.follows : undefined;
      const own = given.get(name) ?? (leader === undefined ? undefined : given.get(leader));
      return [name, parseValue(flag, own)];
    }),
  ) as FlagValues<Table>;
}

/** Names the flags that were typed, whatever their values; the others have their defaults. */
export function givenFlags(table: FlagTable, args: readonly string[]): ReadonlySet<string> {
  return new Set(typedFlags(table, args).keys());
}

/** Gives the field of an error, which may be a flag by its first name, by the name as it was typed. */
export function fieldAsTyped(table: FlagTable, args: readonly string[], field: string): string {
  const [, name = '', rest = ''] = /^--([a-z0-9-]+)(.*)$/s.exec(field) ?? [];
  const flag = namesOf(table).get(name);
  const typed = flag === undefined ? undefined : typedFlags(table, args).get(flag)?.typed;
  return typed === undefined ? field : typed + rest;
}

/** Adds to the flags that were typed those that follow one of them. */
export function withFollowers(table: FlagTable, given: ReadonlySet<string>): ReadonlySet<string> {
  const followers = Object.entries(table).flatMap(([name, flag]) => {
    const leader = flag.kind === 'number' ? flag.follows : undefined;
    return leader !== undefined && given.has(leader) ? [name] : [];
  });
  return new Set([...given, ...followers]);
}

function typedFlags(table: FlagTable, args: readonly string[]): ReadonlyMap<string, GivenFlag> {
  const names = namesOf(table);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      [...names].map(([typed, name]) => [
        typed,
        { type: table[name].kind === 'switch' ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, GivenFlag>();
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new InvalidInputError('argument', 'a flag such as --seed 1', token.value);
    }
    if (token.kind !== 'option') continue;
    const name = names.get(token.name);
    if (name === undefined) {
      throw new InvalidInputError('flag', expectedFlag(table, token.rawName), token.rawName);
    }
    const before = given.get(name);
    const flag = table[name];
    if (before !== undefined && !(flag.kind === 'text' && flag.repeats === true)) {
      throw new InvalidInputError(token.rawName, 'the flag once', 'it twice');
    }
    const text = before === undefined ? token.value : `${before.text}\n${token.value}`;
    given.set(name, { typed: token.rawName, text });
  }
  return given;
}

/** Flags that an error lists; of more it names those that may have been meant. */
const LISTED_FLAGS = 12;

function expectedFlag(table: FlagTable, typed: string): string {
  const known = Object.entries(table).map(([key, flag]) => `--${typedName(key, flag)}`);
  if (known.length <= LISTED_FLAGS) return expectedChoice(known);
  const aliases = [...namesOf(table).keys()].map((name) => `--${name}`);
  const near = nearestNames(typed.slice(0, 80), aliases);
  return near.length === 0
    ? 'one of those that --help lists'
    : `one of those that --help lists, such as ${near.join(' or ')}`;
}

interface GivenFlag {
  /** The name as it was typed, with its dashes. */
  readonly typed: string;
  readonly text: string | undefined;
}

/** Maps every name that may be typed to the name of the value. */
function namesOf(table: FlagTable): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([name, { aliases = [] }]) =>
      [typedName(name, table[name]), ...aliases].map((typed) => [typed, name] as const),
    ),
  );
}

/** What Number() takes beside decimals, such as 0x10, is no number that a person means here. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a decimal number; NaN for any other text. −0 is 0. */
export const decimalOf = (text: string): number =>
  DECIMAL.test(text) ? Number(text) + 0 : Number.NaN;

function parseValue(flag: Flag, given: GivenFlag | undefined): number | string | boolean | null {
  if (given === undefined) {
    if (flag.kind === 'switch') return flag.default ?? false;
    return flag.kind === 'text' ? null : flag.default;
  }
  const { typed, text } = given;
  switch (flag.kind) {
    case 'switch':
      if (text !== undefined) throw new InvalidInputError(typed, 'no value', text);
      return !(flag.default ?? false);
    case 'text':
      if (text === undefined || text === '') {
        throw new InvalidInputError(typed, flag.placeholder, text);
      }
      return text;
    case 'choice':
      if (text === undefined || !flag.choices.includes(text)) {
        throw new InvalidInputError(typed, expectedChoice(flag.choices), text);
      }
      return text;
    case 'number':
      break;
  }
  const value = text === undefined ? Number.NaN : decimalOf(text);
  if (!isInRange(flag, value)) throw new InvalidInputError(typed, expectedNumber(flag), text);
  return value;
}

/** Lists the files that a command will read, by the flags that name them as they are typed. */
export const inputsOf = (table: FlagTable, values: Readonly<Record<string, unknown>>): Input[] =>
  givenTexts(table, values).flatMap(({ flag, typed, text }) =>
    (flag.reads?.(text) ?? []).map((path) => ({ flag: typed, path, orElse: flag.orElse })),
  );

/** Lists the files that a command will write. */
export const outputsOf = (table: FlagTable, values: Readonly<Record<string, unknown>>): Output[] =>
  givenTexts(table, values).flatMap(({ flag: { writes }, typed, text }) =>
    writes === undefined ? [] : [{ flag: typed, path: text, kind: writes }],
  );

/** Lists every text that was given, such as a folder, by the flag as it is typed. */
export const textsOf = (table: FlagTable, values: Readonly<Record<string, unknown>>): Input[] =>
  givenTexts(table, values).map(({ typed, text }) => ({ flag: typed, path: text }));

interface GivenText {
  readonly flag: TextFlag;
  /** The flag as it is typed. */
  readonly typed: string;
  readonly text: string;
}

function givenTexts(
  table: FlagTable,
  values: Readonly<Record<string, unknown>>,
): readonly GivenText[] {
  return Object.entries(table).flatMap(([name, flag]) => {
    const text = values[name];
    if (flag.kind !== 'text' || typeof text !== 'string') return [];
    return [{ flag, typed: `--${typedName(name, flag)}`, text }];
  });
}

/** Describes the flags as help shows them, one a line. */
export function describeFlags(table: FlagTable): string {
  const rows = Object.entries(table).map(([name, flag]) => [usage(name, flag), describe(flag)]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

function usage(name: string, flag: Flag): string {
  const typed = `--${typedName(name, flag)}`;
  if (flag.kind === 'switch') return typed;
  if (flag.kind === 'text') {
    return `${typed} ${flag.placeholder}${flag.repeats === true ? ' …' : ''}`;
  }
  return `${typed} ${flag.kind === 'choice' ? flag.choices.join('|') : 'N'}`;
}

/**
 * Gives help, default, range and further names:
 * `decisions per episode (600; 10 to 1000000 steps); also --steps`.
 */
function describe(flag: Flag): string {
  const also = (flag.aliases ?? []).map((alias) => `; also --${alias}`).join('');
  const help = flag.help.replace(/\.$/, '');
  if (flag.kind === 'switch' || flag.kind === 'text') return `${help}${also}`;
  if (flag.kind === 'choice') return `${help} (${flag.default})${also}`;
  const leader = flag.follows === undefined ? '' : ` or as --${flagName(flag.follows)}`;
  return `${help} (${flag.default}${leader}; ${formatRange(flag)})${also}`;
}
