import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { NO_NOTICES, Notices, withNotice, type Notice } from '../../src/store/notices';

const after = (...messages: readonly string[]): readonly Notice[] =>
  messages.reduce((notices, message) => withNotice(notices, message), NO_NOTICES);

describe('notices', () => {
  it('are the newest twenty, each told apart', () => {
    const messages = Array.from({ length: 23 }, (_, index) => `${index}`);
    const notices = after(...messages);
    expect(notices.map(({ message }) => message)).toEqual(messages.slice(3));
    expect(new Set(notices.map(({ id }) => id)).size).toBe(20);
  });

  it('say a thing once while it is on screen, with its latest details', () => {
    const notices = withNotice(after('full', 'other'), 'full', 'the second time');
    expect(notices.map(({ message, details }) => [message, details])).toEqual([
      ['other', ''],
      ['full', 'the second time'],
    ]);
  });

  it('go when they are dismissed, and the others stay', () => {
    const store = createStore(() => ({ notices: NO_NOTICES }));
    const notices = new Notices(store);
    notices.add('first');
    notices.add('second', 'why');
    const [{ id }] = store.getState().notices;
    notices.dismiss(id);
    expect(store.getState().notices).toMatchObject([{ message: 'second', details: 'why' }]);
  });
});
