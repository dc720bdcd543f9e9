/**
 * The reports of a run as columns: a tenth of the memory of as many objects,
 * and what charts and IndexedDB take as it is.
 */
import type { TrainingProgress } from './api';

type NumericField = {
  [Field in keyof TrainingProgress]: TrainingProgress[Field] extends number ? Field : never;
}[keyof TrainingProgress];

export interface ProgressHistory {
  readonly algorithm: TrainingProgress['algorithm'];
  /** One per report. */
  readonly phases: readonly TrainingProgress['phase'][];
  /** [reports] each. */
  readonly columns: Readonly<Record<NumericField, Float64Array>>;
}

/** @returns null for no reports */
export function historyOf(reports: readonly TrainingProgress[]): ProgressHistory | null {
  if (reports.length === 0) return null;
  const [first] = reports;
  const fields = Object.entries(first).filter(([, value]) => typeof value === 'number');
  return {
    algorithm: first.algorithm,
    phases: reports.map(({ phase }) => phase),
    columns: Object.fromEntries(
      fields.map(([field]) => [
        field,
        Float64Array.from(reports, (report) => report[field as NumericField]),
      ]),
    ) as Record<NumericField, Float64Array>,
  };
}
