/** What is remembered of a unit that failed, so that a poisonous one is not tried for ever. */
import { z } from 'zod';
import { countSchema, textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { FinalUnitError } from './performer';
import { jsonBytes, textOf, type UnitStore } from './store';

/** Times that a unit is tried. */
export const MOST_TRIES = 3;

const LONGEST_MESSAGE = 500;

const failureSchema = z.strictObject({
  tries: countSchema,
  isFinal: z.boolean(),
  message: textSchema(LONGEST_MESSAGE),
});
export type Failure = z.output<typeof failureSchema>;

/** A unit that was given up. */
export class UnitFailedError extends Error {
  override readonly name = 'UnitFailedError';

  constructor(
    readonly unit: string,
    readonly failure: Failure,
  ) {
    super(`${unit}: ${failure.message} (tries: ${failure.tries})`);
  }
}

export const isGivenUp = ({ tries, isFinal }: Failure): boolean => isFinal || tries >= MOST_TRIES;

/** @returns null for a unit that never failed */
export async function readFailure(store: UnitStore, name: string): Promise<Failure | null> {
  const content = await store.read('failures', name);
  if (content === null) return null;
  return parseInput(failureSchema, parseJson(textOf(content), 'failure'), 'failure');
}

/** Counts another try, and keeps the reason. */
export async function recordFailure(
  store: UnitStore,
  name: string,
  error: unknown,
): Promise<Failure> {
  const before = await readFailure(store, name);
  // The first line says it; the rest of a stack differs from machine to machine.
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  const failure = {
    tries: (before?.tries ?? 0) + 1,
    isFinal: error instanceof FinalUnitError,
    message: line.slice(0, LONGEST_MESSAGE),
  };
  await store.write('failures', name, jsonBytes(failure));
  return failure;
}
