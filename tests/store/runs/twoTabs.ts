/** Two tabs of one browser, each with its own repository over the same database. */
import 'fake-indexeddb/auto';
import { createStore } from 'zustand/vanilla';
import { EditJournal, type JournalStorage } from '../../../src/lab/storage/editJournal';
import { openStorage } from '../../../src/lab/storage/openStorage';
import { openTabs } from '../../../src/lab/storage/tabs';
import { RunRepository } from '../../../src/store/runs/runRepository';
import type { SessionState } from '../../../src/store/state';
import { ChannelDouble, LocksDouble } from '../../lab/storage/twoTabs';

/** Storage that is written at once, and outlasts the tabs. */
class JournalDouble implements JournalStorage {
  readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** @param isSecure false for a browser without locks */
export function openBrowser({ isSecure = true } = {}) {
  const locks = isSecure ? new LocksDouble() : undefined;
  const channel = new ChannelDouble();
  const journal = new JournalDouble();
  const clock = { now: 1_000 };
  const now = () => clock.now;
  /** A question and its answer take a turn of the event loop each. */
  const pause = async () => {
    for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
  };

  /** @param tabStorage what the tab had noted before it was reloaded */
  const openTab = async (tabStorage = new JournalDouble()) => {
    const store = createStore<SessionState>(
      () =>
        ({
          past: [],
          runs: [],
          heldRuns: [],
          storageProblem: null,
          unsavedRuns: [],
          unsavedReason: '',
          runUnderWay: null,
          interruptedRun: null,
          deletedRun: null,
        }) as Partial<SessionState> as SessionState,
    );
    const notices: string[] = [];
    const runs = new RunRepository(store, {
      openStorage: (events) =>
        openStorage({
          name: 'lab',
          now,
          events,
          tabs: openTabs('lab', { locks, channel: channel.join(), pause }),
        }),
      notify: (message) => notices.push(message),
      now,
      journal: new EditJournal(journal, now),
      tabStorage,
    });
    await runs.load();
    const state = () => store.getState();
    return {
      store,
      runs,
      notices,
      state,
      tabStorage,
      names: () => state().runs.map(({ name }) => name),
    };
  };
  /** Trains a run in a tab that says nothing when it goes. @returns a function that ends it */
  const trainUnheard = async (id: string) => {
    const tabs = openTabs('lab', { locks, channel: channel.join(), pause });
    const release = await tabs.claim(id);
    return async () => {
      await release?.();
      tabs.close();
    };
  };
  return { openTab, trainUnheard, clock, journal };
}

export type Tab = Awaited<ReturnType<ReturnType<typeof openBrowser>['openTab']>>;
