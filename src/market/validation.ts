/**
 * What is said of values that come from outside: links, files, sliders, the command line. One error
 * type, one wording: which field, what was expected, what came. Schemas are in parseInput.ts, which
 * the market's worker does without.
 */

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

/** Largest order of an agent in contracts, and largest distance of it from the mid. */
export const MOST_CONTRACTS = 1_000_000;
export const FARTHEST_TICKS = 10_000;

/** @throws InvalidInputError unless `value` is a whole number from `low` to `high` */
export function requireWhole(field: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new InvalidInputError(field, `a whole number from ${low} to ${high}`, value);
  }
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
