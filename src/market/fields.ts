/**
 * The fields of configs: the values that each may hold, its default, its unit and one line of help.
 * Each layer keeps one table of its fields. Its schema, the page's sliders, links and the command
 * line's flags all derive from that table, so that none can disagree about a range.
 */
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

/** A list of items, joined by commas and empty for none; one may come several times. */
export interface ListField {
  readonly type: 'list';
  readonly default: string;
  /** Items that are offered; there may be others. */
  readonly choices: readonly string[];
  /** Whether a text is an item. */
  readonly accepts: (item: string) => boolean;
  /** Says what an item is. */
  readonly item: string;
  /** Longest list. */
  readonly most: number;
  readonly help: string;
}

/** Numbers by name that differ from what they are elsewhere, as `name:number` joined by commas. */
export interface ValuesField {
  readonly type: 'values';
  readonly default: string;
  readonly fields: Readonly<Record<string, NumberField>>;
  readonly help: string;
}

/** A text that names something, such as a recording. */
export interface TextField {
  readonly type: 'text';
  readonly default: string;
  readonly isAccepted: (text: string) => boolean;
  /** What is accepted, as an InvalidInputError words it. */
  readonly expected: string;
  readonly help: string;
}

export type Field = NumberField | ChoiceField | FlagField | ListField | ValuesField | TextField;
export type FieldTable = Readonly<Record<string, Field>>;

export type FieldValue<Entry extends Field> = Entry extends NumberField
  ? number
  : Entry extends ChoiceField<infer Value>
    ? Value
    : Entry extends ListField | ValuesField | TextField
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

export const valuesField = (options: Omit<ValuesField, 'type'>): ValuesField => ({
  type: 'values',
  ...options,
});

/** Writes numbers by name as a field of values holds them. */
export const valuesText = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}:${value}`)
    .join(',');

/** Reads a field of values; a number that is none is NaN. */
export const valuesOfText = (text: string): Record<string, number> =>
  Object.fromEntries(
    (text === '' ? [] : text.split(',')).map((part) => {
      const colon = part.indexOf(':');
      const digits = part.slice(colon + 1).trim();
      return [part.slice(0, colon).trim(), digits === '' ? NaN : Number(digits)];
    }),
  );

/**
 * Says what is wrong with the text of a field of values: `addRate: a number from 1 to 500 / s`;
 * null where nothing is.
 */
export function wrongValue({ fields }: ValuesField, text: string): string | null {
  const names = text === '' ? [] : text.split(',').map((part) => part.split(':')[0].trim());
  if (new Set(names).size < names.length) return 'every name once';
  for (const [name, value] of Object.entries(valuesOfText(text))) {
    if (!Object.hasOwn(fields, name))
      return `name:number pairs with ${Object.keys(fields).join(', ')}`;
    const field = fields[name];
    if (!isInRange(field, value)) return `${name}: ${expectedNumber(field)}`;
  }
  return null;
}

export const textField = (options: Omit<TextField, 'type'>): TextField => ({
  type: 'text',
  ...options,
});

/** Writes a number with its unit: `$200`, `-$2`, `50 µs`. */
function quantity(value: number, unit: Unit): string {
  if (unit === '' || unit === '×') return String(value);
  if (unit === '$') return value < 0 ? `-$${-value}` : `$${value}`;
  return `${value} ${unit}`;
}

/** Writes a range with its unit: `1 to 50 contracts`, `-$2 to $5`. */
export function formatRange({ min, max, unit }: NumberRange): string {
  const low = unit === '$' ? quantity(min, unit) : String(min);
  return `${low} to ${quantity(max, unit)}`;
}

/**
 * Says what a field accepts, as an InvalidInputError words it:
 * `a whole number from 1 to 50 contracts`.
 */
export const expectedNumber = (range: NumberRange): string =>
  `a ${range.whole ? 'whole ' : ''}number from ${formatRange(range)}`;

/** Says what a field accepts: `one of es, nq`. */
export const expectedChoice = (choices: readonly string[]): string =>
  `one of ${choices.join(', ')}`;

/** Says what a list accepts: `at most 7, joined by commas, each glft or random`. */
export const expectedList = ({ item, most }: ListField): string =>
  `at most ${most}, joined by commas, each ${item}`;

export const isInRange = ({ min, max, whole }: NumberRange, value: number): boolean =>
  value >= min && value <= max && (!whole || Number.isInteger(value));

/** Gives every field of a table its default. */
export function fieldDefaults<Table extends FieldTable>(table: Table): FieldValues<Table> {
  return mapFields(table, (field) => field.default) as FieldValues<Table>;
}

/** Maps every field of a table. */
export function mapFields<Value>(
  table: FieldTable,
  map: (field: Field) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).map(([name, field]) => [name, map(field)]));
}
