import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/cli/program/command';
import { facts } from '../../../src/cli/commands/facts';
import { ProgressLine } from '../../../src/cli/output/progress';
import type { ResultFile } from '../../../src/cli/output/results';

async function measure(...flags: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-facts-'));
  const path = join(folder, 'facts.json');
  const progress: string[] = [];
  const stream = { write: (text: string) => progress.push(text) };
  const terminal = { print: () => undefined, progress: new ProgressLine(stream) };
  const code = await runProgram('lab', { facts }, ['facts', ...flags, '--json', path], terminal);
  const { config, results } = JSON.parse(readFileSync(path, 'utf8')) as ResultFile;
  rmSync(folder, { recursive: true });
  return { code, config, results, progress: progress.join('') };
}

describe('facts', () => {
  it('writes every fact with its range and verdict, and fails when one fails', async () => {
    const { code, results, progress } = await measure(
      '--seconds',
      '120',
      '--seeds',
      '1',
      '--no-makers',
    );
    expect(results.find(({ name }) => name === 'facts.es.spread.oneTickShare')).toMatchObject({
      unit: 'share of time',
      accept: [0.96, 0.995],
      pass: true,
    });
    for (const { accept, pass, value } of results) {
      // One session has no interval: its values themselves are judged.
      const [low, high] = accept ?? [null, null];
      const inside = value >= (low ?? -Infinity) && value <= (high ?? Infinity);
      expect(pass).toBe(accept === undefined ? undefined : inside);
    }
    expect(code).toBe(results.some(({ pass }) => pass === false) ? 1 : 0);
    expect(progress).toContain('session 1 of 1');
  }, 60_000);

  it('lets reference makers trade, and judges what they earn', async () => {
    const { results } = await measure('--seconds', '120', '--seeds', '2');
    const found = (name: string) => results.find((result) => result.name === `facts.es.${name}`);
    expect(found('cancelPosition')).toMatchObject({ accept: [0.74, 0.84] });
    for (const size of ['one', 'ten']) {
      expect(found(`shareOfVolume.${size}`)?.value).toBeGreaterThan(0);
      expect(found(`shareOfVolume.${size}`)?.value).toBeLessThan(0.5);
      expect(found(`profitPerContract.imbalanceMaker.${size}`)).toMatchObject({
        unit: 'dollars',
        accept: [-0.3, 1.5],
      });
      expect(found(`profitPerContract.joiner.${size}`)?.pass).toBeTypeOf('boolean');
    }
    const profit = (latency: string) => found(`latency.profit.${latency}`)?.value ?? Number.NaN;
    expect(found('latency.gain')?.value).toBeCloseTo(profit('100us') - profit('100ms'), 9);
  }, 60_000);

  it('takes the informed out of any regime, and names it in the results', async () => {
    const { config, results } = await measure(
      '--market=es',
      '--regime=toxic',
      '--seconds=120',
      '--seeds=1',
      '--no-makers',
    );
    expect(config).toMatchObject({ market: { preset: 'es', regime: 'toxic' } });
    const value = (name: string) =>
      results.find((result) => result.name === `facts.es.toxic.${name}`)?.value ?? NaN;
    expect(value('informedness.uninformed')).toBeGreaterThan(value('informedness.base') + 0.1);
    expect(value('informedness.difference')).toBeCloseTo(
      value('informedness.uninformed') - value('informedness.base'),
      12,
    );
  }, 60_000);

  it('begins at the seed that is asked for, and counts in how many groups a fact passes', async () => {
    const sizes = [
      '--seconds',
      '120',
      '--seeds',
      '2',
      '--seed',
      '31',
      '--groups',
      '2',
      '--no-makers',
    ];
    const { config, results } = await measure('--market=nq', ...sizes);
    expect(config).toMatchObject({ seeds: [31, 32, 33, 34], groups: 2 });
    const found = (name: string) => results.find((result) => result.name === `facts.nq.${name}`);
    expect(found('depth.best')?.error).toBeGreaterThan(0);
    const passes = found('groups.depth.best.passes');
    expect(passes?.unit).toBe('of 2 groups of sessions');
    expect([0, 1, 2]).toContain(passes?.value);
    const whole = found('groups.all.passes')?.value ?? Number.NaN;
    expect(whole).toBeLessThanOrEqual(passes?.value ?? Number.NaN);
  }, 60_000);
});
