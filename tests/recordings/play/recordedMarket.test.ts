/** Fills of an agent on tapes written by hand, order by order and level by level. */
import { describe, expect, it } from 'vitest';
import { BUY, NO_ORDER, SELL, type MarketListener, type Side } from '../../../src/market/types';
import { RecordedMarket } from '../../../src/recordings/play/recordedMarket';
import { splitSpan } from '../../../src/recordings/play/splits';
import type { Tape } from '../../../src/recordings/tape';
import { fileOf, mboBytes, readTape, type ShortRecord } from '../dbn/dbnFiles';
import { levelTape, type LevelStep } from './levelTape';

/** Collects fills in words: side, price, size, and whether as taker. */
class Fills implements MarketListener {
  readonly list: string[] = [];
  onFill(_t: number, _id: number, side: Side, price: number, size: number, isMaker: boolean): void {
    this.list.push(`${side === BUY ? 'buy' : 'sell'} ${price} x${size}${isMaker ? '' : ' taken'}`);
  }
  onMid(): void {}
  onTrade(): void {}
}

/** A market whose only window is the whole training block, so that it starts with the tape. */
function play(tape: Tape, queueExponent = 1) {
  const { fromNs, toNs } = splitSpan(tape.header, 'training');
  const windowNs = toNs - fromNs;
  const market = new RecordedMarket(tape, {
    split: 'training',
    windowNs,
    queueExponent,
  });
  const fills = new Fills();
  market.setListener(fills);
  return { market, fills: fills.list };
}

/** Bids of 5 and 3 lots at 4800, behind them 6, an ask of 4; all there when the tape starts. */
const BOOK: readonly ShortRecord[] = [
  ['AB', 11, 4800, 5, 128, 0],
  ['AB', 12, 4800, 3, 128, 0],
  ['AB', 13, 4799.75, 6, 128, 0],
  ['AA', 21, 4800.25, 4, 128, 0],
  ['AA', 22, 4800.5, 4, 128, 0],
];
/** What comes last is far away, so that the training block is long. */
const END: ShortRecord = ['AA', 99, 4805, 1, 128, 1e13];
const BID = 19_200;
const ASK = 19_201;
const LATER = 1e9;

async function onOrders(records: readonly ShortRecord[]) {
  return play(await readTape([fileOf(mboBytes([...BOOK, ...records, END]))]));
}

