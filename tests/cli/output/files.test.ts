import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  readAgent,
  readDataset,
  writeAgent,
  writeAll,
  writeDataset,
} from '../../../src/cli/output/files';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleDataset, exampleOrigin } from '../../learning/data/exampleDataset';

const folder = mkdtempSync(join(tmpdir(), 'lab-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const card = {
  name: 'IQL',
  description: '',
  config: DEFAULT_RUN_CONFIG,
  datasetHash: null,
  targetReturn: null,
  evaluation: null,
  gate: null,
};

describe('an agent on disk', () => {
  const path = join(folder, 'agent.safetensors');

  it('is the one that was written', () => {
    writeAgent(path, card, examplePolicy());
    expect(readAgent(path)).toMatchObject({ card, policy: { ...examplePolicy(), version: 0 } });
  });

  it('is refused by file and field when it is damaged, and when there is none', () => {
    writeAgent(path, card, examplePolicy());
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect(() => readAgent(path)).toThrow(`${path}: agent.headerLength: expected at most`);
    expect(() => readAgent(join(folder, 'none'))).toThrow('ENOENT');
  });
});

describe('a dataset on disk', () => {
  const path = join(folder, 'data.parquet');

  it('is the one that was written', async () => {
    const dataset = exampleDataset([4, 3]);
    writeDataset(path, dataset, exampleOrigin);
    expect((await readDataset(path)).dataset).toStrictEqual(dataset);
  });

  it('is refused by file and column when it is damaged', async () => {
    writeFileSync(path, 'PAR1 and nothing more');
    await expect(readDataset(path)).rejects.toThrow(`${path}: file: expected a whole Parquet file`);
  });

  it('is not touched by one that cannot be written', () => {
    writeDataset(path, exampleDataset([4, 3]), exampleOrigin);
    const before = readFileSync(path);
    const bad = { ...exampleDataset([4, 3]), rows: 6 };
    expect(() => writeDataset(path, bad, exampleOrigin)).toThrow(
      'dataset.episode: expected 6 numbers',
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

it('one output that cannot be written keeps none of the others back', () => {
  const path = join(folder, 'last.safetensors');
  const write = (target: string) => () => writeAgent(target, card, examplePolicy());
  expect(() => writeAll([write(join(folder, 'none', 'a')), false, write(path)])).toThrow('ENOENT');
  expect(readAgent(path).card.name).toBe('IQL');
});
