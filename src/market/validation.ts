/**
 * Parsing of values that come from outside: links, files, sliders, the command
 * line. One error type, one wording: which field, what was expected, what came.
 */
import { z } from 'zod';

// zod would otherwise compile its parsers with eval, which the page's policy forbids.
// What a schema does not word itself is worded here, to stand after "expected".
z.config({
  jitless: true,
  customError: (issue) => {
    if (issue.code === 'unrecognized_keys') return 'no field of this name';
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

/** A value from outside that is not acceptable. Nothing was changed by it. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';

  /**
   * @param field dotted path of the field, as the user knows it
   * @param expected what would have been accepted, with its range and unit
   * @param received what came instead
   */
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly received: unknown,
  ) {
    super(`${field}: expected ${expected}, got ${describe(received)}`);
  }
}

/** @returns the message of whatever was thrown */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

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

/** Largest order of an agent in contracts, and largest distance of it from the mid. */
export const MOST_CONTRACTS = 1_000_000;
export const FARTHEST_TICKS = 10_000;

/** @throws InvalidInputError unless `value` is a whole number from `low` to `high` */
export function requireWhole(field: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new InvalidInputError(field, `a whole number from ${low} to ${high}`, value);
  }
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

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  try {
    return JSON.stringify(value)?.slice(0, 80) ?? typeof value;
  } catch {
    return typeof value;
  }
}
