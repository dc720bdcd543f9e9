import { IDBObjectStore } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readKeptTape } from '../../../src/lab/storage/keptTapes';
import type { FolderOpener } from '../../../src/lab/storage/tapeFiles';
import { readIntoStorage } from '../../../src/lab/storage/tapeReading';
import { readingClaim } from '../../../src/lab/storage/tapeClaims';
import { createTapeStorage, tidyTapes } from '../../../src/lab/storage/tapeStorage';
import { DatabaseConnection } from '../../../src/lab/storage/connection';
import type { ReadProgress } from '../../../src/recordings/readRecording';
import { buildCheckpoints } from '../../../src/recordings/play/checkpoints';
import type { Tape } from '../../../src/recordings/tape';
import { lobsterFiles } from '../../../src/cli/fuzz/recordings/lobster';
import {
  fileOf,
  INSTRUMENT,
  mboBytes,
  readTape,
  type ShortRecord,
} from '../../recordings/dbn/dbnFiles';
import { FolderDouble } from './folderDouble';
import { testStorage } from './testStorage';

const { open } = testStorage();

/** Orders that come and go, of more than one chunk. */
let bytes: Uint8Array<ArrayBuffer>;
let tape: Tape;
beforeAll(async () => {
  const records = Array.from({ length: 70_000 }, (_, row): ShortRecord => {
    const order = (row >> 1) + 1;
    return [row % 2 === 0 ? 'AB' : 'CB', order, 4000 + (order % 8) / 4, 1 + (order % 5)];
  });
  bytes = Uint8Array.from(mboBytes(records));
  tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
});

const noFolder: FolderOpener = () => Promise.resolve(null);

async function read(
  files: readonly File[],
  openFolder: FolderOpener = noFolder,
  { name = 'first', instrument = '' } = {},
) {
  const reports: ReadProgress[] = [];
  const outcome = await readIntoStorage(
    { files, name, ...(instrument === '' ? {} : { instrument }) },
    (progress) => reports.push(progress),
    { name: 'lab', open: openFolder, now: () => 7, clock: () => 0 },
  );
  return { outcome, reports };
}

const session = () => new File([bytes], 'es.dbn');

/** Keys of everything that is stored of recordings. */
async function stored(): Promise<Record<string, unknown[]>> {
  const database = await openDB('lab');
  const keys = async (table: string) => [table, await database.getAllKeys(table)] as const;
  const found = await Promise.all(['tapes', 'tapeIndexes', 'tapeChunks'].map(keys));
  database.close();
  return Object.fromEntries(found);
}

const NOTHING = { tapes: [], tapeIndexes: [], tapeChunks: [] };

