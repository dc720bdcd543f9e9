import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BUNDLED_TAPE, loadBundledTape } from '../../src/lab/bundledTape';

import { fileOf, readTape } from '../recordings/dbn/dbnFiles';

it('comes with the page as the recording that links name', async () => {
  const bytes = readFileSync(new URL(`../../public/${BUNDLED_TAPE.address}`, import.meta.url));
  const file = await loadBundledTape(() => Promise.resolve(new Response(bytes)));
  expect([file.name, file.size]).toEqual(['es-calm.dbn.zst', bytes.length]);
  const { header } = await readTape([fileOf(bytes, file.name, 1 << 16)]);
  expect(header).toMatchObject({ hash: BUNDLED_TAPE.hash, instrument: 'ES.CALM', skipped: {} });
  expect(bytes.length).toBeLessThan(1_600_000);
});

it('says why it could not be fetched', async () => {
  await expect(
    loadBundledTape(() => Promise.resolve(new Response(null, { status: 404 }))),
  ).rejects.toThrow('tapes/es-calm.dbn.zst: expected a file that can be fetched, got "status 404"');
});
