/** Response surfaces on the command line. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { map } from '../../../src/cli/commands/map';
import { runProgram } from '../../../src/cli/program/command';
import { ProgressLine } from '../../../src/cli/output/progress';
import type { ResultFile } from '../../../src/cli/output/results';

const AGENT = 'public/agents/es.safetensors';

async function run(...flags: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-map-'));
  const path = join(folder, 'map.json');
  const printed: string[] = [];
  const terminal = {
    print: (text: string) => printed.push(text),
    progress: new ProgressLine({ write: () => true }),
  };
  const all = ['map', ...flags, '--episode-length', '50', '--json', path];
  const code = await runProgram('lab', { map }, all, terminal);
  const file = code === 0 ? (JSON.parse(readFileSync(path, 'utf8')) as ResultFile) : null;
  rmSync(folder, { recursive: true });
  const value = (name: string) => file?.results.find((result) => result.name === name)?.value;
  return { code, value, config: file?.config, printed: printed.join('\n') };
}

it('maps an agent’s file, typical or at a step of an episode', async () => {
  const typical = await run('--agent', AGENT, '--points', '5');
  expect(typical.code).toBe(0);
  expect(typical.config).toMatchObject({
    typical: 'trainingData',
    x: { feature: 'inventory', values: [-50, -25, 0, 25, 50] },
  });
  expect(typical.printed).toContain('imbalance \\ inventory');
  const then = await run('--agent', AGENT, '--points', '5', '--at-step', '20');
  expect(then.value('map.bidOffset.2.2')).not.toBe(typical.value('map.bidOffset.2.2'));
});

it('maps a baseline beside its closed forms', async () => {
  const { value, printed } = await run(
    '--agent',
    'glft',
    '--points',
    '3',
    '--y',
    'volatility',
    '--closed-forms',
  );
  expect(value('map.askOffset.1.0')).toBe(value('map.glft.askOffset.1.0'));
  // A maker with a large long position sells at the mid and bids far below.
  expect(value('map.bidOffset.1.2')).toBeGreaterThan(value('map.bidOffset.1.0') ?? Number.NaN);
  expect(printed).toContain('avellanedaStoikov');
});

it('refuses what it does not know', async () => {
  expect((await run()).code).toBe(2);
  expect((await run('--agent', 'nobody.safetensors')).code).toBe(2);
  expect((await run('--agent', 'glft', '--at-step', '51')).code).toBe(2);
  expect((await run('--agent', 'glft', '--x', 'imbalance')).code).toBe(2);
});
