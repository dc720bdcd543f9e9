/** The rules of the paths; what strategies earn on them is in tests/evaluation/oracles.test.ts. */
import { expect, it } from 'vitest';
import {
  avellanedaStoikovDistances,
  AvellanedaStoikovPaths,
  PUBLISHED_PARAMETERS,
} from '../../../src/market/analytic/avellanedaStoikovPaths';

it('refuses a quote that would fill with a probability above 1', () => {
  const paths = new AvellanedaStoikovPaths(1, PUBLISHED_PARAMETERS, 1);
  expect(() => paths.step(Float64Array.of(-0.3), Float64Array.of(1))).toThrow(
    /quote distances -0.3 and 1: expected at least -0\.23/,
  );
});

it('fills at distance δ with probability A·dt·e^(−kδ)', () => {
  const count = 50_000;
  const paths = new AvellanedaStoikovPaths(count, PUBLISHED_PARAMETERS, 2);
  paths.step(new Float64Array(count).fill(0.5), new Float64Array(count).fill(50));
  const filled = paths.inventories.reduce((sum, q) => sum + q, 0) / count;
  const p = 140 * 0.005 * Math.exp(-1.5 * 0.5);
  expect(Math.abs(filled - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
});

it('quotes around the reservation price, equations 3.17 and 3.18', () => {
  // γσ²(T − t) = 0.1·4·1, (2/γ)·ln(1 + γ/k) = 20·ln(1 + 1/15).
  const { bid, ask } = avellanedaStoikovDistances(PUBLISHED_PARAMETERS, 0.1, 3, 1);
  expect(bid + ask).toBeCloseTo(0.4 + 20 * Math.log(1 + 1 / 15), 12);
  expect((bid - ask) / 2).toBeCloseTo(3 * 0.1 * 4, 12);
});