describe('RecordedMarket on orders', () => {
  it('fills an order with what traded behind it, and with nothing of what traded before it', async () => {
    const { market, fills } = await onOrders([
      ['AB', 14, 4800, 9, 128, 2_000],
      ['TA', 0, 4800, 8, 0, 3_000],
      ['FB', 11, 4800, 5, 0, 3_000],
      ['FB', 12, 4800, 3, 0, 3_000],
      ['CB', 11, 4800, 5, 0, 3_000],
      ['CB', 12, 4800, 3, 128, 3_000],
      ['TA', 0, 4800, 4, 0, 4_000],
      ['FB', 14, 4800, 4, 0, 4_000],
      ['MB', 14, 4800, 5, 128, 4_000],
    ]);
    market.advanceTo(1_000);
    const order = market.submitLimit(BUY, BID, 6);
    expect(market.book.quantityAhead(order)).toBe(8);
    market.advanceTo(3_000);
    expect(fills).toEqual([]);
    expect(market.book.quantityAhead(order)).toBe(0);
    market.advanceTo(4_000);
    expect(fills).toEqual(['buy 19200 x4']);
    expect(market.book.orderSize(order)).toBe(2);
    expect(market.book.sizeAt(BID)).toBe(5 + 2);
  });

  it('fills an order with what traded at worse prices, all of it', async () => {
    const { market, fills } = await onOrders([
      ['TA', 0, 4799.75, 10, 0, 3_000],
      ['FB', 11, 4800, 5, 0, 3_000],
      ['FB', 12, 4800, 3, 0, 3_000],
      ['FB', 13, 4799.75, 2, 0, 3_000],
      ['CB', 11, 4800, 5, 0, 3_000],
      ['CB', 12, 4800, 3, 0, 3_000],
      ['MB', 13, 4799.75, 4, 128, 3_000],
    ]);
    market.submitLimit(BUY, BID, 6);
    market.advanceTo(LATER);
    expect(fills).toEqual(['buy 19200 x2']);
  });

  it('shares what reached it among own orders by priority', async () => {
    const { market, fills } = await onOrders([
      ['AB', 14, 4800, 9, 128, 2_000],
      ['TA', 0, 4800, 13, 0, 3_000],
      ['FB', 11, 4800, 5, 0, 3_000],
      ['FB', 12, 4800, 3, 0, 3_000],
      ['FB', 14, 4800, 5, 0, 3_000],
      ['CB', 11, 4800, 5, 0, 3_000],
      ['CB', 12, 4800, 3, 0, 3_000],
      ['MB', 14, 4800, 4, 128, 3_000],
    ]);
    market.submitLimit(BUY, BID, 3);
    market.submitLimit(BUY, BID + 0, 4);
    market.advanceTo(LATER);
    expect(fills).toEqual(['buy 19200 x3', 'buy 19200 x2']);
  });

  it('lets an order that stands alone inside the spread meet what trades behind it', async () => {
    const { market, fills } = await onOrders([
      ['CA', 21, 4800.25, 4, 128, 1_000],
      ['TA', 0, 4800, 2, 0, 3_000],
      ['FB', 11, 4800, 2, 0, 3_000],
      ['MB', 11, 4800, 3, 128, 3_000],
    ]);
    market.advanceTo(1_000);
    market.submitLimit(BUY, BID + 1, 6);
    expect(market.book.bestBid).toBe(BID);
    market.advanceTo(LATER);
    expect(fills).toEqual(['buy 19201 x2']);
  });

  it('trades with an order that arrives at its price, up to the size of that order', async () => {
    const { market, fills } = await onOrders([
      ['CB', 11, 4800, 5, 128, 1_000],
      ['CB', 12, 4800, 3, 128, 1_000],
      ['AA', 31, 4800, 4, 128, 2_000],
      ['MA', 31, 4800, 5, 128, 3_000],
    ]);
    market.submitLimit(BUY, BID, 9);
    market.advanceTo(2_000);
    expect(fills).toEqual(['buy 19200 x4']);
    market.advanceTo(LATER);
    expect(fills).toEqual(['buy 19200 x4', 'buy 19200 x1']);
    // These lots are gone: nobody can take them again.
    expect(market.submitMarket(BUY, 1)).toBe(1);
    expect(fills.at(-1)).toBe('buy 19201 x1 taken');
  });

  it('moves up when orders before it leave or move, and not for later ones', async () => {
    const { market } = await onOrders([
      ['AB', 14, 4800, 9, 128, 2_000],
      ['CB', 14, 4800, 9, 128, 3_000],
      ['MB', 11, 4800, 4, 128, 4_000],
      ['MB', 12, 4800, 3, 128, 5_000],
    ]);
    const order = market.submitLimit(BUY, BID, 1);
    const ahead = [1_000, 2_000, 3_000, 4_000, 5_000].map((timeNs) => {
      market.advanceTo(timeNs);
      return market.book.quantityAhead(order);
    });
    expect(ahead).toEqual([8, 8, 8, 7, 4]);
  });

  it('takes every recorded lot once, and leaves the recording as it is', async () => {
    const { market, fills } = await onOrders([['AA', 23, 4800.25, 2, 128, 2_000]]);
    expect(market.submitMarket(BUY, 3)).toBe(3);
    expect(market.submitMarket(BUY, 3)).toBe(3);
    expect(fills).toEqual(['buy 19201 x3 taken', 'buy 19201 x1 taken', 'buy 19202 x2 taken']);
    expect(market.book.sizeAt(ASK)).toBe(4);
    market.advanceTo(LATER);
    expect(market.submitLimit(BUY, ASK, 5)).not.toBe(NO_ORDER);
    expect(fills.slice(3)).toEqual(['buy 19201 x2 taken']);
    expect(market.participation.ownVolume).toBe(8);
  });

  it('cancels own orders that it would trade with', async () => {
    const { market, fills } = await onOrders([]);
    const bid = market.submitLimit(BUY, BID, 2);
    market.submitMarket(SELL, 1);
    expect(market.book.isResting(bid)).toBe(false);
    expect(fills).toEqual(['sell 19200 x1 taken']);
  });

  it('starts when the opening auction is over', async () => {
    const { market } = await onOrders([
      ['TN', 0, 4800, 5, 0, 5_000],
      ['FN', 11, 4800, 5, 0, 5_000],
      ['CB', 11, 4800, 5, 128, 5_000],
    ]);
    expect(market.episodeStartNs).toBe(5_000);
    expect(market.book.sizeAt(BID)).toBe(3);
  });

  it('keeps its lots ahead, or all there are, when a snapshot replaces the queue', async () => {
    const { market, fills } = await onOrders([
      ['RN', 0, 0, 0, 0, 2_000],
      ['AB', 41, 4800, 6, 32, 2_000],
      ['AB', 42, 4800, 7, 32, 2_000],
      ['AA', 43, 4800.25, 4, 32 + 128, 2_000],
      ['TA', 0, 4800, 15, 0, 3_000],
      ['FB', 41, 4800, 6, 0, 3_000],
      ['FB', 42, 4800, 7, 0, 3_000],
      ['CB', 41, 4800, 6, 0, 3_000],
      ['CB', 42, 4800, 7, 128, 3_000],
    ]);
    const order = market.submitLimit(BUY, BID, 2);
    market.advanceTo(2_000);
    expect(market.book.quantityAhead(order)).toBe(8);
    market.advanceTo(LATER);
    // Nobody behind it traded that was not ahead before.
    expect(fills).toEqual([]);
  });

  it('goes on from a snapshot as it would have gone on', async () => {
    const records: readonly ShortRecord[] = [
      ['AB', 14, 4800, 9, 128, 2_000],
      ['TA', 0, 4800, 10, 0, 3_000],
      ['FB', 11, 4800, 5, 0, 3_000],
      ['FB', 12, 4800, 3, 0, 3_000],
      ['FB', 14, 4800, 2, 0, 3_000],
      ['CB', 11, 4800, 5, 0, 3_000],
      ['CB', 12, 4800, 3, 0, 3_000],
      ['MB', 14, 4800, 7, 128, 3_000],
    ];
    const first = await onOrders(records);
    first.market.submitLimit(BUY, BID, 6);
    first.market.submitMarket(BUY, 2);
    first.market.advanceTo(2_500);
    const state = structuredClone(first.market.snapshot());
    const second = await onOrders(records);
    second.market.restore(state);
    for (const { market } of [first, second]) market.advanceTo(LATER);
    expect(second.fills).toEqual(['buy 19200 x2']);
    expect(first.fills.slice(1)).toEqual(second.fills);
    expect(second.market.snapshot()).toEqual(first.market.snapshot());
    expect(second.market.submitMarket(BUY, 8)).toBe(6);
  });

  it('says where it is interrupted: at the end of the tape', async () => {
    const { market } = await onOrders([]);
    expect(market.isInterrupted).toBe(false);
    market.advanceTo(1e13);
    expect(market.isInterrupted).toBe(true);
  });
});

