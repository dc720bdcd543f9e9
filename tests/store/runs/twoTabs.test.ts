import * as fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PURGE_AFTER_MS } from '../../../src/lab/storage/runStorage';
import { UNDO_SECONDS } from '../../../src/store/runs/runDeletion';
import { LOOK_AGAIN_MS } from '../../../src/store/runs/heldRunWatch';
import type { RunLabels } from '../../../src/lab/storage/types';
import { exampleRow } from '../../components/examples';
import { exampleRun } from './exampleRun';
import { openBrowser, type Tab } from './twoTabs';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  vi.useRealTimers();
});

const close = (...tabs: readonly Tab[]) => {
  for (const { runs } of tabs) runs.dispose();
};

describe.each([
  ['with locks', true],
  ['without locks', false],
])('a run in two tabs %s', (_, isSecure) => {
  it('is trained in one of them, and the other says so and offers nothing', async () => {
    const { openTab } = openBrowser({ isSecure });
    const first = await openTab();
    await first.runs.save(exampleRun('a', { status: 'running' }), { update: 1 });
    const second = await openTab();
    expect(second.state().interruptedRun).toBe('a');
    const release = await first.runs.claim('a');
    await expect
      .poll(() => second.state())
      .toMatchObject({
        interruptedRun: null,
        heldRuns: ['a'],
      });
    expect(await second.runs.claim('a')).toBeNull();
    await second.runs.deletion.delete('a');
    expect(second.notices).toEqual(['Run a trains in another tab: stop it there, then delete it.']);
    release?.();
    await expect.poll(() => second.state().interruptedRun).toBe('a');
    const again = await second.runs.claim('a');
    expect(again).not.toBeNull();
    close(first, second);
  });

  it('is offered to be resumed soon after the tab that trained it is gone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { openTab, trainUnheard } = openBrowser({ isSecure });
    const tab = await openTab();
    await tab.runs.save(exampleRun('a', { status: 'running' }), { update: 1 });
    const leave = await trainUnheard('a');
    await tab.runs.refresh();
    expect(tab.state()).toMatchObject({ interruptedRun: null, heldRuns: ['a'] });
    vi.advanceTimersByTime(LOOK_AGAIN_MS);
    await tab.runs.refresh();
    expect(tab.state().heldRuns).toEqual(['a']);
    await leave();
    vi.advanceTimersByTime(LOOK_AGAIN_MS);
    await expect.poll(tab.state).toMatchObject({ interruptedRun: 'a', heldRuns: [] });
    expect(vi.getTimerCount()).toBe(0);
    close(tab);
  });

  it('goes to one tab when both ask at a time', async () => {
    const { openTab } = openBrowser({ isSecure });
    const tabs = [await openTab(), await openTab()] as const;
    const claims = await Promise.all(tabs.map(({ runs }) => runs.claim('a')));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    close(...tabs);
  });

  it('that trains is not taken for one that was cut short', async () => {
    const { openTab } = openBrowser({ isSecure });
    const first = await openTab();
    await first.runs.claim('a');
    await first.runs.save(exampleRun('a', { status: 'running' }), null);
    const second = await openTab();
    expect(second.state()).toMatchObject({ interruptedRun: null, runs: [{ status: 'running' }] });
    close(first, second);
  });
});

describe('runs that two tabs began under one name', () => {
  it('are told apart when the second is first stored, which is said', async () => {
    const { openTab } = openBrowser();
    const [first, second] = [await openTab(), await openTab()];
    const named = (id: string, createdAt: number) =>
      exampleRun(id, { name: 'Run 3', status: 'running', createdAt });
    await Promise.all([
      first.runs.save(named('a', 1), { update: 1 }),
      second.runs.save(named('b', 2), { update: 1 }),
    ]);
    // The next checkpoint comes under the name with which the run began.
    await second.runs.save(named('b', 2), { update: 2 });
    for (const tab of [first, second]) {
      await expect.poll(tab.names).toEqual(['Run 3', 'Run 4']);
    }
    expect((await second.runs.record('b'))?.name).toBe('Run 4');
    expect([first.notices, second.notices]).toEqual([
      [],
      ['Another tab has a Run 3 by now: the run of this tab is Run 4.'],
    ]);
    close(first, second);
  });

  it('have two names also where the first is deleted meanwhile, and brought back', async () => {
    const { openTab } = openBrowser();
    const [first, second] = [await openTab(), await openTab()];
    await first.runs.save(exampleRun('a', { name: 'Wide', createdAt: 1 }), null);
    await first.runs.deletion.delete('a');
    await second.runs.save(exampleRun('b', { name: 'Wide', createdAt: 2 }), null);
    first.runs.deletion.undelete();
    for (const tab of [first, second]) {
      await expect.poll(tab.names).toEqual(['Wide', 'Wide (2)']);
    }
    close(first, second);
  });
});

