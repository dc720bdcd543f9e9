/**
 * Keeps the reports of a run as columns: they take a tenth of the memory of as many objects, and
 * charts and IndexedDB take them as they are.
 */
import { z } from 'zod';
import { LEARNERS } from '../learning/algorithms/config';
import { listSchema, numberOrNullSchema } from '../market/fieldSchemas';
import { REPORTED_METRICS } from '../learning/algorithms/trainingMetrics';
import { validationHistorySchema, type ValidationHistory } from './validationHistory';
import type { TrainingProgress } from '../learning/runs/training';

type NumericField = {
  [Field in keyof TrainingProgress]: TrainingProgress[Field] extends number ? Field : never;
}[keyof TrainingProgress];

/** Columns of a history. */
export const HISTORY_FIELDS = [
  'update',
  'totalUpdates',
  'updatesPerSecond',
  'secondsLeft',
  ...REPORTED_METRICS,
  'policyVersion',
] as const satisfies readonly NumericField[];

export interface ProgressHistory {
  readonly algorithm: TrainingProgress['algorithm'];
  /** Phases, one per report. */
  readonly phases: readonly TrainingProgress['phase'][];
  /** Columns of [reports]. */
  readonly columns: Readonly<Record<NumericField, Float64Array>>;
  /** Absent where nothing was validated, and in runs of earlier versions. */
  readonly validation?: ValidationHistory;
}

/** @returns null for no reports */
export function historyOf(
  reports: readonly TrainingProgress[],
  validation: ValidationHistory = { points: [], baselines: [] },
): ProgressHistory | null {
  if (reports.length === 0) return null;
  const [first] = reports;
  return {
    algorithm: first.algorithm,
    phases: reports.map(({ phase }) => phase),
    columns: columnsOf((field) => Float64Array.from(reports, (report) => report[field])),
    ...(validation.points.length > 0 && { validation }),
  };
}

const columnsOf = (make: (field: NumericField) => Float64Array) =>
  Object.fromEntries(
    HISTORY_FIELDS.map((field) => [field, make(field)]),
  ) as ProgressHistory['columns'];

/**
 * Returns the reports that a history was made of; NaN for a column that an earlier version did not
 * keep.
 */
export function reportsOf({ algorithm, phases, columns }: ProgressHistory): TrainingProgress[] {
  const kept: Partial<typeof columns> = columns;
  return phases.map((phase, index) => {
    const numbers = Object.fromEntries(
      HISTORY_FIELDS.map((field) => [field, kept[field]?.[index] ?? Number.NaN]),
    ) as Record<NumericField, number>;
    return { algorithm, phase, ...numbers };
  });
}

const PHASES = ['cloning', 'critic', 'training'] as const satisfies TrainingProgress['phase'][];
/** Most reports accepted, more than any run keeps. */
const MAX_REPORTS = 10_000;
const columnSchema = listSchema(numberOrNullSchema, MAX_REPORTS, 'reports').transform((values) =>
  Float64Array.from(values, (value) => value ?? Number.NaN),
);

/**
 * Schema of a history in JSON, whose columns are lists with null for NaN. Columns that it lacks are
 * all NaN.
 */
export const historySchema = z
  .strictObject({
    algorithm: z.enum(LEARNERS, { error: `one of ${LEARNERS.join(', ')}` }),
    phases: listSchema(
      z.enum(PHASES, { error: `one of ${PHASES.join(', ')}` }),
      MAX_REPORTS,
      'reports',
    ),
    columns: z.partialRecord(z.enum(HISTORY_FIELDS), columnSchema),
    validation: validationHistorySchema.optional(),
  })
  .check(({ value: { phases, columns }, issues }) => {
    for (const [field, column] of Object.entries(columns)) {
      if (column.length === phases.length) continue;
      const message = `${phases.length} numbers, one per report`;
      issues.push({ code: 'custom', message, path: ['columns', field], input: column.length });
    }
  })
  .transform(({ algorithm, phases, columns, validation }): ProgressHistory => ({
    algorithm,
    phases,
    columns: columnsOf(
      (field) => columns[field] ?? new Float64Array(phases.length).fill(Number.NaN),
    ),
    ...(validation !== undefined && { validation }),
  }));
