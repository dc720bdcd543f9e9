/** Data and agents on their way to other tools and back, on the command line. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { writeSafetensors, type Tensor } from '../../../src/agents/files/safetensors';
import { adopt } from '../../../src/cli/commands/adopt';
import { agent } from '../../../src/cli/commands/agent';
import { exportFile } from '../../../src/cli/commands/export';
import { tape } from '../../../src/cli/commands/tape';
import { readAgent } from '../../../src/cli/output/files';
import { ProgressLine } from '../../../src/cli/output/progress';
import { runProgram } from '../../../src/cli/program/command';

const DATASET = 'tests/fixtures/stored/dataset.parquet';
const HASH = '1c68a5d1b147b1dc';
const folder = mkdtempSync(join(tmpdir(), 'lab-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const printed: string[] = [];
  const terminal = {
    print: (text: string) => printed.push(text),
    progress: new ProgressLine({ write: (text) => printed.push(text) > 0 }),
  };
  let errors = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  const code = await runProgram('lab', { adopt, agent, export: exportFile, tape }, args, terminal);
  spy.mockRestore();
  return { code, printed: printed.join('\n'), errors };
}

it('adopts a file of another tool, which is then the lab’s own', async () => {
  const rewritten = 'tests/fixtures/rewritten/polars-gzip-null.parquet';
  const out = join(folder, 'adopted.parquet');
  const first = await run('adopt', rewritten, '--original', DATASET, '--out', out);
  expect(first.code).toBe(0);
  expect(first.printed).toContain('120 steps in 6 episodes, written by Polars');
  expect(first.printed).toContain(`Its numbers are those of the lab, hash ${HASH}`);
  const again = await run('adopt', out);
  expect(again.printed).toContain(`hash ${HASH}`);
});

it('writes a dataset for Minari into a new folder, or nothing', async () => {
  const out = join(folder, 'minari');
  const { code, printed } = await run('export', '--data', DATASET, '--minari', out);
  expect(code).toBe(0);
  expect(printed).toContain(`nanoarb/es-${HASH}-v0`);
  const about = JSON.parse(readFileSync(join(out, 'data/metadata.json'), 'utf8')) as object;
  expect(about).toMatchObject({ total_episodes: 6, total_steps: 120 });
  expect(existsSync(join(out, 'data/5/part-0.parquet'))).toBe(true);
  expect((await run('export', '--data', DATASET, '--minari', out)).errors).toContain(
    '--minari: expected a new or empty folder',
  );
  const agent = await run(
    'export',
    '--data',
    'public/agents/es.safetensors',
    '--minari',
    `${out}2`,
  );
  expect(agent.code).toBe(2);
  expect(existsSync(`${out}2`)).toBe(false);
});

it('takes in an agent by the card that it wrote', async () => {
  const [card, weights, out] = ['card.json', 'weights.safetensors', 'agent.safetensors'].map(
    (name) => join(folder, name),
  );
  const template = await run('agent', '--template', card, '--market', 'nq', '--hidden-width', '4');
  expect(template.code).toBe(0);
  const { layerSizes } = JSON.parse(readFileSync(card, 'utf8')) as { layerSizes: number[] };
  const [inputs] = layerSizes;
  expect(layerSizes).toStrictEqual([inputs, 4, 4, 5]);
  const shapes = { '0': [4, inputs], '2': [4, 4], '4': [5, 4] };
  const tensors = new Map<string, Tensor>();
  for (const [layer, shape] of Object.entries(shapes)) {
    const [rows, columns] = shape;
    tensors.set(`${layer}.weight`, { shape, data: new Float32Array(rows * columns).fill(0.01) });
    tensors.set(`${layer}.bias`, { shape: [rows], data: new Float32Array(rows) });
  }
  writeFileSync(weights, writeSafetensors({ tensors, metadata: {} }));
  const again = await run('agent', '--template', card, '--market', 'es');
  expect(again.code).toBe(2);
  expect(again.errors).toContain('--template: expected a new file, or --overwrite');
  const taken = await run('agent', '--weights', weights, '--card', card, '--out', out);
  expect(taken.printed).toContain(`Next: lab evaluate --policy ${out}`);
  expect((await readAgent(out)).card.config.market.preset).toBe('nq');
  expect((await run('agent', '--weights', weights)).code).toBe(2);
  const itself = await run('agent', '--weights', weights, '--card', card, '--out', weights);
  expect(itself.errors).toContain('--out: expected another file than --weights');
});

it.each<readonly [string, readonly string[], string]>([
  [
    'an original of another kind',
    ['adopt', DATASET, '--original', 'public/agents/es.safetensors'],
    '--original: public/agents/es.safetensors: expected a dataset',
  ],
  [
    'weights that are not there',
    ['agent', '--weights', join(folder, 'none'), '--card', 'package.json'],
    '--weights: expected a file that can be read (no such file or folder)',
  ],
  [
    'a recording that is not there',
    ['tape', 'none.dbn'],
    '--file: expected a file that can be read (no such file or folder), got "none.dbn"',
  ],
  ['a folder', ['tape', 'tests'], '--file: expected a file that can be read (a folder)'],
])('refuses %s by flag and path', async (_, args, expected) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(2);
  expect(errors.startsWith(expected), errors).toBe(true);
});
