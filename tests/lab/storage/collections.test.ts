import { describe, expect, it } from 'vitest';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { FILL_LENGTH, SAMPLE_LENGTH, type EpisodeRecord } from '../../../src/protocol/frames';
import { exampleDataset, exampleOrigin } from '../../learning/data/exampleDataset';
import { episode, testStorage } from './testStorage';

const { open, reopen } = testStorage();

describe('stored episodes', () => {
  const opening = { step: 3, label: 'The opening' };
  const squeeze = { step: 70, label: '' };
  it('come back whole, with their name and bookmarks', async () => {
    const first = await open();
    await first.episodes.put(episode, { name: 'A squeeze', bookmarks: [squeeze, opening] });
    const { episodes } = await reopen(first);
    expect(await episodes.list()).toEqual([
      {
        id: 'e1',
        name: 'A squeeze',
        agentName: 'random',
        seed: 9,
        steps: 2,
        fills: 3,
        savedAt: 1_000,
        bytes: 8 * (2 * SAMPLE_LENGTH + 3 * FILL_LENGTH + 12) + 4 * 40,
        bookmarks: [opening, squeeze],
      },
    ]);
    expect(await episodes.get('e1')).toStrictEqual(episode);
    await episodes.label('e1', { bookmarks: [opening] });
    expect((await episodes.list())[0]).toMatchObject({
      name: 'A squeeze',
      bookmarks: [opening],
    });
    await episodes.delete('e1');
    expect(await episodes.list()).toEqual([]);
    expect(await episodes.get('e1')).toBeNull();
  });
});

describe('stored episodes of earlier versions', () => {
  it('are a person’s where no policy played under the name of one', async () => {
    const { episodes } = await open();
    const { isByHand: _, ...older } = { ...episode, agentName: 'by hand' };
    const labels = { name: '', bookmarks: [] };
    await episodes.put(
      { ...older, id: 'person', policyVersion: Number.NaN } as EpisodeRecord,
      labels,
    );
    await episodes.put({ ...older, id: 'run', policyVersion: 3 } as EpisodeRecord, labels);
    expect((await episodes.get('person'))?.isByHand).toBe(true);
    expect((await episodes.get('run'))?.isByHand).toBe(false);
  });
});

describe('stored datasets', () => {
  it('come back whole under their hash', async () => {
    const dataset = exampleDataset([4, 6]);
    const hash = datasetHash([dataset]);
    const first = await open();
    await first.datasets.put(hash, dataset, exampleOrigin, 'Default mixture');
    const { datasets } = await reopen(first);
    expect(await datasets.get(hash)).toStrictEqual(dataset);
    const [entry] = await datasets.list();
    expect(entry).toMatchObject({ hash, name: 'Default mixture', rows: 10, episodes: 2 });
    expect(entry.origin).toStrictEqual(exampleOrigin);
    // A row takes 46 + 5 + 6 floats, 5 single floats, 1 double, 2 bytes, 2 + 4 bytes; an episode
    // takes 46 floats and a double.
    expect(entry.bytes).toBe(10 * (4 * (46 + 5 + 6 + 5) + 8 + 2 + 2 + 4) + 2 * (4 * 46 + 8));
    await datasets.delete(hash);
    expect(await datasets.get(hash)).toBeNull();
  });
});
