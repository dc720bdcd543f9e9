import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/learning/data/dataset';
import {
  allocateColumns,
  COLUMN_NAMES,
  columnOf,
  mapColumns,
  widthOf,
  type ColumnName,
} from '../../../src/learning/data/datasetColumns';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { xxHash32 } from '../../../src/market/xxHash32';

const text = (value: string) => new TextEncoder().encode(value);

describe('XXH32', () => {
  it('gives the published values', () => {
    expect(xxHash32(text(''))).toBe(0x02cc5d05);
    expect(xxHash32(text(''), 0x9e3779b1)).toBe(0x36b78ae7);
    expect(xxHash32(text('a'))).toBe(0x550d7456);
    expect(xxHash32(text('abc'))).toBe(0x32d153ff);
    expect(xxHash32(text('Nobody inspects the spammish repetition'))).toBe(0xe2293b2f);
  });

  it('does not depend on where in a buffer the bytes lie', () => {
    const bytes = text('xNobody inspects the spammish repetition');
    expect(xxHash32(bytes.subarray(1))).toBe(0xe2293b2f);
  });
});

/** `lengths` rows per episode, every cell a different number. */
function dataset(lengths: readonly number[], firstEpisode = 0): Dataset {
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const offset = firstEpisode * 1000;
  const fill = (length: number, scale: number) =>
    Float32Array.from({ length }, (_, index) => Math.sin((index + offset) * scale));
  const episode = Uint32Array.from(
    lengths.flatMap((length, index) => Array.from({ length }, () => index)),
  );
  const shape = { rows, episodes: lengths.length, observationLength: 3 };
  return {
    ...allocateColumns(shape),
    rows,
    observationLength: 3,
    observationKey: 'v1',
    behaviours: ['random'],
    observations: fill(rows * 3, 1),
    actions: fill(rows * 5, 2),
    terms: fill(rows * 6, 3),
    rewards: fill(rows, 4),
    inventory: fill(rows, 5),
    midTicks: Float64Array.from(fill(rows, 6)),
    midInnovationTicks: fill(rows, 7),
    midDriftTicks: fill(rows, 9),
    logProbability: new Float32Array(rows).fill(Number.NaN),
    episode,
    episodeSeeds: Float64Array.from(lengths, (_, index) => firstEpisode + index),
    finalObservations: fill(lengths.length * 3, 8),
  };
}

/** The episodes of `whole` from `from` to `to`, as a worker that ran only those would send them. */
function shard(whole: Dataset, from: number, to: number): Dataset {
  const starts = [...whole.episode.keys()].filter(
    (row) => row === 0 || whole.episode[row] !== whole.episode[row - 1],
  );
  const start = starts[from];
  const end = starts[to] ?? whole.rows;
  const columns = mapColumns((name) => {
    const width = widthOf(name, whole.observationLength);
    const [first, last] = columnOf(name).per === 'step' ? [start, end] : [from, to];
    return whole[name].slice(first * width, last * width);
  });
  return {
    ...whole,
    ...columns,
    rows: end - start,
    behaviour: columns.behaviour.fill(1),
    behaviours: ['unused', 'random'],
    episode: columns.episode.map((value) => value - from),
  };
}

describe('the hash of a dataset', () => {
  it('is the same however the episodes are spread over shards', () => {
    const whole = dataset([4, 7, 1, 5]);
    const expected = datasetHash([whole]);
    expect(expected).toMatch(/^[0-9a-f]{16}$/);
    expect(datasetHash([shard(whole, 0, 1), shard(whole, 1, 4)])).toBe(expected);
    expect(datasetHash([shard(whole, 0, 3), shard(whole, 3, 4)])).toBe(expected);
  });

  it('depends on the order of the episodes', () => {
    const whole = dataset([4, 4]);
    const swapped = [shard(whole, 1, 2), shard(whole, 0, 1)];
    expect(datasetHash(swapped)).not.toBe(datasetHash([whole]));
  });

  it('does not move when rewards are relabelled', () => {
    const data = dataset([6, 3]);
    const relabelled = { ...data, rewards: data.rewards.map((reward) => reward * 2) };
    expect(datasetHash([relabelled])).toBe(datasetHash([data]));
  });

  it('does not see which bits an engine uses for NaN', () => {
    const data = dataset([6, 3]);
    const words = new Uint32Array(data.rows).fill(0xffc00001);
    const other = { ...data, logProbability: new Float32Array(words.buffer) };
    expect(datasetHash([other])).toBe(datasetHash([data]));
  });

  it('changes with a single bit of any column', () => {
    const data = dataset([6, 3]);
    const expected = datasetHash([data]);
    // Rewards follow from the terms, and the trend from market and seed; episodes are told apart by
    // seed, behaviours by name.
    const unhashed: ColumnName[] = ['rewards', 'midDriftTicks', 'episode', 'behaviour'];
    for (const name of COLUMN_NAMES.filter((column) => !unhashed.includes(column))) {
      const changed = data[name].slice();
      changed[changed.length - 1] = name.endsWith('ated') ? 1 : 0.5;
      expect(datasetHash([{ ...data, [name]: changed }]), name).not.toBe(expected);
    }
    expect(datasetHash([{ ...data, behaviours: ['fixed'] }])).not.toBe(expected);
    expect(datasetHash([{ ...data, observationKey: 'v2' }])).not.toBe(expected);
  });
});
