import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  choiceField,
  expectedNumber,
  fieldDefaults,
  flagField,
  numberField,
  wholeField,
} from '../../src/market/fields';
import { fieldSchemas } from '../../src/market/fieldSchemas';
import { parseInput } from '../../src/market/parseInput';

const table = {
  fee: numberField({ default: 0.25, min: -2, max: 5, unit: '$', help: 'of a trade' }),
  size: wholeField({ default: 10, min: 1, max: 100, unit: 'contracts', help: 'of an order' }),
  market: choiceField({ default: 'es', choices: ['es', 'nq'], help: 'where' }),
  postOnly: flagField({ default: false, help: 'never takes' }),
};
const schema = z.strictObject(fieldSchemas(table));
const parse = (value: unknown) => parseInput(schema, value, 'order');

describe('a table of fields', () => {
  it('is a schema, and its defaults pass it', () => {
    const defaults = fieldDefaults(table);
    expect(defaults).toEqual({ fee: 0.25, size: 10, market: 'es', postOnly: false });
    expect(parse(defaults)).toEqual(defaults);
  });

  it.each([
    [{ fee: 5.01 }, 'order.fee: expected a number from -$2 to $5, got 5.01'],
    [{ fee: Number.NaN }, 'order.fee: expected a number from -$2 to $5, got NaN'],
    [{ size: 0 }, 'order.size: expected a whole number from 1 to 100 contracts, got 0'],
    [{ size: 1.5 }, 'order.size: expected a whole number from 1 to 100 contracts, got 1.5'],
    [{ size: '7' }, 'order.size: expected a whole number from 1 to 100 contracts, got "7"'],
    [{ market: 'cl' }, 'order.market: expected one of es, nq, got "cl"'],
    [{ postOnly: 1 }, 'order.postOnly: expected true or false, got 1'],
  ])('%j is refused with the field, what was expected and what came', (change, message) => {
    expect(() => parse({ ...fieldDefaults(table), ...change })).toThrow(message);
  });

  it('accepts both ends of a range', () => {
    for (const end of ['min', 'max'] as const) {
      const value = { ...fieldDefaults(table), fee: table.fee[end], size: table.size[end] };
      expect(parse(value)).toEqual(value);
    }
  });
});

it.each([
  ['', 'a number from 0 to 30'],
  ['×', 'a number from 0 to 30'],
  ['$', 'a number from $0 to $30'],
  ['%', 'a number from 0 to 30 %'],
  ['µs', 'a number from 0 to 30 µs'],
] as const)('a range in %j is worded with its unit', (unit, words) => {
  expect(expectedNumber({ min: 0, max: 30, whole: false, unit })).toBe(words);
});
