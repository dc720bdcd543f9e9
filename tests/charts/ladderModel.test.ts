import { describe, expect, it } from 'vitest';
import {
  ladderRows,
  queuePlace,
  queueProgress,
  recentre,
  shortened,
} from '../../src/charts/ladderModel';
import { HEADER, MOST_RIVALS, RIVAL, RIVAL_LENGTH } from '../../src/protocol/frames';
import { frameOf } from '../store/live/frames';

const frame = frameOf([], [], {
  bestBid: 100,
  bestAsk: 101,
  ladderBasePrice: 80,
  bidPrice: 99,
  bidSize: 2,
  bidAhead: 30,
  bidLevelSize: 40,
  askPrice: Number.NaN,
});
frame.ladder[(100 - 80) * 2] = 12;
frame.ladder[(101 - 80) * 2 + 1] = 25;

describe('the ladder', () => {
  it('puts the highest price on top and sizes on their side', () => {
    const { rows, largest } = ladderRows(frame.header, frame.ladder, frame.rivals, 100, 5);
    expect(rows.map(({ priceTicks }) => priceTicks)).toEqual([102, 101, 100, 99, 98]);
    expect(rows[1]).toMatchObject({ bidSize: 0, askSize: 25 });
    expect(rows[2]).toMatchObject({ bidSize: 12, askSize: 0 });
    expect(largest).toBe(25);
  });

  it('shows the agent’s quote with its place in the queue, and no quote where there is none', () => {
    const { rows } = ladderRows(frame.header, frame.ladder, frame.rivals, 100, 5);
    expect(rows[3].ownBid).toEqual({ size: 2, ahead: 30, levelSize: 40 });
    expect(rows.every(({ ownAsk }) => ownAsk === null)).toBe(true);
  });

  it('shows rivals by letter at their prices, and only where they have contracts', () => {
    const rivals = new Float64Array(MOST_RIVALS * RIVAL_LENGTH).fill(Number.NaN);
    const place = (
      index: number,
      quotes: Readonly<Partial<Record<keyof typeof RIVAL, number>>>,
    ) => {
      for (const [field, value] of Object.entries(quotes)) {
        rivals[index * RIVAL_LENGTH + RIVAL[field as keyof typeof RIVAL]] = value;
      }
    };
    place(0, { bidPrice: 99, bidSize: 3, askPrice: 101, askSize: 1 });
    place(1, { bidPrice: 98, bidSize: 0, askPrice: 101, askSize: 4 });
    const { rows } = ladderRows(frame.header, frame.ladder, rivals, 100, 5);
    expect(rows.map(({ rivalBids }) => rivalBids)).toEqual(['', '', '', 'A', '']);
    expect(rows.map(({ rivalAsks }) => rivalAsks)).toEqual(['', 'AB', '', '', '']);
  });

  it('shows prices outside what the frame holds as empty', () => {
    const { rows } = ladderRows(frame.header, frame.ladder, frame.rivals, 200, 3);
    expect(rows.map(({ bidSize, askSize }) => bidSize + askSize)).toEqual([0, 0, 0]);
  });

  it('holds still while the mid is near its middle, and follows when it has walked away', () => {
    let centre = recentre(Number.NaN, 100.5, 21);
    expect(centre).toBe(100);
    centre = recentre(centre, 103.5, 21);
    expect(centre).toBe(100);
    centre = recentre(centre, 104, 21);
    expect(centre).toBe(104);
  });

  it('stays where it is when there is no mid', () => {
    expect(recentre(100, Number.NaN, 21)).toBe(100);
  });

  it('fills the bar as the queue ahead goes away', () => {
    const shares = [50, 25, 0].map((ahead) => queueProgress({ size: 1, ahead, levelSize: 50 }));
    expect(shares).toEqual([0, 0.5, 1]);
    expect(queueProgress({ size: 0, ahead: 0, levelSize: 0 })).toBe(0);
  });

  it('reads the header at the fields of the protocol', () => {
    expect(frame.header[HEADER.bidAhead]).toBe(30);
  });
});

it('shortens letters that have no room, and says how many are left out', () => {
  const upTo = (length: number) => shortened('ABCDEFG', (text) => text.length <= length);
  expect([7, 6, 4, 3, 2].map(upTo)).toEqual(['ABCDEFG', 'ABCD+3', 'AB+5', 'A+6', '+7']);
});

it('writes a place in a queue closer together where there is little room', () => {
  const upTo = (length: number) =>
    queuePlace({ size: 1, ahead: 143, levelSize: 145 }, (text) => text.length <= length);
  expect([9, 8].map(upTo)).toEqual(['143 / 145', '143/145']);
});
