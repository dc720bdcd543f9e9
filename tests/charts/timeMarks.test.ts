import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpisodeStarts } from '../../src/charts/history';
import { timeMarks } from '../../src/charts/timeMarks';

/** Episodes that begin at these moments of the shared axis, numbered from 1. */
const episodesAt = (...begins: readonly number[]): { readonly episodes: EpisodeStarts } => ({
  episodes: {
    start: 0,
    end: begins.length,
    beginsAt: (index) => begins[index],
    numberAt: (index) => index + 1,
  },
});

describe('marks of time', () => {
  it('read the clock of the episode that they stand in, not that of the session', () => {
    const marks = timeMarks(episodesAt(0, 60, 120), { from: 8195, to: 8255 }, 6);
    expect(marks.map(({ clock }) => clock)).toContain(8100);
    const late = timeMarks(episodesAt(0, 8195), { from: 8185, to: 8215 }, 6);
    expect(late).toEqual([
      { seconds: 8185, clock: 8185, episode: null },
      { seconds: 8190, clock: 8190, episode: null },
      { seconds: 8195, clock: 0, episode: 2 },
      { seconds: 8200, clock: 5, episode: null },
      { seconds: 8205, clock: 10, episode: null },
      { seconds: 8210, clock: 15, episode: null },
      { seconds: 8215, clock: 20, episode: null },
    ]);
  });

  it('are none without an episode or without a span', () => {
    expect(timeMarks(episodesAt(), { from: 0, to: 8 }, 6)).toEqual([]);
    expect(timeMarks(episodesAt(0), { from: 4, to: 4 }, 6)).toEqual([]);
  });

  it('stay few, ascending and inside the window, however short the episodes are', () => {
    const lengths = fc.array(fc.double({ min: 0.001, max: 40, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(lengths, fc.double({ min: 0.5, max: 600, noNaN: true }), (list, span) => {
        let begins = 0;
        const starts = list.map((length) => (begins += length));
        const window = { from: begins / 3, to: begins / 3 + span };
        const marks = timeMarks(episodesAt(0, ...starts), window, 8);
        // Multiples of the step, and episodes a tenth of a step apart at least.
        expect(marks.length).toBeLessThanOrEqual(9 + 81 + 1);
        for (const [index, { seconds }] of marks.entries()) {
          expect(seconds).toBeGreaterThanOrEqual(window.from - 1e-6);
          expect(seconds).toBeLessThanOrEqual(window.to + 1e-6);
          if (index > 0) expect(seconds).toBeGreaterThan(marks[index - 1].seconds);
        }
      }),
    );
  });
});
