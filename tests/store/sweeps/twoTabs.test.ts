/** A sweep has one owner at a time among the tabs of a browser, and a deletion holds in all of them. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { openStorage } from '../../../src/lab/storage/openStorage';
import { openTabs } from '../../../src/lab/storage/tabs';
import type { Lab } from '../../../src/lab/types';
import { SweepController } from '../../../src/store/sweeps/sweepController';
import { exampleToldPolicy } from '../../agents/policies/examplePolicy';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import { ChannelDouble, LocksDouble } from '../../lab/storage/twoTabs';
import { bundledAgent, openTestSession } from '../testSession';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const request = {
  agent: 'pretrainedEs',
  axes: [{ term: 'inventoryPenalty', values: [0, 20] }],
  episodes: 4,
} as const;

function openBrowser() {
  const locks = new LocksDouble();
  const channel = new ChannelDouble();
  /** @param evaluateAgent how the tab plays a point */
  return async (evaluateAgent: Lab['evaluateAgent'] = atOnce) => {
    const storage = openStorage({
      name: 'lab',
      now: () => 1_000,
      tabs: openTabs('lab', { locks, channel: channel.join() }),
    });
    const { session } = openTestSession('', {
      openStorage: storage,
      loadAgent: () => Promise.resolve({ ...bundledAgent, policy: exampleToldPolicy() }),
      answers: { evaluateAgent, evaluateBaselines: () => Promise.resolve([]) },
    });
    await vi.waitFor(() => expect(session.state.bundled.pretrainedEs.kind).toBe('ready'));
    const sweeps = session.openSweeps((services) => new SweepController(services));
    await sweeps.sweeps.load();
    onTestFinished(() => session.dispose());
    return { sweeps, storage: await storage, state: () => session.state.sweeps };
  };
}

const played = (seeds: readonly number[]): EpisodeMetrics[] =>
  seeds.map((seed) => exampleMetrics({ seed }));
const atOnce: Lab['evaluateAgent'] = ({ seeds }) => Promise.resolve(played(seeds));

/** Plays one point, and waits with the next until it is told to go on or given up. */
function heldUp() {
  let calls = 0;
  const evaluateAgent: Lab['evaluateAgent'] = ({ seeds }, _, signal) => {
    calls += 1;
    if (calls === 1) return Promise.resolve(played(seeds));
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  };
  return { evaluateAgent, isHeldUp: () => calls === 2 };
}

it('is changed by the tab that measures it alone, and goes on in another when that one lets go', async () => {
  const openTab = openBrowser();
  const { evaluateAgent, isHeldUp } = heldUp();
  const first = await openTab(evaluateAgent);
  const second = await openTab();
  const working = first.sweeps.start(request);
  await vi.waitFor(() => expect(isHeldUp()).toBe(true));
  const statuses = () => second.state().records?.map(({ status }) => status);
  const measured = () =>
    second.state().records?.map(({ points }) => points.map(({ metrics }) => metrics.length));
  await vi.waitFor(() => expect([statuses(), measured()]).toEqual([['running'], [[4, 0]]]));
  const { id, name } = first.state().records?.[0] ?? { id: '', name: '' };
  for (const act of [() => second.sweeps.goOn(id), () => second.sweeps.sweeps.delete(id)]) {
    await act();
    expect(second.state()).toMatchObject({ running: null, records: [{ id }], deleted: null });
    expect(second.state().failure).toBe(
      `${name} is under way in another tab: wait for it there, or cancel it there first.`,
    );
  }
  first.sweeps.cancel();
  await working;
  await vi.waitFor(() => expect(statuses()).toEqual(['stopped']));
  await second.sweeps.goOn(id);
  expect([statuses(), measured()]).toEqual([['finished'], [[4, 4]]]);
  await vi.waitFor(() => expect(first.state().records).toEqual(second.state().records));
});

it('that was deleted in one tab does not come back from another, and undo brings it back in both', async () => {
  const openTab = openBrowser();
  const first = await openTab();
  const second = await openTab();
  await first.sweeps.start(request);
  await vi.waitFor(() => expect(second.state().records).toHaveLength(1));
  const [sweep] = first.state().records ?? [];
  await first.sweeps.sweeps.delete(sweep.id);
  second.sweeps.sweeps.keep(sweep);
  await vi.waitFor(() => expect(second.state().records).toEqual([]));
  expect(await first.storage.sweeps.list()).toEqual([]);
  expect(first.sweeps.undelete()).toBe(true);
  await vi.waitFor(() => expect(second.state().records).toEqual([sweep]));
  expect(await second.storage.sweeps.list()).toHaveLength(1);
});

it('that another tab deleted unseen is not swept on', async () => {
  const openTab = openBrowser();
  const { evaluateAgent, isHeldUp } = heldUp();
  const first = await openTab(evaluateAgent);
  const working = first.sweeps.start(request);
  await vi.waitFor(() => expect(isHeldUp()).toBe(true));
  first.sweeps.cancel();
  await working;
  const [sweep] = first.state().records ?? [];
  await first.storage.sweeps.delete(sweep.id);
  await first.sweeps.goOn(sweep.id);
  expect(first.state()).toMatchObject({ records: [], running: null });
  expect(first.state().failure).toBe(`${sweep.name} was deleted in another tab.`);
  expect(await first.storage.sweeps.list()).toEqual([]);
});
