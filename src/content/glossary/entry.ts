/** The form of a glossary entry. */
export interface MetricText {
  readonly sentence: string;
  /** The formula in plain symbols; empty when the number is counted, not computed. */
  readonly formula: string;
  /** A description of a good value; empty when there is none. */
  readonly good: string;
}

export const entry = (sentence: string, formula: string, good: string): MetricText => ({
  sentence,
  formula,
  good,
});
