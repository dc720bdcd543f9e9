/** Formats estimates with their 95 % limits, for tables and for the `--json` file. */
import type { Interval } from '../../evaluation/statistics';
import { formatNumber, type BenchResult } from './results';

/** Rounds to whole units, as dollars are shown. */
export function formatWhole(value: number): string {
  return formatNumber(Math.round(value));
}

/** Formats an estimate with its limits: `12.3 (11 to 13.6)`. */
export function formatInterval(interval: Interval, format = formatNumber): string {
  return `${format(interval.estimate)} (${formatLimits(interval, format)})`;
}

/** Formats limits: `11 to 13.6`. */
export function formatLimits({ low, high }: Interval, format = formatNumber): string {
  return `${format(low)} to ${format(high)}`;
}

/** Formats a difference: `$12.3 (11 to 13.6) more`, or `$12.3 (11 to 13.6) less` for a loss. */
export function formatGain({ estimate, low, high }: Interval): string {
  return estimate < 0
    ? `$${formatInterval({ estimate: -estimate, low: -high, high: -low })} less`
    : `$${formatInterval({ estimate, low, high })} more`;
}

/** Gives three results: the estimate and its limits. */
export function intervalResults(
  name: string,
  key: string,
  { estimate, low, high }: Interval,
  unit: string,
): BenchResult[] {
  return [
    { name: `${name}.${key}`, value: estimate, unit },
    { name: `${name}.${key}.low`, value: low, unit },
    { name: `${name}.${key}.high`, value: high, unit },
  ];
}
