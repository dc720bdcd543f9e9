import { spawnSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOutputs, writeTarget } from '../../../src/cli/output/target';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-target-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('what is written', () => {
  it('keeps the mode of the file that it replaces, and leaves nothing else behind', () => {
    const path = join(folder, 'out');
    writeFileSync(path, 'a longer old text');
    chmodSync(path, 0o600);
    writeTarget(path, ['new', Uint8Array.of(33)]);
    expect(readFileSync(path, 'utf8')).toBe('new!');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('goes where a link points, and the link stays', () => {
    const path = join(folder, 'out');
    const dangling = join(folder, 'dangling');
    writeFileSync(path, 'old');
    symlinkSync('out', join(folder, 'link'));
    symlinkSync('made', dangling);
    writeTarget(join(folder, 'link'), ['new']);
    writeTarget(dangling, ['made']);
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(lstatSync(dangling).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'made'), 'utf8')).toBe('made');
  });

  it.skipIf(process.platform === 'win32')('goes through a pipe, which stays one', async () => {
    const path = join(folder, 'pipe');
    expect(spawnSync('sh', ['-c', 'mkfifo "$0"', path]).status).toBe(0);
    const reader = spawn('cat', [path]);
    const text = new Promise<string>((resolve) => {
      let all = '';
      reader.stdout.on('data', (part) => (all += String(part)));
      reader.on('close', () => resolve(all));
    });
    writeTarget(path, ['through']);
    expect(await text).toBe('through');
    expect(lstatSync(path).isFIFO()).toBe(true);
  });

  it('is not there at all when it cannot be written', () => {
    const path = join(folder, 'none', 'out');
    expect(() => writeTarget(path, ['x'])).toThrow('ENOENT');
    expect(existsSync(path)).toBe(false);
  });
});

describe('outputs are checked before the work', () => {
  it.each([
    ['a folder', () => folder, '--json: expected a file, got'],
    [
      'a folder that is not there',
      () => join(folder, 'none', 'out'),
      '--json: expected a path that can be written (no such folder)',
    ],
    [
      'a file as a folder',
      () => join(folder, 'file', 'out'),
      '--json: expected a path that can be',
    ],
  ])('%s is refused by its flag', (_, path, message) => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => checkOutputs([['--json', path()]])).toThrow(message);
  });

  it('one file for two outputs is refused, by whatever names', () => {
    mkdirSync(join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    const [first, second] = ['a', 'b'].map((name) => join(folder, name, 'out'));
    expect(() =>
      checkOutputs([
        ['--policy', first],
        ['--json', second],
      ]),
    ).toThrow('--json: expected another file than --policy, got');
    expect(readdirSync(join(folder, 'a'))).toEqual([]);
  });

  it('a device may take several', () => {
    checkOutputs([
      ['--policy', '/dev/null'],
      ['--json', '/dev/null'],
    ]);
    expect(statSync('/dev/null').isFile()).toBe(false);
  });
});
