/**
 * The fields of configs: the values that each may hold, its default, its unit and one line of help.
 * Each layer keeps one table of its fields. Its schema, the page's sliders, links and the command
 * line's flags all derive from that table, so that none can disagree about a range.
 */
import { z } from 'zod';

/**
 * Unit of a number. It is written after the number, except for `$`, which comes first, and `×`,
 * which is left out.
 */
export type Unit =
  '' | '×' | '$' | '%' | 's' | 'µs' | '/ s' | '/ tick' | 'points' | 'steps' | 'ticks' | 'contracts';

/** Numbers that a field accepts. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whether only whole numbers are accepted. */
  readonly whole: boolean;
  readonly unit: Unit;
}

export interface NumberField extends NumberRange {
  readonly type: 'number';
  readonly default: number;
  /** Distance between a slider's values. */
  readonly step: number;
  readonly help: string;
}

export interface ChoiceField<Value extends string = string> {
  readonly type: 'choice';
  readonly default: Value;
  readonly choices: readonly Value[];
  readonly help: string;
}

export interface FlagField {
  readonly type: 'flag';
  readonly default: boolean;
  readonly help: string;
}

/** A list of choices, joined by commas and empty for none; one may come several times. */
export interface ListField {
  readonly type: 'list';
  readonly default: string;
  readonly choices: readonly string[];
  /** Longest list. */
  readonly most: number;
  readonly help: string;
}

type Field = NumberField | ChoiceField | FlagField | ListField;
export type FieldTable = Readonly<Record<string, Field>>;

export type FieldValue<Entry extends Field> = Entry extends NumberField
  ? number
  : Entry extends ChoiceField<infer Value>
    ? Value
    : Entry extends ListField
      ? string
      : boolean;
export type FieldValues<Table extends FieldTable> = {
  [Name in keyof Table]: FieldValue<Table[Name]>;
};

type NumberOptions = Pick<NumberField, 'default' | 'min' | 'max' | 'help'> &
  Partial<Pick<NumberField, 'step' | 'unit'>>;

/** Makes a field that takes any number in its range. */
export const numberField = (options: NumberOptions): NumberField => ({
  type: 'number',
  whole: false,
  step: 0.01,
  unit: '',
  ...options,
});

/** Makes a field that takes whole numbers alone. */
export const wholeField = (options: NumberOptions): NumberField => ({
  type: 'number',
  whole: true,
  step: 1,
  unit: '',
  ...options,
});

export const choiceField = <const Value extends string>(
  options: Omit<ChoiceField<Value>, 'type'>,
): ChoiceField<Value> => ({ type: 'choice', ...options });

export const flagField = (options: Omit<FlagField, 'type'>): FlagField => ({
  type: 'flag',
  ...options,
});

export const listField = (options: Omit<ListField, 'type'>): ListField => ({
  type: 'list',
  ...options,
});

/** Writes a number with its unit: `$200`, `-$2`, `50 µs`. */
function quantity(value: number, unit: Unit): string {
  if (unit === '' || unit === '×') return String(value);
  if (unit === '%') return `${value}%`;
  if (unit === '$') return value < 0 ? `-$${-value}` : `$${value}`;
  return `${value} ${unit}`;
}

/** Writes a range with its unit: `1 to 50 contracts`, `-$2 to $5`. */
export function formatRange({ min, max, unit }: NumberRange): string {
  const low = unit === '$' || unit === '%' ? quantity(min, unit) : String(min);
  return `${low} to ${quantity(max, unit)}`;
}

/** Says what a field accepts, as an InvalidInputError words it: `a whole number from 1 to 50 contracts`. */
export const expectedNumber = (range: NumberRange): string =>
  `a ${range.whole ? 'whole ' : ''}number from ${formatRange(range)}`;

/** Says what a field accepts: `one of es, nq`. */
export const expectedChoice = (choices: readonly string[]): string =>
  `one of ${choices.join(', ')}`;

