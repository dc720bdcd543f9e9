import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkWriter } from '../../../src/store/settings/linkWriter';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A tab, whose address and storage outlast its pages. */
function openTab() {
  const tab = { hash: '#seed=1', writes: 0 };
  const items = new Map<string, string>();
  const open = () =>
    new LinkWriter({
      hash: () => tab.hash,
      replace: (hash) => {
        tab.hash = hash;
        tab.writes += 1;
      },
      storage: {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => items.set(key, value),
        removeItem: (key) => items.delete(key),
      },
      now: () => Date.now(),
    });
  return { tab, open };
}

describe('the address', () => {
  it('has a change at once', () => {
    const { tab, open } = openTab();
    open().write('#seed=2');
    expect(tab.hash).toBe('#seed=2');
  });

  it('changes fewer than 100 times in 30 seconds of changes, and has the last in the end', () => {
    const { tab, open } = openTab();
    const link = open();
    for (let change = 0; change < 1800; change += 1) {
      link.write(`#seed=${change}`);
      vi.advanceTimersByTime(1000 / 60);
    }
    expect(tab.writes).toBeLessThan(100);
    vi.advanceTimersByTime(1000);
    expect(tab.hash).toBe('#seed=1799');
  });

  it('of a page that ended before it could change is changed by the next', () => {
    const { tab, open } = openTab();
    const link = open();
    for (let change = 0; change <= 50; change += 1) link.write(`#seed=${change}`);
    expect(tab.hash).not.toBe('#seed=50');
    expect(open().shown).toBe('#seed=50');
    expect(tab.hash).toBe('#seed=50');
  });

  it('that somebody typed is not replaced by what waited under another', () => {
    const { tab, open } = openTab();
    const link = open();
    for (let change = 0; change <= 50; change += 1) link.write(`#seed=${change}`);
    tab.hash = '#seed=7';
    expect(open().shown).toBe('#seed=7');
    expect(tab.hash).toBe('#seed=7');
  });

  it('is written when the page goes away', () => {
    const { tab, open } = openTab();
    const link = open();
    for (let change = 0; change <= 50; change += 1) link.write(`#seed=${change}`);
    link.flush();
    expect(tab.hash).toBe('#seed=50');
  });
});
