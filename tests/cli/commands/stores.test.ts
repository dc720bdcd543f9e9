/** Sweeps and stores by the command line, where nothing is computed. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { folderPerTest } from '../folderPerTest';
import { store } from '../../../src/cli/commands/store';
import { sweep } from '../../../src/cli/commands/sweep';
import { ProgressLine } from '../../../src/cli/output/progress';
import { runProgram } from '../../../src/cli/program/command';
import { DirectoryStore } from '../../../src/cli/sweeps/directoryStore';
import { writeManifest } from '../../../src/cli/sweeps/manifest';

const at = folderPerTest();

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
  const none = at('none');
  const missing = await run(...args, none);
  expect(missing).toMatchObject({ code: 2, printed: '' });
  expect(missing.errors).toContain(
    '--store: expected the folder of a store, as sweep --store makes it (no such file or folder), got',
  );
  expect(existsSync(none)).toBe(false);
  writeFileSync(at('file'), '');
  expect((await run(...args, at('file'))).errors).toContain('no folder)');
  mkdirSync(at('notes'));
  const other = await run(...args, at('notes'));
  expect(other.errors).toContain('(nothing in it is of a store)');
});

it('says what a store holds, and how far its sweeps are', async () => {
  const kept = new DirectoryStore(at());
  await writeManifest(kept, 'name', { build: 'test', command: 'sweep --vary fees=1,2', units: [] });
  const status = await run('sweep', '--status', '--store', at());
  expect(status.code).toBe(0);
  expect(status.printed).toContain('sweep --vary fees=1,2');
  expect((await run('store', at())).printed).toMatch(/sweeps +1 /);
});

it('asks a sweep what it varies before anything is made', async () => {
  const { code, errors } = await run('sweep', '--store', at('new'));
  expect(code).toBe(2);
  expect(errors).toContain('--vary: expected PATH=VALUE,VALUE…');
  expect(existsSync(at('new'))).toBe(false);
});
