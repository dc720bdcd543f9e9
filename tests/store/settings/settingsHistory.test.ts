import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import {
  change,
  redo,
  undo,
  type SettingsHistory,
} from '../../../src/store/settings/settingsHistory';

const fresh: SettingsHistory = { settings: DEFAULT_SETTINGS, past: [], future: [] };

describe('undo of settings', () => {
  it('goes back through every change, and forth again', () => {
    const seeds = fc.array(fc.integer({ min: 2, max: 1000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(seeds, (list) => {
        const changed = list.reduce((history, seed) => change(history, { seed }, false), fresh);
        const back = list.reduce(undo, changed);
        expect(back.settings).toEqual(DEFAULT_SETTINGS);
        expect(list.reduce(redo, back).settings).toEqual(changed.settings);
      }),
    );
  });

  it('takes the whole drag of a slider as one step', () => {
    const start = change(fresh, { fees: 1.1 }, false);
    const dragged = change(change(start, { fees: 1.2 }, true), { fees: 1.3 }, true);
    expect(undo(dragged).settings.fees).toBe(1);
  });

  it('forgets what was undone when something else is changed', () => {
    const undone = undo(change(fresh, { seed: 5 }, false));
    expect(redo(change(undone, { seed: 6 }, false)).settings.seed).toBe(6);
  });

  it('does nothing where there is nothing to undo or redo', () => {
    expect(undo(fresh)).toBe(fresh);
    expect(redo(fresh)).toBe(fresh);
  });
});