describe('what one tab measures of a run', () => {
  const evaluation = [exampleRow('network', [1, 2])];
  const finalWord = { seed: 5, candidates: 1, rows: [] };

  it('leaves what another tab trained and decided meanwhile', async () => {
    const { openTab } = openBrowser();
    const first = await openTab();
    const run = exampleRun('a', { status: 'running', update: 40, evaluation: [] });
    await first.runs.save(run, { update: 40 });
    const second = await openTab();
    await first.runs.amend('a', () => ({ status: 'stopped' }));
    await first.runs.label('a', { notes: 'patient' });
    expect(await second.runs.amend('a', () => ({ evaluation }))).toBe(true);
    const measured = { status: 'stopped', notes: 'patient', evaluation, update: 40 };
    await expect.poll(() => first.state().runs[0]).toMatchObject(measured);
    expect(second.state().runs[0]).toMatchObject(measured);
    expect(await first.runs.record('a')).toMatchObject({ ...measured, policy: run.policy });
    expect(await first.runs.state('a')).toEqual({ update: 40 });
    close(first, second);
  });

  it('is dropped where it is of a policy that the run no longer has', async () => {
    const { openTab } = openBrowser();
    const first = await openTab();
    const second = await openTab();
    await first.runs.save(exampleRun('a', { status: 'running', update: 40 }), { update: 40 });
    const done = exampleRun('a', { update: 2300 });
    await first.runs.save(done, { update: 2300 });
    const isKept = await second.runs.amend('a', ({ update }) =>
      update === 40 ? { evaluation, finalWord } : null,
    );
    expect(isKept).toBe(false);
    expect(await second.runs.record('a')).toStrictEqual(done);
    close(first, second);
  });
});

describe('labels', () => {
  it('given in one tab stay while another stores checkpoints, and are seen there', async () => {
    const { openTab } = openBrowser();
    const [first, second] = [await openTab(), await openTab()];
    await first.runs.save(exampleRun('a', { status: 'running' }), { update: 0 });
    await expect.poll(second.names).toEqual(['Run a']);
    const writes: Promise<void>[] = [];
    for (let update = 1; update <= 100; update += 1) {
      writes.push(
        first.runs.save(exampleRun('a', { status: 'running', update }), { update }),
        second.runs.label('a', { name: `Name ${update}` }),
        first.runs.label('a', { notes: `Note ${update}` }),
      );
    }
    await Promise.all(writes);
    await Promise.all([first.runs.refresh(), second.runs.refresh()]);
    for (const tab of [first, second]) {
      expect(tab.state().runs).toMatchObject([
        { name: 'Name 100', notes: 'Note 100', update: 100 },
      ]);
    }
    close(first, second);
  });

  it('that a page took and did not live to store are stored on the next visit', async () => {
    const { openTab, journal, clock } = openBrowser();
    const first = await openTab();
    await first.runs.save(exampleRun('a'), null);
    // The page goes away in the same moment: nothing that takes time comes to its end.
    first.runs.journal.note('run', 'a', { notes: 'wide at night' });
    first.runs.journal.note('run', 'a', { name: 'Old' });
    clock.now += 1;
    await first.runs.label('a', { name: 'New' });
    first.runs.journal.note('run', 'gone', { name: 'Of a deleted run' });
    journal.setItem('nanoarb-lab.edit.run.a.tags', '{"kind":"run"');
    close(first);
    const next = await openTab();
    expect(next.state().runs).toMatchObject([{ name: 'New', notes: 'wide at night' }]);
    expect(journal.length).toBe(0);
    close(next);
  });
});

