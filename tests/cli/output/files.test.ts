import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  readAgent,
  readCritics,
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

  it('is the one that was written', async () => {
    writeAgent(path, card, examplePolicy());
    expect(await readAgent(path)).toMatchObject({
      card,
      policy: { ...examplePolicy(), version: 0 },
    });
  });

  it('is refused by file and field when it is damaged, and when there is none', async () => {
    writeAgent(path, card, examplePolicy());
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    await expect(readAgent(path)).rejects.toThrow(
      `${path}: agent.headerLength: expected the length of a safetensors header, at most 92 bytes`,
    );
    await expect(readAgent(join(folder, 'none'))).rejects.toThrow(
      'expected a file that can be read, got "no such file or folder"',
    );
  });
});

describe('a file of another kind', () => {
  const agent = join(folder, 'kind.safetensors');
  const dataset = join(folder, 'kind.parquet');

  it('is refused by what it is and what writes the one that is wanted', async () => {
    writeAgent(agent, card, examplePolicy());
    writeDataset(dataset, exampleDataset([4, 3]), exampleOrigin);
    await expect(readAgent(dataset)).rejects.toThrow(
      `${dataset}: expected an agent, as train --policy writes it, got "a dataset, as collect --out writes it"`,
    );
    await expect(readCritics(agent)).rejects.toThrow(
      `${agent}: expected critics, as train --critics writes them, got "an agent, as train --policy writes it"`,
    );
    await expect(readDataset(agent)).rejects.toThrow(
      `${agent}: expected a dataset, as collect --out writes it, got "an agent`,
    );
  });

  it('is refused without guessing when nobody can tell what it is', async () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'notes on the weather');
    await expect(readAgent(path)).rejects.toThrow(
      `${path}: agent.headerLength: expected the length of a safetensors header, at most 12 bytes`,
    );
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

it('one output that cannot be written keeps none of the others back', async () => {
  const path = join(folder, 'last.safetensors');
  const write = (target: string) => () => writeAgent(target, card, examplePolicy());
  const none = join(folder, 'none', 'a');
  expect(() => writeAll([write(none), false, write(path)])).toThrow(`${none} cannot be written`);
  expect((await readAgent(path)).card.name).toBe('IQL');
});
