import { spawnSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderPerTest } from '../folderPerTest';
import { writeFolder, writeTarget } from '../../../src/cli/output/target';

const at = folderPerTest();

describe('what is written', () => {
  it('keeps the mode of the file that it replaces, and leaves nothing else behind', () => {
    const path = at('out');
    writeFileSync(path, 'a longer old text');
    chmodSync(path, 0o600);
    writeTarget(path, ['new', Uint8Array.of(33)]);
    expect(readFileSync(path, 'utf8')).toBe('new!');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(at())).toEqual(['out']);
  });

  it('is not mixed with what another process is writing to the same path', () => {
    const path = at('out');
    const others = [`${path}.part`, `${path}.${process.pid + 1}.0a1b2c3d.part`];
    for (const other of others) writeFileSync(other, 'half of another');
    writeTarget(path, ['first']);
    writeTarget(path, ['last']);
    expect(readFileSync(path, 'utf8')).toBe('last');
    for (const other of others) expect(readFileSync(other, 'utf8')).toBe('half of another');
    expect(readdirSync(at())).toHaveLength(3);
  });

  it('goes where a link points, and the link stays', () => {
    const path = at('out');
    const dangling = at('dangling');
    writeFileSync(path, 'old');
    symlinkSync('out', at('link'));
    symlinkSync('made', dangling);
    writeTarget(at('link'), ['new']);
    writeTarget(dangling, ['made']);
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(lstatSync(dangling).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('made'), 'utf8')).toBe('made');
  });

  it.skipIf(process.platform === 'win32')('goes through a pipe, which stays one', async () => {
    const path = at('pipe');
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
    const path = at('none', 'out');
    expect(() => writeTarget(path, ['x'])).toThrow(
      `${path} cannot be written: no such file or folder`,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('a folder', () => {
  const file = (text: string) => (made: string) => writeFileSync(join(made, 'file'), text);

  it('is made whole, also in place of an empty one', () => {
    const [fresh, empty] = ['fresh', 'empty'].map((name) => at(name));
    mkdirSync(empty);
    for (const path of [fresh, empty]) {
      writeFolder(path, file('whole'));
      expect(readFileSync(join(path, 'file'), 'utf8')).toBe('whole');
    }
    expect(readdirSync(at()).toSorted()).toEqual(['empty', 'fresh']);
  });

  it('is not there at all when it cannot be filled', () => {
    const path = at('made');
    const fill = (made: string) => {
      file('half')(made);
      throw new Error('stopped');
    };
    expect(() => writeFolder(path, fill)).toThrow('stopped');
    writeFileSync(at('notes'), '');
    expect(() => writeFolder(at('notes', 'made'), file('x'))).toThrow(
      'cannot be written: a part of the path is no folder',
    );
    expect(readdirSync(at())).toEqual(['notes']);
  });
});
