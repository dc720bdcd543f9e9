import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage } from '../../../src/lab/storage/types';
import { besideOf } from '../../../src/session/besideOf';
import { EpisodeRepository } from '../../../src/store/replay/episodeRepository';
import { storeEpisode, type StoredEpisode } from '../../../src/store/replay/episodes';
import { RunRepository } from '../../../src/store/runs/runRepository';
import type { SessionState } from '../../../src/store/state';
import { recordOf } from '../live/frames';

const samples = [1, 2, 3].map((step) => ({ step, timeSeconds: step / 10 }));
const passing = storeEpisode(recordOf(samples));
const marked: StoredEpisode = { ...passing, bookmarks: [{ step: 2, label: 'here' }] };

async function open(storage: LabStorage, id: string, newId = () => id) {
  const store = createStore<SessionState>(
    () =>
      ({
        runs: [],
        episodes: [],
        unsavedRuns: [],
        storageProblem: null,
      }) as Partial<SessionState> as SessionState,
  );
  const runs = new RunRepository(store, {
    openStorage: () => Promise.resolve(storage),
    notify: (message) => expect.unreachable(message),
    now: () => 1_000,
  });
  const repository = new EpisodeRepository(store, runs, newId);
  await repository.load();
  const show = async (...episodes: readonly StoredEpisode[]) => {
    store.setState({ episodes });
    await new Promise(setImmediate);
  };
  return { repository, show, shown: () => store.getState().episodes };
}

describe('the episode repository', () => {
  it('keeps what was marked, under an id that no other visit uses, and not what passed by', async () => {
    const storage = createMemoryStorage();
    const first = await open(storage, 'first');
    await first.show(passing);
    expect(await storage.episodes.list()).toEqual([]);
    await first.show(marked);
    const next = await open(storage, 'next');
    expect(next.shown()).toMatchObject([
      { record: { id: 'first' }, bookmarks: [{ step: 2, label: 'here' }] },
    ]);
    expect(next.shown()[0].record.samples).toStrictEqual(passing.record.samples);
    // The same number as the one before had: both are kept.
    await next.show(...next.shown(), marked);
    const ids = (await storage.episodes.list()).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(['first', 'next']);
  });

  it('keeps the agent that played beside a person with the person’s episode', async () => {
    const storage = createMemoryStorage();
    const first = await open(storage, 'first');
    const beside = besideOf(passing.record, false);
    await first.show({ ...marked, record: { ...marked.record, ...beside } });
    const next = await open(storage, 'next');
    expect(next.shown()[0].record).toMatchObject({ id: 'first', ...beside });
  });

  it('follows the marks, and lets go of an episode that has lost the last', async () => {
    const storage = createMemoryStorage();
    const { show } = await open(storage, 'a');
    await show(marked);
    await show({ ...marked, bookmarks: [{ step: 1, label: '' }] });
    expect((await storage.episodes.list())[0].bookmarks).toEqual([{ step: 1, label: '' }]);
    await show({ ...marked, bookmarks: [] });
    expect(await storage.episodes.list()).toEqual([]);
  });

  it('keeps the marks of the moment, however quickly they follow each other', async () => {
    const storage = createMemoryStorage();
    const { show } = await open(storage, 'a');
    void show(marked);
    void show({ ...marked, bookmarks: [] });
    await show({ ...marked, bookmarks: [{ step: 3, label: 'last' }] });
    expect((await storage.episodes.list()).map(({ bookmarks }) => bookmarks)).toEqual([
      [{ step: 3, label: 'last' }],
    ]);
  });

  it('keeps an episode that was named, under its name', async () => {
    const storage = createMemoryStorage();
    const { show } = await open(storage, 'a');
    await show({ ...passing, name: 'The squeeze' });
    const next = await open(storage, 'next');
    expect(next.shown()).toMatchObject([{ name: 'The squeeze', record: { id: 'a' } }]);
  });

  it('keeps the newest ten that were only opened, and all that were named', async () => {
    const storage = createMemoryStorage();
    for (let visit = 0; visit < 12; visit++) {
      const { show } = await open(storage, `visit ${visit}`);
      await show({ ...passing, isOpened: true, name: visit === 0 ? 'The first' : '' });
    }
    const kept = await storage.episodes.list();
    expect(kept).toHaveLength(11);
    expect(kept.map(({ name }) => name)).toContain('The first');
  });

  it('keeps an episode that is named after ten others were opened', async () => {
    let clock = 0;
    const storage = createMemoryStorage(() => clock++);
    const { show } = await open(storage, '', () => `stored ${clock++}`);
    const opened = Array.from({ length: 11 }, (_, index) => ({
      ...passing,
      record: { ...passing.record, id: `episode ${index}` },
      isOpened: true,
    }));
    for (let shown = 1; shown <= opened.length; shown++) await show(...opened.slice(0, shown));
    expect(await storage.episodes.list()).toHaveLength(10);
    await show({ ...opened[0], name: 'The squeeze' }, ...opened.slice(1));
    const names = (await storage.episodes.list()).map(({ name }) => name);
    expect(names).toHaveLength(11);
    expect(names).toContain('The squeeze');
  });

  it('can be cleared, while the page goes on showing what it has', async () => {
    const storage = createMemoryStorage();
    const { repository, show, shown } = await open(storage, 'a');
    await show(marked);
    await repository.clear();
    expect([await storage.episodes.list(), shown().length]).toEqual([[], 1]);
  });
});
