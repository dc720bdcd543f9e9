import { describe, expect, it } from 'vitest';
import { gateSummary } from '../../src/content/gate';
import { againstNothing, cardAgainstNothing } from '../../src/evaluation/againstNothing';
import { exampleRow } from '../components/examples';

const flat = { estimate: 0, low: 0, high: 0 };
const own = { estimate: -51.41, low: -92.4, high: -10.4 };
const card = (nothing: typeof flat) => ({
  episodes: 96,
  seed: 1,
  rows: [
    { agent: 'IQL', metrics: { return: own } },
    { agent: 'do nothing', metrics: { return: nothing } },
  ],
});

describe('what an agent returns beyond doing nothing', () => {
  it('is the paired difference over the seeds of an evaluation', () => {
    const rows = [exampleRow('do nothing', [0, 0, 0]), exampleRow('network', [-40, -50, -60])];
    const difference = againstNothing(rows);
    // Student: 2 degrees of freedom, 4.303 standard errors of 10 / √3.
    expect(difference?.estimate).toBe(-50);
    expect(difference?.high).toBeCloseTo(-50 + 4.303 * (10 / Math.sqrt(3)), 1);
    expect(gateSummary({ passed: true, fallback: '', checks: [] }, difference)).toBe(
      'Gate: passed, earning less than doing nothing',
    );
  });

  it('is not known without the same seeds', () => {
    expect(againstNothing([exampleRow('network', [-40, -50])])).toBeNull();
    const others = exampleRow('do nothing', [0, 0, 0]).metrics.slice(1);
    const rows = [
      exampleRow('network', [-40, -50]),
      exampleRow('do nothing', [], { metrics: others }),
    ];
    expect(againstNothing(rows)).toBeNull();
    expect(gateSummary({ passed: true, fallback: '', checks: [] }, null)).toBe('Gate: passed');
  });

  it('follows from the intervals of a card where doing nothing never varies', () => {
    expect(cardAgainstNothing(card(flat))).toEqual(own);
    expect(cardAgainstNothing(card({ estimate: 0, low: -1, high: 1 }))).toBeNull();
    expect(cardAgainstNothing({ ...card(flat), rows: [] })).toBeNull();
  });
});
