/**
 * The metrics that learners report of their updates, in one order that the compiled programs, the
 * reference learners, progress reports and charts share. Each is a mean over updates, and NaN where
 * an algorithm has no such number.
 */
export const TRAINING_METRICS = [
  'policyLoss',
  'valueLoss',
  'criticLoss',
  'meanValue',
  'meanQ',
  'meanAdvantageWeight',
  'clippedShare',
  'gradientNorm',
  'valueGradientNorm',
  'criticGradientNorm',
] as const;
export type TrainingMetric = (typeof TRAINING_METRICS)[number];

/** Means over updates; NaN for a metric that was not reported. */
export type MetricMeans = Readonly<Record<TrainingMetric, number>>;

/** Metrics of a progress report: those of the updates, and the policy's own. */
export const REPORTED_METRICS = [...TRAINING_METRICS, 'policyStd'] as const;
export type ReportedMetric = (typeof REPORTED_METRICS)[number];

/** All metrics as NaN, for reports that have only some of them. */
export const NO_METRICS = Object.fromEntries(
  REPORTED_METRICS.map((metric) => [metric, Number.NaN]),
) as Readonly<Record<ReportedMetric, number>>;
