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
import { writeFolder, writeTarget } from '../../../src/cli/output/target';

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

  it('is not mixed with what another process is writing to the same path', () => {
    const path = join(folder, 'out');
    const others = [`${path}.part`, `${path}.${process.pid + 1}.0a1b2c3d.part`];
    for (const other of others) writeFileSync(other, 'half of another');
    writeTarget(path, ['first']);
    writeTarget(path, ['last']);
    expect(readFileSync(path, 'utf8')).toBe('last');
    for (const other of others) expect(readFileSync(other, 'utf8')).toBe('half of another');
    expect(readdirSync(folder)).toHaveLength(3);
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
    expect(() => writeTarget(path, ['x'])).toThrow(
      `${path} cannot be written: no such file or folder`,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('a folder', () => {
  const file = (text: string) => (made: string) => writeFileSync(join(made, 'file'), text);

  it('is made whole, also in place of an empty one', () => {
    const [fresh, empty] = ['fresh', 'empty'].map((name) => join(folder, name));
    mkdirSync(empty);
    for (const path of [fresh, empty]) {
      writeFolder(path, file('whole'));
      expect(readFileSync(join(path, 'file'), 'utf8')).toBe('whole');
    }
    expect(readdirSync(folder).toSorted()).toEqual(['empty', 'fresh']);
  });

  it('is not there at all when it cannot be filled', () => {
    const path = join(folder, 'made');
    const fill = (made: string) => {
      file('half')(made);
      throw new Error('stopped');
    };
    expect(() => writeFolder(path, fill)).toThrow('stopped');
    writeFileSync(join(folder, 'notes'), '');
    expect(() => writeFolder(join(folder, 'notes', 'made'), file('x'))).toThrow(
      'cannot be written: a part of the path is no folder',
    );
    expect(readdirSync(folder)).toEqual(['notes']);
  });
});
