import { describe, expect, it } from 'vitest';
import { LevelGrowth } from '../../../src/evaluation/facts/levelGrowth';
import { BUY, SELL } from '../../../src/market/types';
import { ScriptedMarket, ladder, type Script } from '../../env/scriptedMarket';

const MS = 1e6;

function watch(script: Script, untilMs: number): LevelGrowth {
  const market = new ScriptedMarket(() => script);
  const growth = new LevelGrowth(market.book);
  market.setListener({
    onFill: () => undefined,
    onTrade: () => undefined,
    onMid: (timeNs) => growth.onMid(timeNs),
  });
  for (let ms = 1; ms <= untilMs; ms++) growth.advance(market, ms * MS);
  return growth;
}

describe('the growth of a new level', () => {
  it('is its contracts 1, 10 and 100 ms after somebody created it', () => {
    const growth = watch(
      {
        // A spread of two ticks, 100 bid and 102 asked.
        book: ladder(100, 2, 3, 10),
        events: [
          { at: 5 * MS, kind: 'add', side: BUY, price: 101, size: 2 },
          { at: 5.5 * MS, kind: 'add', side: BUY, price: 101, size: 3 },
          { at: 12 * MS, kind: 'add', side: BUY, price: 101, size: 4 },
          { at: 50 * MS, kind: 'pull', price: 101, size: 4 },
        ],
      },
      200,
    );
    expect(growth.createdVolumes).toEqual([5, 9, 5]);
    expect(growth.uncoveredVolumes.every(Number.isNaN)).toBe(true);
  });

  it('is nothing once the level has gone, whoever stands at its price then', () => {
    const growth = watch(
      {
        book: ladder(100, 2, 3, 10),
        events: [
          { at: 5 * MS, kind: 'add', side: SELL, price: 101, size: 2 },
          // Bought up, and bid at the same price; this level is the second.
          { at: 20 * MS, kind: 'trade', side: BUY, size: 2 },
          { at: 300 * MS, kind: 'add', side: BUY, price: 101, size: 6 },
        ],
      },
      350,
    );
    // At 1 and 10 ms the means are over both levels; only the first grew 100 ms old.
    expect(growth.createdVolumes).toEqual([4, 4, 0]);
    // What the trade uncovered had stood there all along.
    expect(growth.uncoveredVolumes).toEqual([10, 10, 10]);
  });
});