describe.each([
  ['the database', false],
  ['files', true],
])('a recording in %s', (_, hasFolder) => {
  const place = () => {
    const folder = new FolderDouble();
    return { folder, openFolder: hasFolder ? folder.open : noFolder };
  };

  it('comes back row by row, with the places to seek from', async () => {
    const { folder, openFolder } = place();
    const { outcome, reports } = await read([session()], openFolder);
    expect(outcome).toMatchObject({ kind: 'stored', tape: { hash: tape.header.hash } });
    expect(tape.chunks.length).toBeGreaterThan(1);
    const kept = await readKeptTape(tape.header.hash, { name: 'lab', open: openFolder });
    expect(kept?.tape).toStrictEqual(tape);
    expect(kept?.checkpoints).toStrictEqual(buildCheckpoints(tape));
    expect([...folder.files.keys()]).toEqual(hasFolder ? ['first'] : []);
    const last = reports.at(-1);
    expect(last).toMatchObject({ bytes: bytes.length, ofBytes: bytes.length });
    expect(last?.events).toBeGreaterThan(0);
  });

  it('is stored once, however often it is read', async () => {
    const { folder, openFolder } = place();
    await read([session()], openFolder);
    const { outcome } = await read([session()], openFolder, { name: 'second' });
    expect(outcome).toMatchObject({ kind: 'stored', tape: { file: 'first' } });
    expect([...folder.files.keys()]).toEqual(hasFolder ? ['first'] : []);
    expect((await stored()).tapeChunks).toHaveLength(hasFolder ? 0 : tape.chunks.length);
  });

  it('leaves nothing behind when it is deleted, or refused half-way', async () => {
    const { folder, openFolder } = place();
    await read([session()], openFolder);
    const storage = await open({ openFolder });
    expect(await storage.tapes.list()).toMatchObject([{ name: 'ESH4 2023-12-25', savedAt: 7 }]);
    expect(await storage.tapes.label(tape.header.hash, { name: 'Calm' })).toBe(true);
    expect(await storage.tapes.list()).toMatchObject([{ name: 'Calm' }]);
    expect((await storage.usage()).tapes.count).toBe(1);
    await storage.tapes.delete(tape.header.hash);
    expect(await readKeptTape(tape.header.hash, { name: 'lab', open: openFolder })).toBeNull();
    const { outcome } = await read([new File([bytes.slice(0, -20)], 'cut.dbn')], openFolder);
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome.kind === 'refused' && outcome.message).toMatch(/^cut\.dbn, byte \d+: /);
    expect([await stored(), folder.files.size]).toEqual([NOTHING, 0]);
  });

  it('is tidied away where its reading was cut short, unless another tab reads it now', async () => {
    const { folder, openFolder } = place();
    const connection = new DatabaseConnection('lab');
    const leave = async (name: string) => {
      folder.files.set(name, new Uint8Array(3));
      await connection.use('', (database) =>
        database.put('tapeChunks', new ArrayBuffer(8), [name, 0]),
      );
    };
    await read([session()], openFolder, { name: 'kept' });
    await leave('left over');
    await leave('under way');
    const claims = { held: () => Promise.resolve(new Set([readingClaim('under way')])) };
    await tidyTapes(connection, claims, openFolder);
    const names = (await stored()).tapeChunks.map((key) => (key as [string, number])[0]);
    expect(new Set([...names, ...(hasFolder ? folder.files.keys() : [])])).toEqual(
      new Set(['kept', 'under way']),
    );
    await createTapeStorage(connection, openFolder).discard('under way');
    expect((await stored()).tapeChunks.flat()).not.toContain('under way');
    connection.close();
  });
});

it('says that storage is full, and keeps what was there', async () => {
  await read([session()]);
  const before = await stored();
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  const files = Object.entries(lobsterFiles()).map(([name, text]) => new File([text], name));
  const { outcome } = await read(files, noFolder, { name: 'second' });
  expect(outcome).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/storage for this page is full.*is unchanged/) as string,
  });
  expect(await stored()).toEqual(before);
});

it('reads a pair, and asks which of several instruments', async () => {
  const pair = Object.entries(lobsterFiles()).map(([name, text]) => new File([text], name));
  const { outcome } = await read(pair);
  expect(outcome).toMatchObject({
    kind: 'stored',
    tape: { header: { instrument: 'TEST', files: pair.map(({ name }) => name) } },
  });
  const one = mboBytes([['AB', 1, 100, 1]]);
  const other = mboBytes([['AB', 1, 100, 1]], { ...INSTRUMENT, instrument: 18 });
  const mixed = new File([Uint8Array.from(one), Uint8Array.from(other.slice(-56))], 'two.dbn');
  const asked = await read([mixed], noFolder, { name: 'third' });
  expect(asked.outcome).toMatchObject({ kind: 'choose' });
  const instruments = asked.outcome.kind === 'choose' ? asked.outcome.instruments : [];
  expect(instruments).toHaveLength(2);
  const chosen = await read([mixed], noFolder, { name: 'fourth', instrument: instruments[0] });
  expect(chosen.outcome).toMatchObject({ kind: 'stored', tape: { header: { records: 1 } } });
});
