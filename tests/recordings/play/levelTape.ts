/** Tapes of levels, written by hand. */
import { BUY, SELL } from '../../../src/market/types';
import type { Tape, TapeChunk } from '../../../src/recordings/tape';
import { TapeBuilder } from '../../../src/recordings/tapeBuilder';

/** A step of a tape of levels: a level of a side with its size, or a trade. */
export type LevelStep = readonly ['bid' | 'ask' | 'sold' | 'bought', price: number, size: number];

/**
 * @param stepNs time between two steps; the tape ends with the last, or long after it where steps
 *   are a microsecond
 */
export function levelTape(
  steps: readonly LevelStep[],
  queues: 'levels' | 'top' = 'levels',
  stepNs = 1_000,
): Tape {
  const chunks: TapeChunk[] = [];
  const builder = new TapeBuilder(['by hand'], (chunk) => chunks.push(chunk));
  builder.begin({
    format: 'by hand',
    queues,
    instrument: 'TEST',
    startNs: 0n,
    priceScale: 1,
    sizeScale: 1,
    tickSize: 1,
    lotSize: 1,
    pointValue: 1,
    hasLatencies: false,
    place: () => ({ file: 'by hand' }),
  });
  const opening: readonly LevelStep[] = [
    ['bid', 100, 10],
    ['ask', 101, 10],
  ];
  [...opening, ...steps].forEach(([what, price, size], index) => {
    builder.at(Math.max(0, index - 1) * stepNs);
    if (what === 'sold' || what === 'bought')
      builder.trade(what === 'sold' ? SELL : BUY, price, size);
    else if (queues === 'top') builder.best(what === 'bid' ? BUY : SELL, price, size);
    else builder.level(what === 'bid' ? BUY : SELL, price, size);
    builder.endEvent();
  });
  builder.at(stepNs > 1_000 ? (steps.length + 2) * stepNs : 1e13);
  builder.trade(BUY, 200, 1);
  return { header: builder.finish(), chunks };
}
