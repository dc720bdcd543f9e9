import { describe, expect, it } from 'vitest';
import { withoutLimits } from '../../src/evaluation/statistics';
import { tiedWith } from '../../src/evaluation/ties';

const around = (estimate: number, half: number) => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
});

describe('points that tie with the best', () => {
  it('are those whose intervals reach into its own', () => {
    const profits = [around(100, 10), around(85, 6), around(70, 5), null, around(120, 25)];
    expect(tiedWith(profits, 4, 'more')).toEqual([0]);
    expect(tiedWith(profits, 0, 'more')).toEqual([1, 4]);
  });

  it('are found in the other direction where less is better', () => {
    const inventories = [around(8, 1), around(9.5, 1), around(12, 1)];
    expect(tiedWith(inventories, 0, 'less')).toEqual([1]);
  });

  it('are those of equal estimates where nothing has an interval', () => {
    const alone = [5, 5, 4, Number.NaN].map(withoutLimits);
    expect(tiedWith(alone, 0, 'more')).toEqual([1]);
    expect(tiedWith([null, around(1, 1)], 0, 'more')).toEqual([]);
  });
});