describe('RecordedMarket on levels', () => {
  const onLevels = (steps: readonly LevelStep[], n = 1, queues: 'levels' | 'top' = 'levels') => {
    const played = play(levelTape(steps, queues), n);
    played.market.advanceTo(0);
    const order = played.market.submitLimit(BUY, 100, 5);
    return {
      ...played,
      order,
      ahead: () => played.market.book.quantityAhead(order),
    };
  };

  it('fills what a trade leaves after what is ahead', () => {
    const { market, fills, ahead } = onLevels([
      ['bid', 100, 14],
      ['sold', 100, 7],
      ['bid', 100, 7],
      ['sold', 100, 6],
    ]);
    market.advanceTo(2_000);
    expect(ahead()).toBe(3);
    // The level follows the trade: nothing was cancelled.
    market.advanceTo(3_000);
    expect(ahead()).toBe(3);
    market.advanceTo(4_000);
    expect(fills).toEqual(['buy 100 x3']);
  });

  it.each([
    [1, 10 - 4 * (10 / 16)],
    [3, 10 - 4 * (10 / 16) ** 3],
    [Infinity, 10],
  ])('spreads cancels with exponent %d', (n, expected) => {
    const { market, ahead } = onLevels(
      [
        ['bid', 100, 16],
        ['bid', 100, 12],
      ],
      n,
    );
    market.advanceTo(LATER);
    expect(ahead()).toBeCloseTo(expected, 12);
  });

  it('takes every cancel off what is ahead when nobody is behind', () => {
    const { market, ahead } = onLevels([['bid', 100, 6]], Infinity);
    market.advanceTo(LATER);
    expect(ahead()).toBe(6);
  });

  it('fills all that trades at a worse price', () => {
    const { market, fills } = onLevels([
      ['bid', 100, 2],
      ['sold', 99, 4],
    ]);
    market.advanceTo(LATER);
    expect(fills).toEqual(['buy 100 x4']);
  });

  it('meets an ask that appears at its price, and takes a level once until its size changes', () => {
    const { market, fills } = onLevels([
      ['bid', 100, 0],
      ['ask', 100, 3],
      ['ask', 100, 4],
    ]);
    market.advanceTo(2_000);
    expect(fills).toEqual(['buy 100 x3']);
    expect(market.submitLimit(BUY, 100, 2)).not.toBe(NO_ORDER);
    expect(fills).toHaveLength(1);
  });

  it('knows nothing of a queue behind the only level shown', () => {
    const { market, fills, ahead } = onLevels(
      [
        ['bid', 101, 4],
        ['bid', 100, 7],
        ['sold', 100, 8],
      ],
      1,
      'top',
    );
    market.advanceTo(1_000);
    expect(ahead()).toBe(10);
    market.advanceTo(2_000);
    expect(ahead()).toBe(7);
    market.advanceTo(LATER);
    expect(fills).toEqual(['buy 100 x1']);
  });
});
