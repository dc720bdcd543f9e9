import { describe, expect, it } from 'vitest';
import { observationLayout } from '../../../src/env/observationLayout';
import { ACTION_NAMES, REWARD_TERMS } from '../../../src/env/types';
import type { Dataset } from '../../../src/learning/data/dataset';
import { COLUMN_NAMES, columnOf, widthOf } from '../../../src/learning/data/datasetColumns';
import { concatenateShards, firstRows } from '../../../src/learning/data/datasetOperations';
import { fileColumns } from '../../../src/learning/data/fileColumns';
import { validateDataset } from '../../../src/learning/data/validateDataset';
import { exampleDataset, exampleOrigin } from './exampleDataset';

const example = exampleDataset([4, 6]);
const width = (name: (typeof COLUMN_NAMES)[number]) => widthOf(name, example.observationLength);

/** Every typed array that a dataset has, found without the table. */
const arraysOf = (dataset: Dataset) =>
  Object.entries(dataset)
    .filter(([, value]) => ArrayBuffer.isView(value))
    .map(([name]) => name);

describe('the table of columns', () => {
  it('has every array of a dataset, and nothing else', () => {
    expect(arraysOf(example).sort()).toEqual([...COLUMN_NAMES].sort());
  });

  it.each(COLUMN_NAMES)('%s is refused when a number is missing', (name) => {
    const shorter = { ...example, [name]: example[name].slice(0, -1) };
    expect(() => validateDataset(shorter, { path: 'd' })).toThrow(`d.${name}`);
  });

  it.each(COLUMN_NAMES)('%s of shards is joined in their order', (name) => {
    const other = exampleDataset([3], 2);
    const joined = concatenateShards([example, other])[name];
    expect(joined).toHaveLength(example[name].length + other[name].length);
    // Episodes count on from shard to shard; everything else is as it was.
    const before = name === 'episode' ? other[name].map((index) => index + 2) : other[name];
    expect(joined.subarray(example[name].length)).toStrictEqual(before);
  });

  it.each(COLUMN_NAMES)('%s is trimmed by whole entries', (name) => {
    const trimmed = firstRows(example, 4)[name];
    const entries = columnOf(name).per === 'step' ? 4 : 2;
    expect(trimmed).toStrictEqual(example[name].slice(0, entries * width(name)));
  });

  it('gives each number of an entry a column of its own in a file', () => {
    const layout = observationLayout(exampleOrigin.env.observation);
    const wide = (field: string, names: readonly string[]) =>
      names.map((name) => `${field}.${name}`);
    expect(fileColumns(exampleOrigin.env.observation).map(({ name }) => name)).toEqual([
      'episode',
      'seed',
      'behaviour',
      ...wide('observations', layout.names),
      ...wide('actions', ACTION_NAMES),
      'logProbability',
      ...wide('terms', REWARD_TERMS),
      'rewards',
      'inventory',
      'midTicks',
      'midInnovationTicks',
      'midDriftTicks',
      'terminated',
      'truncated',
    ]);
  });
});
