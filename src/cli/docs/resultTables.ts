/**
 * Makes Markdown tables of the results that commands write with `--json`. Results that are only
 * measured become tables of rows and columns, after the last two parts of their names. Results that
 * are judged become one list with the accepted ranges. Names are put in words.
 */
import { formatMeasured, formatNumber, formatRange, type BenchResult } from '../output/results';
import { inWords, type Words } from './wording';

/** A result together with the limits of its interval, where it has one. */
interface Estimate {
  readonly row: string;
  readonly column: string;
  readonly unit: string;
  readonly text: string;
}

interface TableOptions {
  /** Columns of measured results to show, such as `return`; all by default. */
  readonly columns?: readonly string[];
  /** Names of these results that are not their own words. */
  readonly words?: Words;
}

export function resultTables(
  results: readonly BenchResult[],
  { columns, words }: TableOptions = {},
): string[] {
  const say = (name: string) => inWords(name, words);
  const prefix = commonPrefix(results.map(({ name }) => name));
  const shorten = (name: string) => name.slice(prefix.length);
  const measured = estimatesOf(
    results.filter(({ pass }) => pass === undefined),
    shorten,
  ).filter(({ column }) => columns === undefined || columns.includes(column));
  const judged = results.filter(({ pass }) => pass !== undefined);
  return [
    ...measuredTables(measured, say),
    ...(judged.length === 0 ? [] : [judgedTable(judged, (name) => say(shorten(name)))]),
  ];
}

/** @returns the dotted beginning that all names share, with its last dot */
function commonPrefix(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.lastIndexOf('.') + 1;
  while (length > 0 && !names.every((name) => name.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf('.', length - 2) + 1;
  }
  return first.slice(0, length);
}

function estimatesOf(
  results: readonly BenchResult[],
  shorten: (name: string) => string,
): Estimate[] {
  const values = new Map(results.map(({ name, value }) => [name, value]));
  return results
    .filter(({ name }) => !/\.(low|high)$/.test(name))
    .map(({ name, value, unit }) => {
      const short = shorten(name);
      const end = short.lastIndexOf('.');
      const low = values.get(`${name}.low`);
      const high = values.get(`${name}.high`);
      const text = formatNumber(value);
      return {
        row: short.slice(0, Math.max(0, end)),
        column: short.slice(end + 1),
        unit,
        text:
          low === undefined || high === undefined
            ? text
            : `${text} (${formatNumber(low)} to ${formatNumber(high)})`,
      };
    });
}

/** Makes a table of all rows that have the same columns. */
function measuredTables(estimates: readonly Estimate[], say: (name: string) => string): string[] {
  const titleOf = ({ column, unit }: Estimate) =>
    unit === '' ? say(column) : `${say(column)}, ${unit}`;
  const rows = new Map<string, Estimate[]>();
  for (const estimate of estimates) {
    rows.set(estimate.row, [...(rows.get(estimate.row) ?? []), estimate]);
  }
  const tables = new Map<string, [string, Estimate[]][]>();
  for (const [row, cells] of rows) {
    const head = cells.map(titleOf).join('|');
    tables.set(head, [...(tables.get(head) ?? []), [row, cells]]);
  }
  return [...tables.values()].map((lines) => {
    const [[, first]] = lines;
    return markdownTable(
      ['', ...first.map(titleOf)],
      lines.map(([row, cells]) => [say(row), ...cells.map(({ text }) => text)]),
    );
  });
}

function judgedTable(results: readonly BenchResult[], say: (name: string) => string): string {
  return markdownTable(
    ['', 'value', 'unit', 'accepted', 'verdict'],
    results.map((result) => [
      say(result.name),
      formatMeasured(result),
      result.unit,
      result.accept === undefined ? '' : formatRange(result.accept),
      result.pass === true ? 'pass' : 'FAIL',
    ]),
  );
}

/** The first column has names, on the left; the others have numbers, on the right. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
