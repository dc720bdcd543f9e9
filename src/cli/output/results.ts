/**
 * Every number that the command line measures has this one form, on the screen and in the files
 * that `--json FILE` writes.
 */
import { readFileSync } from 'node:fs';
import { formatTable } from './table';
import { writeTarget } from './target';

/** A measured number; `pass` is present exactly when there is something to pass. */
export interface BenchResult {
  /** Dotted name, from general to particular: `market.es.eventsPerSecond`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Accepted range, ends included; null is no bound, as JSON has no infinity. */
  readonly accept?: readonly [number | null, number | null];
  readonly pass?: boolean;
  /** Standard error of the value, where there is one; a verdict then allows for it. */
  readonly error?: number;
}

export interface ResultFile {
  /** Says of a file that the page opens what it is. */
  readonly format?: string | undefined;
  /** Command that can be typed again as it stands here. */
  readonly command: string;
  readonly config: unknown;
  readonly results: readonly BenchResult[];
  /** Claim of an experiment. */
  readonly claim?: string;
  /** Sentence with the numbers that decide an experiment's claim. */
  readonly conclusion?: string;
}

/** Gives a result with an accepted range; NaN passes none. */
export function judged(
  name: string,
  value: number,
  unit: string,
  accept: readonly [number | null, number | null],
): BenchResult {
  const [low, high] = accept;
  const pass = !Number.isNaN(value) && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
  return { name, value, unit, accept, pass };
}

/** Returns true when nothing that could fail has failed. */
export function allPass(results: readonly BenchResult[]): boolean {
  return results.every((result) => result.pass !== false);
}

export function writeResults(path: string, file: ResultFile): void {
  writeTarget(path, [`${JSON.stringify(file, null, 2)}\n`]);
}

/** Reads what `writeResults` wrote. JSON has no NaN and writes null, which becomes NaN again. */
export function readResults(path: string): ResultFile {
  const file = JSON.parse(readFileSync(path, 'utf8')) as ResultFile;
  const results = file.results.map((result) => ({
    ...result,
    value: (result.value as number | null) ?? Number.NaN,
    ...(result.error === undefined ? {} : { error: (result.error as number | null) ?? Number.NaN }),
  }));
  return { ...file, results };
}

export function formatResults(results: readonly BenchResult[]): string {
  return formatTable(
    ['name', 'value', 'unit', 'accepted', 'verdict'],
    results.map((result) => [
      result.name,
      formatMeasured(result),
      result.unit,
      result.accept === undefined ? '' : formatRange(result.accept),
      result.pass === undefined ? '' : result.pass ? 'pass' : 'FAIL',
    ]),
    ['left', 'right', 'left', 'left', 'left'],
  );
}

/** Shows a value with its standard error: `0.1151 ± 0.0046`. */
export function formatMeasured({ value, error = Number.NaN }: BenchResult): string {
  return Number.isNaN(error)
    ? formatNumber(value)
    : `${formatNumber(value)} ± ${formatError(error)}`;
}

/** Shows two significant digits. */
const formatError = (error: number): string => formatNumber(Number(error.toPrecision(2)));

/** Shows four significant digits, thousands grouped; a missing number is a dash. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const decimals = size === 0 || size >= 1000 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(size)));
  return value
    .toLocaleString('en-US', {
      maximumFractionDigits: Math.min(decimals, 8),
      signDisplay: 'negative', // zero has no sign
    })
    .replace('-', '−');
}

/** Shows a number of decimals, for columns whose points stand below each other. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  return value
    .toLocaleString('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: 'negative',
    })
    .replace('-', '−');
}

/** Puts an accepted range in words. */
export function formatRange([low, high]: readonly [number | null, number | null]): string {
  if (low === null) return high === null ? '' : `at most ${formatNumber(high)}`;
  return high === null
    ? `at least ${formatNumber(low)}`
    : `${formatNumber(low)} to ${formatNumber(high)}`;
}
