/** Formats what learners report: a number looks the same wherever it is shown. */
import type { ReportedMetric } from '../../learning/algorithms/trainingMetrics';
import { formatFixed, formatShare, formatSignificant } from '../../charts/format';

type Format = (value: number) => string;

const FORMATS: Readonly<Partial<Record<ReportedMetric, Format>>> = {
  clippedShare: formatShare,
  policyStd: (value) => formatFixed(value, 3),
};

export const formatReported = (metric: ReportedMetric, value: number): string =>
  (FORMATS[metric] ?? formatSignificant)(value);