describe('a run that was deleted', () => {
  it('does not come back from a tab that still has it', async () => {
    const { openTab } = openBrowser();
    const [first, second] = [await openTab(), await openTab()];
    await first.runs.save(exampleRun('a', { status: 'running' }), { update: 1 });
    await expect.poll(second.names).toEqual(['Run a']);
    await second.runs.deletion.delete('a');
    await first.runs.save(exampleRun('a', { status: 'running' }), { update: 2 });
    expect(first.names()).toEqual([]);
    await second.runs.deletion.forget('a');
    await first.runs.save(exampleRun('a'), { update: 3 });
    const third = await openTab();
    expect([first.names(), second.names(), third.names()]).toEqual([[], [], []]);
    close(first, second, third);
  });

  it('can be brought back though another tab was opened, and not for ever', async () => {
    const { openTab, clock } = openBrowser();
    const first = await openTab();
    await first.runs.save(exampleRun('a'), null);
    await first.runs.deletion.delete('a');
    const second = await openTab();
    expect(second.names()).toEqual([]);
    first.runs.deletion.undelete();
    await expect.poll(second.names).toEqual(['Run a']);
    expect(await second.runs.record('a')).toEqual(exampleRun('a'));
    await first.runs.deletion.delete('a');
    close(first, second);
    clock.now += PURGE_AFTER_MS + 1;
    const third = await openTab();
    await third.runs.save(exampleRun('a'), null);
    expect(third.names()).toEqual([]);
    close(third);
  });
});

describe('a run that was deleted before its tab was reloaded', () => {
  it('can still be brought back for the rest of the time, and in no other tab', async () => {
    const { openTab, clock } = openBrowser();
    const first = await openTab();
    await first.runs.save(exampleRun('a'), null);
    await first.runs.deletion.delete('a');
    close(first);
    clock.now += 1000 * UNDO_SECONDS - 1;
    const [other, again] = [await openTab(), await openTab(first.tabStorage)];
    expect([other.state().deletedRun, again.state().deletedRun?.name]).toEqual([null, 'Run a']);
    expect([await again.runs.wasDeleted('a'), again.names()]).toEqual([true, []]);
    expect(again.runs.deletion.undelete()).toBe(true);
    expect(again.names()).toEqual(['Run a']);
    await expect.poll(other.names).toEqual(['Run a']);
    expect(await again.runs.record('a')).toEqual(exampleRun('a'));
    expect(again.tabStorage.length).toBe(0);
    close(other, again);
  });

  it('is gone when that time is over, or after it was deleted for good', async () => {
    const { openTab, clock } = openBrowser();
    const first = await openTab();
    await first.runs.save(exampleRun('a'), null);
    await first.runs.save(exampleRun('b'), null);
    await first.runs.deletion.delete('a');
    close(first);
    clock.now += 1000 * UNDO_SECONDS;
    const again = await openTab(first.tabStorage);
    expect(again.state().deletedRun).toBeNull();
    await again.runs.deletion.delete('b');
    await again.runs.deletion.forget('b');
    close(again);
    const last = await openTab(again.tabStorage);
    expect([last.state().deletedRun, last.names()]).toEqual([null, []]);
    expect(await Promise.all(['a', 'b', 'c'].map((id) => last.runs.wasDeleted(id)))).toEqual([
      true,
      true,
      false,
    ]);
    close(last);
  });
});

describe('a database that is deleted under the page', () => {
  it('is opened again, and gets what the page still has', async () => {
    const { openTab } = openBrowser();
    const earlier = await openTab();
    await earlier.runs.save(exampleRun('old', { createdAt: 1 }), { update: 1 });
    close(earlier);
    const tab = await openTab();
    await tab.runs.save(exampleRun('new', { createdAt: 2 }), { update: 2 });
    await deleteDB('lab');
    await expect.poll(() => tab.notices).toHaveLength(1);
    expect(tab.notices[0]).toContain('of 1 of them only the results');
    await tab.runs.save(exampleRun('next', { createdAt: 3 }), null);
    close(tab);
    const later = await openTab();
    expect(later.names()).toEqual(['Run old', 'Run new', 'Run next']);
    expect(await later.runs.record('new')).toEqual(exampleRun('new', { createdAt: 2 }));
    expect(await later.runs.state('new')).toEqual({ update: 2 });
    expect(await later.runs.record('old')).toMatchObject({ hasPolicy: false, update: 2300 });
    close(later);
  });
});

