/** Sweeps and stores by the command line, where nothing is computed. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { store } from '../../../src/cli/commands/store';
import { sweep } from '../../../src/cli/commands/sweep';
import { ProgressLine } from '../../../src/cli/output/progress';
import { runProgram } from '../../../src/cli/program/command';
import { DirectoryStore } from '../../../src/cli/sweeps/directoryStore';
import { writeManifest } from '../../../src/cli/sweeps/manifest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-stores-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const printed: string[] = [];
  let errors = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  const terminal = {
    print: (text: string) => printed.push(text),
    progress: new ProgressLine({ write: () => true }),
  };
  const code = await runProgram('lab', { store, sweep }, args, terminal);
  spy.mockRestore();
  return { code, printed: printed.join('\n'), errors };
}

it.each([
  ['sweep', '--status', '--store'],
  ['store', '--store'],
  ['store'],
  ['store', '--remove', 'everything', '--store'],
])('%s %s %s refuses a folder that is no store', async (...args) => {
  const none = join(folder, 'none');
  const missing = await run(...args, none);
  expect(missing).toMatchObject({ code: 2, printed: '' });
  expect(missing.errors).toContain(
    '--store: expected the folder of a store, as sweep --store makes it (no such file or folder), got',
  );
  expect(existsSync(none)).toBe(false);
  writeFileSync(join(folder, 'file'), '');
  expect((await run(...args, join(folder, 'file'))).errors).toContain('no folder)');
  mkdirSync(join(folder, 'notes'));
  const other = await run(...args, join(folder, 'notes'));
  expect(other.errors).toContain('(nothing in it is of a store)');
});

it('says what a store holds, and how far its sweeps are', async () => {
  const kept = new DirectoryStore(folder);
  await writeManifest(kept, 'name', { build: 'test', command: 'sweep --vary fees=1,2', units: [] });
  const status = await run('sweep', '--status', '--store', folder);
  expect(status.code).toBe(0);
  expect(status.printed).toContain('sweep --vary fees=1,2');
  expect((await run('store', folder)).printed).toMatch(/sweeps +1 /);
});

it('asks a sweep what it varies before anything is made', async () => {
  const { code, errors } = await run('sweep', '--store', join(folder, 'new'));
  expect(code).toBe(2);
  expect(errors).toContain('--vary: expected PATH=VALUE,VALUE…');
  expect(existsSync(join(folder, 'new'))).toBe(false);
});
