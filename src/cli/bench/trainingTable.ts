/**
 * Prints the training suite's numbers as a person compares them: a line per candidate, shapes
 * together.
 */
import { formatNumber, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';

const COLUMNS = [
  ['msPerUpdate', 'ms'],
  ['medianMsPerUpdate', 'median'],
  ['updatesPerSecond', 'updates/s'],
  ['enqueueMs', 'enqueue ms'],
  ['dispatches', 'dispatches'],
  ['peakBytes', 'peak MB'],
] as const;

/** @param results results whose names start with `training.` */
export function formatTraining(results: readonly BenchResult[]): string {
  const lines = new Map<string, BenchResult[]>();
  for (const result of results) {
    const key = result.name.slice(0, result.name.lastIndexOf('.'));
    lines.set(key, [...(lines.get(key) ?? []), result]);
  }
  return formatTable(
    ['training', ...COLUMNS.map(([, title]) => title), 'verdict'],
    [...lines].map(([key, own]) => {
      const judgements = own.filter(({ pass }) => pass !== undefined);
      return [
        key.slice('training.'.length),
        ...COLUMNS.map(([metric]) => {
          const value = own.find(({ name }) => name === `${key}.${metric}`)?.value;
          if (value === undefined) return '';
          return formatNumber(metric === 'peakBytes' ? value / 1e6 : value);
        }),
        judgements.length === 0 ? '' : judgements.every(({ pass }) => pass) ? 'pass' : 'FAIL',
      ];
    }),
    ['left', ...COLUMNS.map(() => 'right' as const), 'left'],
  );
}
