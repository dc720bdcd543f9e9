import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detailsOf } from '../../../src/cli/program/command';
import { DirectoryStore } from '../../../src/cli/sweeps/directoryStore';
import { sealed, StoreError, unsealed } from '../../../src/cli/sweeps/store';

const NAME = `train-${'0123456789'.repeat(4)}`;
const content = new TextEncoder().encode('what a unit made '.repeat(100));

let folder: string;
let store: DirectoryStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-store-'));
  store = new DirectoryStore(join(folder, 'store'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pathOf = (name: string) => join(folder, 'store', 'artefacts', name.slice(-2), name);

describe('a store in a folder', () => {
  it('gives back what was written, and nothing of what was not', async () => {
    expect(await store.read('artefacts', NAME)).toBeNull();
    expect(await store.list('artefacts')).toEqual([]);
    await store.write('artefacts', NAME, content);
    expect(await store.read('artefacts', NAME)).toEqual(content);
    expect(await store.read('failures', NAME)).toBeNull();
    expect((await store.list('artefacts')).map(({ name }) => name)).toEqual([NAME]);
    await store.remove('artefacts', NAME);
    expect(await store.has('artefacts', NAME)).toBe(false);
  });

  it('neither counts nor removes what somebody else keeps in its folder', async () => {
    await store.write('artefacts', NAME, content);
    const [notes, part] = ['notes.txt', 'film.part'].map((name) =>
      join(folder, 'store', 'artefacts', name),
    );
    for (const path of [notes, part]) {
      writeFileSync(path, 'mine');
      utimesSync(path, 0, 0);
    }
    const left = `${pathOf(NAME)}.1.0a1b2c3d.part`;
    writeFileSync(left, 'half');
    utimesSync(left, 0, 0);
    expect((await store.list('artefacts')).map(({ name }) => name)).toEqual([NAME]);
    expect(await store.removePartial()).toBe(1);
    expect(readdirSync(join(folder, 'store', 'artefacts')).toSorted()).toEqual(
      [NAME.slice(-2), 'film.part', 'notes.txt'].toSorted(),
    );
  });

  it('takes a damaged entry for an absent one, and removes it', async () => {
    await store.write('artefacts', NAME, content);
    const bytes = readFileSync(pathOf(NAME));
    for (const damaged of [
      bytes.subarray(0, bytes.length - 5),
      Buffer.from('nanoarb-store 1 0 99999999\n'),
      Buffer.concat([bytes.subarray(0, -10), Buffer.from('0123456789')]),
      Buffer.alloc(0),
    ]) {
      writeFileSync(pathOf(NAME), damaged);
      expect(await store.read('artefacts', NAME)).toBeNull();
      expect(await store.has('artefacts', NAME)).toBe(false);
    }
  });

  it('leaves nothing half written, and says that it cannot be used', async () => {
    writeFileSync(join(folder, 'file'), '');
    const blocked = new DirectoryStore(join(folder, 'file'));
    const refusal: unknown = await blocked.write('artefacts', NAME, content).catch((one) => one);
    expect(refusal).toBeInstanceOf(StoreError);
    // One line tells it, as for a full disk.
    expect(detailsOf(refusal)).toMatch(/^--store: the store .* cannot be used: [^\n]*$/);
    await store.write('artefacts', NAME, content);
    expect(readdirSync(join(folder, 'store', 'artefacts', NAME.slice(-2)))).toEqual([NAME]);
  });

  it('holds the last whole entry where several write one name', async () => {
    const others = Array.from({ length: 8 }, (_, index) => content.slice(index));
    await Promise.all(others.map((one) => store.write('artefacts', NAME, one)));
    const read = await store.read('artefacts', NAME);
    expect(others.some((one) => one.length === read?.length)).toBe(true);
  });
});

describe('a sealed entry', () => {
  it('does not grow beyond what its head says', () => {
    const bytes = Buffer.from(sealed(new Uint8Array(1_000_000)));
    const lying = Buffer.from(bytes.toString('latin1').replace(/ 1000000\n/, ' 10\n'), 'latin1');
    expect(unsealed(bytes)).toHaveLength(1_000_000);
    expect(unsealed(lying)).toBeNull();
  });
});
