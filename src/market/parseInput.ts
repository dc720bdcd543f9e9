/** Parsing of values that come from outside, by their schemas. */
import { z } from 'zod';
import { InvalidInputError } from './validation';

// zod would otherwise compile its parsers with eval, which the page's policy forbids. What a schema
// does not word itself is worded here, to stand after "expected".
z.config({
  jitless: true,
  customError: (issue) => {
    if (issue.code === 'unrecognized_keys' || issue.code === 'invalid_key') {
      return 'no field of this name';
    }
    return issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : undefined;
  },
});

/** Kinds of values as zod names them, in words. */
const KINDS: Readonly<Record<string, string | undefined>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

/** Parses `value` or throws an InvalidInputError for the first field that fails. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const keys = [...issue.path];
  if (issue.code === 'unrecognized_keys' && issue.keys.length > 0) keys.push(issue.keys[0]);
  const field = [path, ...keys.map(String)].filter((part) => part !== '').join('.');
  throw new InvalidInputError(field, issue.message, valueAt(value, keys));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}
