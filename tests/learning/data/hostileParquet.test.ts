/** Files that claim what they do not hold, and files of other tools; see tests/fixtures/hostile. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readDatasetFile, writeDatasetFile } from '../../../src/learning/data/parquet';
import { readColumns } from '../../../src/learning/data/parquetColumns';
import { checkSnappy } from '../../../src/learning/data/snappyCheck';
import { InvalidInputError } from '../../../src/market/validation';
import { editedFile } from './editedParquet';
import { exampleDataset, exampleOrigin } from './exampleDataset';

const FIXTURES = join(import.meta.dirname, '../../fixtures/hostile');
const fixture = (name: string) => Uint8Array.from(readFileSync(join(FIXTURES, name))).buffer;

describe('a dataset that another tool wrote again', () => {
  const names = readdirSync(FIXTURES).filter((name) => /^rewritten-.*\.parquet$/.test(name));

  it.each(names)('%s has the numbers that it had', async (name) => {
    // The hash in the footer is that of the lab: reading checks it against the numbers.
    expect((await readDatasetFile(fixture(name))).dataset.rows).toBe(1200);
  });

  it('in row groups of one row each has the same numbers', async () => {
    const example = exampleDataset([40, 60]);
    const file = await new Blob(writeDatasetFile(example, exampleOrigin)).arrayBuffer();
    for (const rowGroupSize of [1, 7, 601]) {
      const again = await editedFile(file, () => {}, rowGroupSize);
      expect((await readDatasetFile(again)).dataset).toStrictEqual(example);
    }
  });
});

describe('a Parquet file is refused before anything is unpacked', () => {
  it.each([
    ['parquet-bomb-1M-rows-valid.parquet', 19_594, 1_000_000],
    ['parquet-bomb-11M-rows.parquet', 185_725, 11_000_000],
  ])('when it claims more rows than noise of its size can be: %s', async (name, bytes, rows) => {
    await expect(readDatasetFile(fixture(name))).rejects.toThrow(
      new RegExp(`dataset\\.rows: expected from 1 to \\d+ rows in ${bytes} bytes, got ${rows}`),
    );
  });

  it('when its footer claims a list that it does not hold', async () => {
    const whole = new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: 'x', data: [1], type: 'INT32' }] }),
    );
    // A list of 2³⁵ − 1 booleans in the place of the footer's first field.
    whole.set([0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x7f], whole.length - 8 - footerLength(whole));
    await expect(readDatasetFile(whole.buffer)).rejects.toThrow('a list claims more than there is');
  });

  it('when a flipped byte makes the length of a literal negative', async () => {
    await expect(readDatasetFile(fixture('parquet-slow-page-header.parquet'))).rejects.toThrow(
      InvalidInputError,
    );
    // A literal of 2³² − 1 bytes.
    const block = Uint8Array.of(4, 0xfc, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
    expect(() => checkSnappy(block, 4)).toThrow('a literal is longer than its page');
    // One byte, then a copy of four from one byte back: the format's example of a run.
    expect(() => checkSnappy(Uint8Array.of(5, 0, 97, 1, 1), 5)).not.toThrow();
    expect(() => checkSnappy(Uint8Array.of(5, 0, 97, 1, 2), 5)).toThrow('before the page');
  });

  it('when its tree of columns has fewer columns than it says', async () => {
    const file = fixture('rewritten-zstd.parquet');
    const footer = parquetMetadata(file);
    footer.schema[0].num_children = footer.schema.length + 1;
    const values = (await readDatasetFile(file)).dataset;
    await expect(readColumns(file, footer, [], values)).rejects.toThrow('dataset.schema');
  });

  it('when one row has both ends', async () => {
    await expect(
      readDatasetFile(fixture('parquet-terminated-and-truncated.parquet')),
    ).rejects.toThrow('dataset.truncated[0]: expected 0 where the step terminated, got 1');
  });
});

const footerLength = (file: Uint8Array) =>
  new DataView(file.buffer).getUint32(file.length - 8, true);
