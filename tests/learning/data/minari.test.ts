/** The files of a dataset as Minari has it, read by the Parquet library alone. */
import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { ACTION_HIGH, ACTION_LOW } from '../../../src/env/actionMap';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { minariFiles } from '../../../src/learning/data/minari';
import { exampleDataset, exampleOrigin } from './exampleDataset';

const example = exampleDataset([5, 3]);
const files = new Map(
  [...minariFiles(example, exampleOrigin, datasetHash([example]))].map(({ path, content }) => [
    path,
    content,
  ]),
);
const json = (path: string) => JSON.parse(String(files.get(path))) as Record<string, unknown>;

it('has a folder per episode, whose rows are observations', async () => {
  expect([...files.keys()]).toStrictEqual([
    'data/0/part-0.parquet',
    'data/0/metadata.json',
    'data/1/part-0.parquet',
    'data/1/metadata.json',
    'data/metadata.json',
  ]);
  const content = files.get('data/1/part-0.parquet') as Uint8Array<ArrayBuffer>;
  const rows = await parquetReadObjects({ file: content.buffer });
  expect(rows).toHaveLength(4);
  const width = example.observationLength;
  const observation = (step: number) => [
    ...example.observations.subarray(step * width, (step + 1) * width),
  ];
  expect(rows[0].observations).toStrictEqual(observation(5));
  expect(rows[3].observations).toStrictEqual([...example.finalObservations.subarray(width)]);
  expect(rows.map(({ rewards }) => rewards as number)).toStrictEqual([
    ...example.rewards.subarray(5),
    0,
  ]);
  expect(rows.map(({ terminations }) => terminations as boolean)).toStrictEqual([
    false,
    false,
    true,
    false,
  ]);
  expect(rows.map(({ truncations }) => truncations as boolean)).toStrictEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(rows[2].infos).toMatchObject({
    term_spread_capture: example.terms[6 * 6],
    inventory: example.inventory[7],
    mid_ticks: example.midTicks[7],
  });
  expect(rows[0].infos).toMatchObject({ term_fees: 0, log_probability: Number.NaN });
  const action = rows[1].actions as number[];
  // Scaled −1 is the low end of the environment's range, and 1 the high end.
  action.forEach((value, dimension) => {
    const share =
      (value - ACTION_LOW[dimension]) / (ACTION_HIGH[dimension] - ACTION_LOW[dimension]);
    expect(2 * share - 1).toBeCloseTo(example.actions[6 * 5 + dimension], 5);
  });
  expect(json('data/1/metadata.json')).toStrictEqual({ id: 1, total_steps: 3, seed: 2 ** 32 - 2 });
});

it('says in its own file what Minari asks for, with spaces as Python writes them', () => {
  const about = json('data/metadata.json');
  expect(about).toMatchObject({
    dataset_id: `nanoarb/es-${datasetHash([example])}-v0`,
    data_format: 'parquet',
    minari_version: '0.5.3',
    total_episodes: 2,
    total_steps: 8,
  });
  expect(about.action_space).toBe(
    '{"type": "Box", "dtype": "float32", "shape": [5], "low": [-1, -1, 0.5, 0, 0], "high": [1, 1, 5, 1, 1]}',
  );
  expect(about.observation_space).toMatch(/"low": \[-Infinity, -Infinity/);
  expect(JSON.parse(about.env_spec as string)).toMatchObject({
    id: 'NanoArb/MarketMaking-v0',
    kwargs: { market: { preset: 'es' }, weights: exampleOrigin.weights },
  });
});
