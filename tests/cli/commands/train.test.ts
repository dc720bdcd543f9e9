/** What train refuses, at once and by flag, before it collects or trains anything. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { train } from '../../../src/cli/commands/train';
import { ProgressLine } from '../../../src/cli/output/progress';
import { runProgram } from '../../../src/cli/program/command';

const folder = mkdtempSync(join(tmpdir(), 'lab-train-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);
writeFileSync(file('notes.txt'), 'notes on the weather');
writeFileSync(file('market.json'), '{"a":1}');

async function refusalOf(...flags: string[]): Promise<string> {
  const said: string[] = [];
  const spy = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => said.push(String(text)) > 0);
  const terminal = {
    print: (text: string) => said.push(text),
    progress: new ProgressLine({ write: (text) => said.push(text) > 0 }),
  };
  const code = await runProgram('lab', { train }, ['train', ...flags], terminal);
  spy.mockRestore();
  expect(code).toBe(2);
  return said.join('');
}

it.each<readonly [string, readonly string[], string]>([
  [
    'critics of a learner that has none',
    ['--algorithm', 'bc', '--critics', file('critics')],
    '--critics: expected an algorithm that trains critics, iql, got "bc"',
  ],
  [
    'an output in no folder',
    ['--policy', file('none/agent')],
    '--policy: expected a path that can be written (no such folder)',
  ],
  [
    'one path for two outputs',
    ['--policy', file('out'), '--json', file('out')],
    '--json: expected another file than --policy',
  ],
  [
    'notes in the place of an agent',
    ['--policy', file('notes.txt')],
    '--policy: expected a new file, or one that holds an agent, or --overwrite',
  ],
  [
    'a rival with a slip in its name',
    ['--rivals', 'glftt'],
    '--rivals: expected one of imbalanceMaker, avellanedaStoikov, glft, inventorySkewed',
  ],
  [
    'parameters of no market',
    ['--parameters', file('market.json')],
    `--parameters: ${file('market.json')}: market file.format: expected nanoarb-market, got nothing`,
  ],
  ['a recording that is none', ['--tape', file('notes.txt')], 'notes.txt: format: expected one of'],
])('refuses %s', async (_, flags, expected) => {
  const said = await refusalOf(...flags);
  expect(said.startsWith(expected), said).toBe(true);
  expect(existsSync(file('out')) || existsSync(file('critics'))).toBe(false);
});
