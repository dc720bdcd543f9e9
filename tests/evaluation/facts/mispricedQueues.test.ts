import { describe, expect, it } from 'vitest';
import { MispricedQueues } from '../../../src/evaluation/facts/mispricedQueues';
import { BUY, SELL } from '../../../src/market/types';
import { ScriptedMarket, ladder, type Script } from '../../env/scriptedMarket';

const MS = 1e6;

function watch(script: Script, untilMs: number): MispricedQueues {
  const market = new ScriptedMarket(() => script);
  const queues = new MispricedQueues(market);
  for (let ms = 0; ms <= untilMs; ms++) {
    market.advanceTo(ms * MS);
    queues.look();
  }
  return queues;
}

describe('a queue that the efficient price has passed', () => {
  it('lives from when the price is 0.75 tick beyond it until it is gone', () => {
    // 100 bid, 101 asked: at 10 ms the price is 101.75, and at 50 ms the ask is bought up.
    const queues = watch(
      {
        book: ladder(100, 1, 3, 10),
        events: [{ at: 50 * MS, kind: 'trade', side: BUY, size: 10 }],
        efficientPrice: (timeNs) => (timeNs < 10 * MS ? 101.7 : 101.75),
      },
      100,
    );
    expect(queues.medianMs).toBe(40);
    expect(queues.outlastShare).toBe(0);
  });

  it('counts as outlasting a decision beyond 100 ms, on either side', () => {
    const queues = watch(
      {
        book: ladder(100, 1, 4, 10),
        events: [
          { at: 30 * MS, kind: 'trade', side: SELL, size: 10 },
          { at: 230 * MS, kind: 'trade', side: SELL, size: 10 },
        ],
        // Below the bids at 100 and 99 at once, and far above 98.
        efficientPrice: () => 98,
      },
      300,
    );
    // 30 ms at 100, then 200 ms at 99.
    expect(queues.medianMs).toBe(115);
    expect(queues.outlastShare).toBe(0.5);
  });

  it('has no lifetime where a market has no efficient price', () => {
    const queues = watch({ book: ladder(100, 1, 3, 10), events: [] }, 20);
    expect(queues.medianMs).toBeNaN();
    expect(queues.outlastShare).toBeNaN();
  });
});
