import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { FULL_OBSERVATION } from '../../../src/env/config';
import { observationLayout } from '../../../src/env/observationLayout';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import {
  readDatasetFile,
  writeDatasetFile,
  writeDatasetInSteps,
} from '../../../src/learning/data/parquet';
import { InvalidInputError } from '../../../src/market/validation';
import { editedFile, fileWithCell, type OpenFile } from './editedParquet';
import { exampleDataset, exampleOrigin } from './exampleDataset';

const example = exampleDataset([5, 3, 9]);

async function fileOf(parts: Uint8Array<ArrayBuffer>[]): Promise<ArrayBuffer> {
  return new Blob(parts).arrayBuffer();
}

const edited = async (edit: (file: OpenFile) => void) =>
  editedFile(await fileOf(writeDatasetFile(example, exampleOrigin)), edit);

const withCell = async (name: string, row: number, value: unknown) =>
  fileWithCell(await fileOf(writeDatasetFile(example, exampleOrigin)), name, row, value);

/** The error of reading a file, as the field and what was expected of it. */
async function problemOf(file: ArrayBuffer): Promise<InvalidInputError> {
  const error: unknown = await readDatasetFile(file).then(
    () => new Error('the file was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof InvalidInputError)) throw error;
  return error;
}

describe('a dataset file', () => {
  it('gives back every bit of the dataset and where it came from', async () => {
    const read = await readDatasetFile(await fileOf(writeDatasetFile(example, exampleOrigin)));
    expect(read.dataset).toStrictEqual(example);
    expect(Object.is(read.dataset.observations[0], -0)).toBe(true);
    expect(read.origin).toStrictEqual(exampleOrigin);
    expect(read.hash).toBe(datasetHash([example]));
  });

  it('gives back a dataset of several row groups', async () => {
    const long = exampleDataset([60_000, 60_001]);
    const parts = writeDatasetFile(long, exampleOrigin);
    const { dataset } = await readDatasetFile(await fileOf(parts));
    expect(datasetHash([dataset])).toBe(datasetHash([long]));
    expect(dataset.rewards).toStrictEqual(long.rewards);
    const steps = [...writeDatasetInSteps(long, exampleOrigin)];
    // Before the first row group and after each of two.
    expect(steps).toHaveLength(3);
  });

  it('is a Parquet file with one row per step and a column per number, for any reader', async () => {
    const footer = parquetMetadata(await fileOf(writeDatasetFile(example, exampleOrigin)));
    const names = footer.schema.slice(1).map(({ name }) => name);
    const layout = observationLayout(exampleOrigin.env.observation);
    expect(Number(footer.num_rows)).toBe(17);
    expect(names).toHaveLength(layout.length + 5 + 6 + 11);
    expect(names).toContain('observations.inventory');
    expect(names).toContain('actions.bidSkew');
    expect(names).toContain('terms.fees');
  });

  it('names a column of the trend only where there is one, as files of earlier versions', async () => {
    const untrended = { ...example, midDriftTicks: new Float32Array(example.rows) };
    const file = await fileOf(writeDatasetFile(untrended, exampleOrigin));
    const names = parquetMetadata(file).schema.map(({ name }) => name);
    expect(names).not.toContain('midDriftTicks');
    expect((await readDatasetFile(file)).dataset).toStrictEqual(untrended);
    const without = await edited(({ columns }) => {
      columns.delete('midDriftTicks');
    });
    expect((await problemOf(without)).field).toBe('midDriftTicks');
  });

  it('is read whatever the order of its columns, and with columns beside them', async () => {
    const file = await edited(({ columns }) => {
      const sorted = [...columns].sort(([a], [b]) => a.localeCompare(b));
      columns.clear();
      columns.set('note', { data: sorted[0][1].data.map(String), type: 'STRING' });
      for (const [name, column] of sorted) columns.set(name, column);
    });
    expect((await readDatasetFile(file)).dataset).toStrictEqual(example);
  });
});

describe('a bad dataset file is refused by', () => {
  it('its end, when it was cut short', async () => {
    const file = await fileOf(writeDatasetFile(example, exampleOrigin));
    for (const length of [0, 3, 11, file.byteLength >> 1, file.byteLength - 1]) {
      expect((await problemOf(file.slice(0, length))).field).toBe('file');
    }
  });

  it('its beginning, when the middle was cut out', async () => {
    const file = await fileOf(writeDatasetFile(example, exampleOrigin));
    const cut = await new Blob([file.slice(0, 40), file.slice(400)]).arrayBuffer();
    expect(await problemOf(cut)).toBeInstanceOf(InvalidInputError);
  });

  it('any byte: damage is an InvalidInputError or changes nothing that is read', async () => {
    const file = new Uint8Array(await fileOf(writeDatasetFile(example, exampleOrigin)));
    for (let at = 0; at < file.length; at += 131) {
      const damaged = file.slice();
      damaged[at] ^= 0x55;
      const outcome = await readDatasetFile(damaged.buffer).then(
        ({ dataset }) => datasetHash([dataset]),
        (error: unknown) => error,
      );
      if (typeof outcome === 'string') expect(outcome).toBe(datasetHash([example]));
      else expect(outcome, `byte ${at}`).toBeInstanceOf(InvalidInputError);
    }
  });

  it('the first column that is missing', async () => {
    const file = await edited(({ columns }) => {
      columns.delete('actions.spread');
      columns.delete('truncated');
    });
    const problem = await problemOf(file);
    expect(problem.message).toBe('actions.spread: expected a column of type FLOAT, got nothing');
  });

  it('the first column of another type', async () => {
    const file = await edited(({ columns }) => {
      const column = columns.get('terms.fees');
      if (column !== undefined) columns.set('terms.fees', { ...column, type: 'DOUBLE' });
    });
    const problem = await problemOf(file);
    expect(problem.message).toBe('terms.fees: expected a column of type FLOAT, got "DOUBLE"');
  });

  it('a cell without a number', async () => {
    expect((await problemOf(await withCell('rewards', 4, null))).field).toBe('rewards[4]');
  });

  it.each([
    ['observations.spread', 6, Number.NaN, 'dataset.observations.spread[6]'],
    ['rewards', 2, Number.POSITIVE_INFINITY, 'dataset.rewards[2]'],
    ['midTicks', 16, Number.NaN, 'dataset.midTicks[16]'],
    ['logProbability', 3, Number.NEGATIVE_INFINITY, 'dataset.logProbability[3]'],
    ['actions.askSize', 9, 1.5, 'dataset.actions.askSize[9]'],
    ['inventory', 1, 51, 'dataset.inventory[1]'],
    ['seed', 5, -1, 'seed[6]'],
    ['behaviour', 7, -3, 'behaviour[7]'],
    ['behaviour', 7, 2, 'dataset.behaviour[7]'],
    ['terminated', 2, true, 'dataset.terminated[2]'],
    ['truncated', 4, false, 'dataset.terminated[4]'],
    ['episode', 8, 3, 'dataset.episode[8]'],
  ])('%s where row %i holds %s', async (column, row, value, field) => {
    expect((await problemOf(await withCell(column, row, value))).field).toBe(field);
  });

  it('observations of another layout than asked for', async () => {
    const file = await fileOf(writeDatasetFile(example, exampleOrigin));
    await expect(readDatasetFile(file, FULL_OBSERVATION)).rejects.toThrow(
      'dataset.observationKey: expected v1+10x10, got "v1+1x5',
    );
  });

  it('observations of another layout than its own settings give', async () => {
    const file = await edited(({ metadata }) => {
      metadata.observationKey = 'v0+1x5';
    });
    expect((await problemOf(file)).field).toBe('dataset.observationKey');
  });

  it('metadata that is missing, of another format, or out of range', async () => {
    const none = parquetWriteBuffer({ columnData: [{ name: 'x', data: [1], type: 'INT32' }] });
    expect((await problemOf(none)).field).toBe('metadata');
    const future = await edited(({ metadata }) => {
      metadata.format = 2;
    });
    expect((await problemOf(future)).field).toBe('metadata.format');
    const impossible = await edited(({ metadata }) => {
      const origin = metadata.origin as { env: { maxInventory: number } };
      origin.env.maxInventory = 0;
    });
    expect((await problemOf(impossible)).field).toBe('metadata.origin.env.maxInventory');
  });

  it('final observations that are not as many as its episodes', async () => {
    const file = await edited(({ metadata }) => {
      metadata.finalObservations = (metadata.finalObservations as string).slice(0, 16);
    });
    expect((await problemOf(file)).field).toBe('dataset.finalObservations');
  });

  it('its hash, when a number was changed into another that could be true', async () => {
    const file = await withCell('observations.spread', 6, 2);
    const problem = await problemOf(file);
    expect(problem.field).toBe('metadata.hash');
    expect(problem.expected).toMatch(
      /^[0-9a-f]{16}, .*what another tool changed is taken in by `npm run lab -- adopt FILE`$/,
    );
  });
});

describe('writing a dataset file', () => {
  it('refuses a dataset that is not sound, or not of the origin', () => {
    const bad = { ...example, rewards: example.rewards.slice(1) };
    expect(() => writeDatasetFile(bad, exampleOrigin)).toThrow('dataset.rewards: expected 17');
    const env = { ...exampleOrigin.env, observation: FULL_OBSERVATION };
    expect(() => writeDatasetFile(example, { ...exampleOrigin, env })).toThrow(
      'dataset.observationKey',
    );
  });
});
