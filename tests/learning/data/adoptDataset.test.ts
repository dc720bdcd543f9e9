/** Datasets that other tools wrote again; see tests/fixtures/rewritten for what wrote the files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { adoptDataset } from '../../../src/learning/data/adoptDataset';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { episodeRanges } from '../../../src/learning/data/datasetOperations';
import { readDatasetFile, writeDatasetFile } from '../../../src/learning/data/parquet';
import { InvalidInputError } from '../../../src/market/validation';
import { editedFile, fileWithCell, type OpenFile } from './editedParquet';
import { exampleDataset, exampleOrigin } from './exampleDataset';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const fixture = (name: string) => Uint8Array.from(readFileSync(join(FIXTURES, name))).buffer;
const stored = fixture('stored/dataset.parquet');
const example = exampleDataset([5, 3, 9]);
const exampleFile = () => new Blob(writeDatasetFile(example, exampleOrigin)).arrayBuffer();

/** Keeps the rows of some episodes, in the order given. */
const withEpisodes = (episodes: readonly number[]) => async (file: ArrayBuffer) => {
  const ranges = episodeRanges(example);
  const rows = episodes.flatMap((episode) => {
    const { start, end } = ranges[episode];
    return Array.from({ length: end - start }, (_, index) => start + index);
  });
  const edit = ({ columns }: OpenFile) => {
    for (const column of columns.values()) column.data = rows.map((row) => column.data[row]);
  };
  return editedFile(file, edit);
};

describe('an adopted dataset', () => {
  const names = readdirSync(join(FIXTURES, 'rewritten')).filter((name) => name.endsWith('parquet'));

  it.each(names)('from %s has the numbers and the hash of the original', async (name) => {
    const original = await readDatasetFile(stored);
    const adopted = await adoptDataset(fixture(`rewritten/${name}`), stored);
    expect(adopted.hash).toBe(original.hash);
    expect(adopted.dataset).toStrictEqual(original.dataset);
    expect(adopted.origin).toStrictEqual(original.origin);
    expect(adopted.adopted.writtenBy).toMatch(/arrow|Polars/);
  });

  it('in row groups of 1, 7 and 601 needs no original', async () => {
    for (const rowGroupSize of [1, 7, 601]) {
      const file = await editedFile(await exampleFile(), () => {}, rowGroupSize);
      expect((await adoptDataset(file)).dataset).toStrictEqual(example);
    }
  });

  it('may have doubles and 64-bit numbers, which become what the lab stores', async () => {
    const file = await editedFile(await exampleFile(), ({ columns }) => {
      for (const [name, type] of [
        ['rewards', 'DOUBLE'],
        ['behaviour', 'INT64'],
        ['seed', 'INT64'],
      ] as const) {
        const data = columns.get(name)?.data ?? [];
        columns.set(name, {
          type,
          data: type === 'INT64' ? data.map((one) => BigInt(Number(one))) : data,
        });
      }
    });
    expect((await adoptDataset(file)).dataset).toStrictEqual(example);
    await expect(readDatasetFile(file)).rejects.toThrow('seed: expected a column of type DOUBLE');
  });

  it('says so in its file from then on, and where it came from', async () => {
    const { dataset, origin, hash, adopted } = await adoptDataset(await exampleFile());
    const parts = writeDatasetFile(dataset, origin, adopted);
    const read = await readDatasetFile(await new Blob(parts).arrayBuffer());
    expect(read.adopted).toStrictEqual({ writtenBy: 'nanoarb-lab version 0.1.0', hash });
    expect((await readDatasetFile(await exampleFile())).adopted).toBeUndefined();
  });

  it('whose numbers were changed has their hash, and no mixture that plays it', async () => {
    const file = await fileWithCell(await exampleFile(), 'observations.spread', 6, 2);
    const { dataset, hash, origin, adopted } = await adoptDataset(file);
    expect(hash).toBe(datasetHash([dataset]));
    expect(adopted.hash).toBe(datasetHash([example]));
    expect(hash).not.toBe(adopted.hash);
    expect(origin).toStrictEqual({ ...exampleOrigin, mixture: null });
  });

  it('of some episodes in another order has their own last observations', async () => {
    const original = await exampleFile();
    const file = await withEpisodes([2, 0])(original);
    const { dataset } = await adoptDataset(file, original);
    const width = example.observationLength;
    const [first, , third] = [0, 1, 2].map((episode) =>
      example.finalObservations.slice(episode * width, (episode + 1) * width),
    );
    expect([...dataset.episodeSeeds]).toStrictEqual([2 ** 32 - 3, 2 ** 32 - 1]);
    expect([...dataset.finalObservations]).toStrictEqual([...third, ...first]);
    expect([...dataset.episode]).toStrictEqual([...Array(9).fill(0), ...Array(5).fill(1)]);
    await expect(adoptDataset(file)).rejects.toThrow(
      'dataset.episodes: expected 3 episodes as in the original, or the original file beside it, got 2',
    );
  });
});

describe('what cannot be adopted is refused by', () => {
  it('the footer that it lost, where the original is not given', async () => {
    await expect(adoptDataset(fixture('rewritten/polars-gzip-null.parquet'))).rejects.toThrow(
      /metadata: expected what the lab wrote into the footer, or the original file beside it/,
    );
  });

  it.each([
    ['observations.spread', 6, Number.NaN, 'dataset.observations.spread[6]'],
    ['rewards', 4, null, 'rewards[4]'],
    ['truncated', 4, false, 'dataset.terminated[4]'],
    ['seed', 5, 12, 'dataset.episodeSeeds[1]'],
  ])('%s where row %i holds %s', async (name, row, value, field) => {
    const original = await exampleFile();
    const file = await editedFile(original, ({ columns }) => {
      const data = columns.get(name)?.data ?? [];
      // A seed stands on every row of its episode.
      if (name === 'seed') data.fill(value, 5, 8);
      else data[row] = value;
    });
    await expect(adoptDataset(file, original)).rejects.toMatchObject({ field });
  });

  it('any damaged byte: an InvalidInputError, or sound data', async () => {
    const original = await exampleFile();
    const file = new Uint8Array(original);
    for (let at = 0; at < file.length; at += 173) {
      const damaged = file.slice();
      damaged[at] ^= 0x55;
      const outcome: unknown = await adoptDataset(damaged.buffer, original).then(
        ({ dataset, hash }) => (hash === datasetHash([dataset]) ? 'sound' : 'another hash'),
        (error: unknown) => error,
      );
      if (outcome !== 'sound') expect(outcome, `byte ${at}`).toBeInstanceOf(InvalidInputError);
    }
  });

  it('an episode that it has and the original has not, and a column of texts', async () => {
    const original = await exampleFile();
    const texts = await editedFile(original, ({ columns }) => {
      columns.set('rewards', { data: Array(17).fill('a lot'), type: 'STRING' });
    });
    await expect(adoptDataset(texts)).rejects.toMatchObject({ field: 'rewards' });
    const other = parquetWriteBuffer({ columnData: [{ name: 'x', data: [1], type: 'INT32' }] });
    await expect(adoptDataset(other, original)).rejects.toThrow('episode: expected a column');
    await expect(adoptDataset(original, other)).rejects.toMatchObject({ field: 'metadata' });
    await expect(adoptDataset(original.slice(0, 400))).rejects.toMatchObject({ field: 'file' });
  });
});
