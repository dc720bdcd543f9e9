import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LAB_VERSION } from '../../src/market/version';

it('files carry the version of the package', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  expect(LAB_VERSION).toBe(version);
});
