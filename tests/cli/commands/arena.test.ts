/** The tournament on the command line. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arena } from '../../../src/cli/commands/arena';
import { runProgram } from '../../../src/cli/program/command';
import { ProgressLine } from '../../../src/cli/output/progress';
import type { ResultFile } from '../../../src/cli/output/results';

async function play(...flags: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-arena-'));
  const path = join(folder, 'arena.json');
  const printed: string[] = [];
  const stream = { write: () => true };
  const terminal = {
    print: (text: string) => printed.push(text),
    progress: new ProgressLine(stream),
  };
  const code = await runProgram('lab', { arena }, ['arena', ...flags, '--json', path], terminal);
  const results = code === 2 ? [] : (JSON.parse(readFileSync(path, 'utf8')) as ResultFile).results;
  rmSync(folder, { recursive: true });
  return { code, results, printed: printed.join('\n') };
}

it('plays every agent alone, beside every other and itself, and all together', async () => {
  const { code, results, printed } = await play(
    '--agents',
    'imbalanceMaker,pretrainedEs,doNothing',
    '--evaluation-episodes',
    '3',
    '--episode-length',
    '50',
  );
  expect(code).toBe(0);
  const value = (name: string) =>
    results.find((result) => result.name === `arena.es.${name}`)?.value;
  expect(value('imbalanceAwareMaker.alone.shareOfVolume')).toBeGreaterThan(0);
  expect(value('pretrainedEs.besidePretrainedEs.profit')).toBeTypeOf('number');
  // Beside somebody who does nothing, an agent is alone.
  expect(value('pretrainedEs.besideDoNothing.profit')).toBe(value('pretrainedEs.alone.profit'));
  expect(value('doNothing.allTogether.profit')).toBe(0);
  const [low, high] = ['low', 'high'].map((end) => value(`pretrainedEs.allTogether.profit.${end}`));
  expect(low).toBeLessThan(high ?? Number.NaN);
  expect(printed).toContain('beside pretrainedEs');
});

it('says which agents there are', async () => {
  expect((await play('--agents', 'imbalanceMaker')).code).toBe(2);
  expect((await play('--agents', 'imbalanceMaker,nobody.safetensors')).code).toBe(2);
  expect((await play('--preset', 'avellanedaStoikov', '--agents', 'glft,random')).code).toBe(2);
});