describe('a database that is deleted under two tabs', () => {
  it('gets runs whole from the tab that has them, whichever is quicker', async () => {
    const { openTab } = openBrowser();
    const first = await openTab();
    await first.runs.save(exampleRun('a'), { update: 2 });
    const others = [await openTab(), await openTab()];
    await others[0].runs.label('a', { name: 'Patient' });
    await expect.poll(first.names).toEqual(['Patient']);
    await deleteDB('lab');
    await expect.poll(async () => (await first.runs.record('a'))?.hasPolicy).toBe(true);
    await Promise.all([first, ...others].map(({ runs }) => runs.refresh()));
    close(first, ...others);
    const later = await openTab();
    expect(await later.runs.record('a')).toEqual(exampleRun('a', { name: 'Patient' }));
    expect(await later.runs.state('a')).toEqual({ update: 2 });
    close(later);
  });
});

/** What tests of any order of operations do, in one of two tabs. */
type Operation = { readonly tab: 0 | 1 } & (
  | { readonly kind: 'label'; readonly labels: Partial<RunLabels> }
  | { readonly kind: 'checkpoint' | 'delete' | 'undelete' | 'refresh' | 'claim' }
);

const operation: fc.Arbitrary<Operation> = fc
  .record({ tab: fc.constantFrom(0 as const, 1 as const), value: fc.nat(99) })
  .chain(({ tab, value }) =>
    fc.constantFrom<Operation>(
      { tab, kind: 'label', labels: { name: `name ${value}` } },
      { tab, kind: 'label', labels: { notes: `notes ${value}` } },
      { tab, kind: 'label', labels: { tags: [`tag ${value}`] } },
      { tab, kind: 'checkpoint' },
      { tab, kind: 'delete' },
      { tab, kind: 'undelete' },
      { tab, kind: 'refresh' },
      { tab, kind: 'claim' },
    ),
  );

describe('whatever two tabs do, in whatever order', () => {
  it('labels survive, what is deleted stays deleted, and a run has one owner', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
        globalThis.indexedDB = new IDBFactory();
        const browser = openBrowser();
        const tabs = [await browser.openTab(), await browser.openTab()] as const;
        await tabs[0].runs.save(exampleRun('a'), { update: 0 });
        await tabs[1].runs.refresh();
        let labels: Partial<RunLabels> = { name: 'Run a', notes: '', tags: [] };
        let deletedIn: number | null = null;
        const owners = new Set<number>();
        for (const [index, one] of operations.entries()) {
          const { runs, state } = tabs[one.tab];
          if (one.kind === 'label') {
            if (deletedIn === null) labels = { ...labels, ...one.labels };
            // Nobody can label what is not shown.
            if (state().runs.length > 0) await runs.label('a', one.labels);
            else if (deletedIn === null) expect.unreachable('a tab lost the run');
          } else if (one.kind === 'checkpoint') {
            await runs.save(exampleRun('a', { update: index }), { update: index });
          } else if (one.kind === 'delete') {
            if (deletedIn === null) deletedIn = one.tab;
            await runs.deletion.delete('a');
          } else if (one.kind === 'undelete') {
            const isUndone = deletedIn === one.tab;
            if (isUndone) deletedIn = null;
            runs.deletion.undelete();
            // It is stored behind the page's back: the other tab hears of it a little later.
            const all = () => tabs.map((tab) => tab.state().runs.length);
            if (isUndone) await expect.poll(all, { interval: 1 }).toEqual([1, 1]);
          } else if (one.kind === 'claim') {
            if ((await runs.claim('a')) !== null) owners.add(one.tab);
          }
          await Promise.all(tabs.map((tab) => tab.runs.refresh()));
        }
        const third = await browser.openTab();
        const expected = deletedIn === null ? [labels] : [];
        for (const tab of [...tabs, third]) expect(tab.state().runs).toMatchObject(expected);
        expect(owners.size).toBeLessThanOrEqual(1);
        if (deletedIn !== null) {
          await tabs[deletedIn].runs.deletion.forget('a');
          for (const tab of tabs) await tab.runs.save(exampleRun('a'), null);
          expect(await third.runs.record('a')).toBeNull();
        }
        close(...tabs, third);
      }),
      { numRuns: 60 },
    );
  });
});
