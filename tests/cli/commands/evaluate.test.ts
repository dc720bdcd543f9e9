import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/cli/commands/evaluate';
import { train } from '../../../src/cli/commands/train';
import { ProgressLine } from '../../../src/cli/output/progress';
import { readCritics } from '../../../src/cli/output/files';
import type { ResultFile } from '../../../src/cli/output/results';
import { runProgram } from '../../../src/cli/program/command';

const folder = mkdtempSync(join(tmpdir(), 'lab-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

async function run(command: 'train' | 'evaluate', ...flags: string[]) {
  const printed: string[] = [];
  const terminal = {
    print: (text: string) => printed.push(text),
    progress: new ProgressLine({ write: () => {} }),
  };
  const json = file(`${command}.json`);
  await runProgram('lab', { train, evaluate }, [command, ...flags, '--json', json], terminal);
  const { config, results } = JSON.parse(readFileSync(json, 'utf8')) as ResultFile;
  const gate = results
    .filter(({ name }) => name.includes('.gate') || name.includes('.calibration.'))
    .map(({ name, value }) => [name.replace(/^.*?\.(gate|calibration)/, '$1'), value]);
  return { printed: printed.join('\n'), config, gate, results };
}

/** An agent of a market, an environment and weights that are not the defaults. */
const SCENARIO = ['--inventory-penalty=500', '--maker-fee=0.4', '--regime=toxic', '--steps=100'];

describe('evaluate', () => {
  it('plays an agent in its own market and environment, under its own weights', async () => {
    const [policy, clone, critics] = ['policy', 'clone', 'critics'].map(file);
    const common = ['--seed=5', '--evaluation-episodes=3'];
    const files = [`--policy=${policy}`, `--clone=${clone}`, `--critics=${critics}`];
    const trained = await run(
      'train',
      ...SCENARIO,
      ...common,
      ...files,
      '--backend=cpu',
      '--episodes=6',
      '--updates=12',
      '--cloning-updates=6',
      '--hidden-width=16',
      '--batch-size=32',
    );
    expect((await readCritics(critics)).weights?.inventoryPenalty).toBe(500);

    const evaluated = await run('evaluate', ...common, ...files);
    expect(evaluated.config).toMatchObject({
      market: { preset: 'es', regime: 'toxic' },
      env: { makerFeeDollars: 0.4, episodeLength: 100 },
      weights: { inventoryPenalty: 500 },
    });
    expect(evaluated.gate.length).toBeGreaterThan(10);
    expect(evaluated.gate).toEqual(trained.gate);
    // The file of the agent has its clone and its critics too.
    const alone = await run('evaluate', ...common, `--policy=${policy}`);
    expect(alone.gate).toEqual(trained.gate);
    expect(alone.printed).not.toContain('no clone');
    const cloneAlone = await run('evaluate', ...common, `--policy=${clone}`);
    expect(cloneAlone.printed).toContain(`There is no clone in ${clone}: give one with --clone`);

    expect(evaluated.printed).toContain('the seeds that the card of');
    expect(evaluated.printed).not.toContain('not evaluated as its card says');

    const other = await run('evaluate', ...common, ...files, '--inventory-penalty=20');
    expect(other.config).toMatchObject({
      env: { makerFeeDollars: 0.4 },
      weights: { inventoryPenalty: 20 },
    });
    expect(other.printed).toContain(
      `${policy} is not evaluated as its card says: weights.inventoryPenalty 20 instead of 500.`,
    );
    // The critics are asked about the rewards that they learned.
    const calibration = ({ gate }: { gate: unknown[][] }) =>
      gate.filter(([name]) => String(name).startsWith('calibration'));
    expect(calibration(other)).toEqual(calibration(trained));
  }, 60_000);
});