/** Says what a list accepts: `at most 7 of glft, random, joined by commas`. */
export const expectedList = ({ choices, most }: ListField): string =>
  `at most ${most} of ${choices.join(', ')}, joined by commas`;

const isListOf = ({ choices, most }: ListField, text: string): boolean => {
  const names = text === '' ? [] : text.split(',');
  return names.length <= most && names.every((name) => choices.includes(name));
};

const EXPECTED_FLAG = 'true or false';

export const isInRange = ({ min, max, whole }: NumberRange, value: number): boolean =>
  value >= min && value <= max && (!whole || Number.isInteger(value));

/** Makes the schema of a number in a range; its error is `expectedNumber`. */
export function numberSchema(range: NumberRange): z.ZodNumber {
  const error = expectedNumber(range);
  const any = range.whole ? z.int({ error }) : z.number({ error });
  return any.min(range.min, { error }).max(range.max, { error }).overwrite(withoutMinusZero);
}

/** −0 is 0: a link, a hash or a file of it would otherwise tell the two apart. */
const withoutMinusZero = (value: number): number => value + 0;

/** Makes the schema of a number from `min` to `max` that is no field of a table. */
export const numberFrom = (min: number, max: number, unit: Unit = ''): z.ZodNumber =>
  numberSchema({ min, max, unit, whole: false });

/** Makes the schema of a whole number from `min` to `max` that is no field of a table. */
export const wholeFrom = (min: number, max: number, unit: Unit = ''): z.ZodNumber =>
  numberSchema({ min, max, unit, whole: true });

const COUNT = 'a whole number from 0';
/** Schema of a count: a whole number without a largest value of its own. */
export const countSchema = z
  .int({ error: COUNT })
  .min(0, { error: COUNT })
  .overwrite(withoutMinusZero);

/** Makes the schema of a text of so many characters at most. */
export const textSchema = (limit: number): z.ZodString =>
  z.string({ error: 'a text' }).max(limit, { error: `a text of at most ${limit} characters` });

/** JSON has no infinities and no NaN: null stands for "there is none". */
export const numberOrNullSchema = z
  .number({ error: 'a number or null' })
  .overwrite(withoutMinusZero)
  .nullable();

/**
 * Makes the schema of a list of so many items at most. A list that is longer is refused before any
 * item of it is looked at.
 */
export const listSchema = <Item extends z.ZodType>(item: Item, limit: number, items: string) =>
  z
    .array(z.unknown(), { error: `a list of ${items}` })
    .max(limit, { error: `at most ${limit} ${items}` })
    .pipe(z.array(item));

type FieldSchema<Entry extends Field> = Entry extends NumberField
  ? z.ZodNumber
  : Entry extends ChoiceField<infer Value>
    ? z.ZodType<Value>
    : Entry extends ListField
      ? z.ZodString
      : z.ZodBoolean;

/** Makes the schema of one field of a table. */
export function fieldSchema<Entry extends Field>(field: Entry): FieldSchema<Entry>;
export function fieldSchema(field: Field): z.ZodType {
  if (field.type === 'number') return numberSchema(field);
  if (field.type === 'list') {
    const error = expectedList(field);
    return z.string({ error }).refine((text) => isListOf(field, text), { error });
  }
  return field.type === 'choice'
    ? z.enum(field.choices, { error: expectedChoice(field.choices) })
    : z.boolean({ error: EXPECTED_FLAG });
}

/** Makes the shape that `z.strictObject` takes, one schema per field of a table. */
export function fieldSchemas<Table extends FieldTable>(
  table: Table,
): { [Name in keyof Table]: FieldSchema<Table[Name]> } {
  return mapFields(table, fieldSchema) as { [Name in keyof Table]: FieldSchema<Table[Name]> };
}

/** Gives every field of a table its default. */
export function fieldDefaults<Table extends FieldTable>(table: Table): FieldValues<Table> {
  return mapFields(table, (field) => field.default) as FieldValues<Table>;
}

function mapFields<Value>(table: FieldTable, map: (field: Field) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).map(([name, field]) => [name, map(field)]));
}
