import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ProgressLine } from '../../../src/cli/output/progress';
import {
  allPass,
  formatFixed,
  formatNumber,
  formatResults,
  judged,
  readResults,
  writeResults,
} from '../../../src/cli/output/results';
import { formatTable } from '../../../src/cli/output/table';

const folders: string[] = [];
function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-results-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('results', () => {
  it('pass inside their range, ends included, and NaN never passes', () => {
    expect(judged('a', 1, 's', [1, 2]).pass).toBe(true);
    expect(judged('a', 2, 's', [1, 2]).pass).toBe(true);
    expect(judged('a', 2.001, 's', [1, 2]).pass).toBe(false);
    expect(judged('a', 1e12, 's', [1, null]).pass).toBe(true);
    expect(judged('a', -1e12, 's', [null, 1]).pass).toBe(true);
    expect(judged('a', Number.NaN, 's', [null, null]).pass).toBe(false);
  });

  it('all pass when none of those that can fail has', () => {
    const free = { name: 'free', value: 3, unit: 's' };
    expect(allPass([free, judged('a', 1, 's', [0, 2])])).toBe(true);
    expect(allPass([free, judged('a', 3, 's', [0, 2])])).toBe(false);
  });

  it('are written whole, and leave nothing else behind', () => {
    const folder = scratch();
    const path = join(folder, 'out.json');
    const file = {
      command: 'lab facts',
      config: { market: 'es' },
      results: [
        judged('market.es.spread', 0.97, 'share', [0.96, 0.995]),
        { name: 'market.es.correlation', value: Number.NaN, unit: 'Spearman’s' },
      ],
    };
    writeResults(path, file);
    writeResults(path, file);
    expect(readResults(path)).toEqual(file);
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  it('leave the old file alone when the new one cannot be written', () => {
    const folder = scratch();
    expect(() =>
      writeResults(join(folder, 'missing', 'out.json'), { command: '', config: {}, results: [] }),
    ).toThrow('out.json cannot be written: no such file or folder');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are shown with range and verdict', () => {
    const table = formatResults([
      judged('market.es.spread', 0.9712, 'share', [0.96, 0.995]),
      judged('market.es.eventsPerSecond', 3_456_789, 'events/s', [5e6, null]),
    ]);
    expect(table).toContain('0.9712  share');
    expect(table).toMatch(/3,456,789 +events\/s +at least 5,000,000 +FAIL/);
  });
});

describe('numbers and tables', () => {
  it('show four significant digits, a real minus sign and a dash for nothing', () => {
    expect(formatNumber(0.012345)).toBe('0.01235');
    expect(formatNumber(-12.3456)).toBe('−12.35');
    expect(formatNumber(123456.7)).toBe('123,457');
    expect(formatNumber(0)).toBe('0');
    expect(formatNumber(-0)).toBe('0');
    expect(formatNumber(Number.NaN)).toBe('—');
    expect(formatNumber(-Infinity)).toBe('−∞');
  });

  it('show as many decimals as a column has, without a sign where all of them are zero', () => {
    expect(formatFixed(-1.26, 1)).toBe('−1.3');
    expect(formatFixed(-0.004, 2)).toBe('0.00');
    expect(formatFixed(Number.NaN, 2)).toBe('—');
  });

  it('align columns by their widest cell', () => {
    expect(
      formatTable(
        ['agent', 'profit'],
        [
          ['random', '−3'],
          ['a', '1200'],
        ],
      ),
    ).toBe(['agent   profit', '──────  ──────', 'random      −3', 'a         1200'].join('\n'));
  });
});

describe('the progress line', () => {
  it('is rewritten in place on a terminal, at most ten times a second', () => {
    let now = 0;
    let text = '';
    const stream = { isTTY: true, write: (part: string) => (text += part) };
    const line = new ProgressLine(stream, () => now);
    line.update('1 of 3');
    now = 50;
    line.update('2 of 3');
    now = 100;
    line.update('3 of 3');
    line.finish('done');
    expect(text).toBe('\r\x1b[2K1 of 3\r\x1b[2K3 of 3\r\x1b[2Kdone\n');
  });

  it('is a line now and then in a log', () => {
    let now = 0;
    let text = '';
    const line = new ProgressLine({ write: (part: string) => (text += part) }, () => now);
    for (let step = 0; step < 100; step++) {
      now = step * 100;
      line.update(`${step}`);
    }
    line.finish('done');
    expect(text).toBe('0\n50\ndone\n');
  });
});
