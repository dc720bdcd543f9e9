import { expect, it } from 'vitest';
import { GROUP_NAMES, quantityText, quotesText, unquotedText } from '../../src/content/maps';

it('says that quotes are before rounding, and which of them rounds to none', () => {
  const quotes = { bidOffset: 0.374, askOffset: 1.2, spread: 1.574, bidSize: 3.24, askSize: 0.3 };
  expect(quotesText(quotes)).toBe(
    'Before rounding to whole ticks and contracts: bid 0.37 ticks below the mid, 3.2 contracts; no ask (0.3 contracts).',
  );
  expect(quotesText({ ...quotes, bidSize: 0.01, askSize: 0.5 })).toBe(
    'Before rounding to whole ticks and contracts: no bid; ask 1.20 ticks above the mid, 0.5 contracts.',
  );
});

it('writes no size as none, and a time as what is left of it', () => {
  expect([0, 0.04, 0.05, 2].map((size) => quantityText('bidSize', size))).toEqual([
    'none',
    'none',
    '0.1 contracts',
    '2.0 contracts',
  ]);
  expect(GROUP_NAMES.time).toBe('Time left');
});

it('says of a map of prices where there is no quote to have one', () => {
  const points = (...values: number[]) => Float32Array.from(values);
  const grid = {
    bidOffset: points(1, 1, 1, 1),
    askOffset: points(1, 1, 1, 1),
    spread: points(2, 2, 2, 2),
    bidSize: points(0.1, 0.4, 0.5, 3),
    askSize: points(1, 1, 1, 0),
  };
  expect(unquotedText('bidOffset', grid)).toBe(
    'no bid at 50 % of the points: the size rounds to 0',
  );
  expect(unquotedText('askOffset', grid)).toBe(
    'no ask at 25 % of the points: the size rounds to 0',
  );
  expect(unquotedText('spread', grid)).toMatch(/^not both quotes at 75 %/);
  expect(unquotedText('bidSize', grid)).toBe('');
  expect(unquotedText('askOffset', { ...grid, askSize: points(1, 1, 1, 1) })).toBe('');
});
