/**
 * What the policies of a run earned on its validation episodes while it trained, and what the
 * baselines earn there. It is kept with the reports of the run.
 */
import { z } from 'zod';
import type { Interval } from '../evaluation/statistics';
import { listSchema, numberOrNullSchema } from '../market/fieldSchemas';

/** Return of a policy in training, on episodes kept for that. */
export interface ValidationPoint {
  /** Optimiser updates behind the policy. */
  readonly updates: number;
  readonly return: Interval;
}

/** Return of a baseline on the same episodes. */
export interface ValidationBaseline {
  readonly name: string;
  readonly return: Interval;
}

export interface ValidationHistory {
  /** By updates, ascending. */
  readonly points: readonly ValidationPoint[];
  /** Empty until they have played. */
  readonly baselines: readonly ValidationBaseline[];
}

/** Most entries accepted, more than any run keeps. */
const MAX_ENTRIES = 1000;
const MAX_NAME_LENGTH = 200;

const numberSchema = numberOrNullSchema.transform((value) => value ?? Number.NaN);
const intervalSchema = z.strictObject({
  estimate: numberSchema,
  low: numberSchema,
  high: numberSchema,
});

/** Schema of it in JSON, which has null for NaN. */
export const validationHistorySchema = z.strictObject({
  points: listSchema(
    z.strictObject({
      updates: z.int({ error: 'a count' }).min(0, { error: 'a count' }),
      return: intervalSchema,
    }),
    MAX_ENTRIES,
    'validations',
  ),
  baselines: listSchema(
    z.strictObject({
      name: z.string({ error: 'a name' }).max(MAX_NAME_LENGTH, { error: 'a shorter name' }),
      return: intervalSchema,
    }),
    MAX_ENTRIES,
    'baselines',
  ),
});
