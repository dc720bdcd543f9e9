import { describe, expect, it } from 'vitest';
import { followPage } from '../../src/store/pageLifecycle';

/** A page that can be hidden, frozen and left, and what its followers were told. */
function openPage() {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const page = Object.assign(new EventTarget(), { document });
  const told: string[] = [];
  const stop = followPage(page as unknown as Window, {
    onLeave: () => told.push('leave'),
    onFreeze: () => told.push('freeze'),
    onReturn: () => told.push('return'),
  });
  const show = (visibilityState: string) => {
    document.visibilityState = visibilityState;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const raise = (target: EventTarget, name: string, persisted = false) =>
    target.dispatchEvent(Object.assign(new Event(name), { persisted }));
  return { page, document, told, stop, show, raise };
}

describe('a page', () => {
  it('that is hidden or closed takes what is unfinished', () => {
    const { page, told, show, raise } = openPage();
    show('hidden');
    raise(page, 'pagehide');
    expect(told).toEqual(['leave', 'leave']);
  });

  it('that is frozen, or kept to go back to, lets go, and looks around when it is back', () => {
    const { page, document, told, show, raise } = openPage();
    raise(document, 'freeze');
    raise(document, 'resume');
    raise(page, 'pagehide', true);
    raise(page, 'pageshow', true);
    show('visible');
    expect(told).toEqual(['leave', 'freeze', 'return', 'leave', 'freeze', 'return', 'return']);
  });

  it('that has just been opened, or is followed no longer, tells nothing', () => {
    const { page, told, stop, show, raise } = openPage();
    raise(page, 'pageshow');
    stop();
    show('hidden');
    expect(told).toEqual([]);
  });
});
