/**
 * Schemas of fields, and of the plain values that files hold. They stand apart from the fields, so
 * that a worker which only needs defaults does without zod.
 */
import { z } from 'zod';
// Schemas are made after zod is configured.
import './parseInput';
import {
  expectedChoice,
  expectedList,
  expectedNumber,
  mapFields,
  type ChoiceField,
  type Field,
  type FieldTable,
  type ListField,
  type TextField,
  type NumberField,
  type NumberRange,
  type Unit,
  type ValuesField,
  wrongValue,
} from './fields';

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

const isListOf = ({ accepts, most }: ListField, text: string): boolean => {
  const items = text === '' ? [] : text.split(',');
  return items.length <= most && items.every(accepts);
};

const EXPECTED_FLAG = 'true or false';

type FieldSchema<Entry extends Field> = Entry extends NumberField
  ? z.ZodNumber
  : Entry extends ChoiceField<infer Value>
    ? z.ZodType<Value>
    : Entry extends ListField | ValuesField | TextField
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
  if (field.type === 'values') {
    return z.string({ error: 'a text' }).superRefine((text, context) => {
      const expected = wrongValue(field, text);
      if (expected !== null) context.addIssue({ code: 'custom', message: expected });
    });
  }
  if (field.type === 'text') {
    const { expected: error, isAccepted } = field;
    return z.string({ error }).refine(isAccepted, { error });
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
