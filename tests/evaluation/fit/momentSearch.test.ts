import { describe, expect, it } from 'vitest';
import { COORDINATES, coordinatesOf } from '../../../src/evaluation/fit/coordinates';
import { MOMENT_NAMES } from '../../../src/evaluation/fit/flowMoments';
import { searchMoments, solveInRange } from '../../../src/evaluation/fit/momentSearch';
import { finish } from '../../../src/market/steps';
import { Rng } from '../../../src/market/rng';
import { ES, type QueueReactiveParameters } from '../../../src/market/synthetic/presets';

const NOISE = 0.02;

/** Moments that bend with the coordinates: each of one of them, with a share of the next. */
function momentsAt(parameters: QueueReactiveParameters, rng: Rng | null, noise: number) {
  const at = coordinatesOf(parameters);
  return Float64Array.from(MOMENT_NAMES, (_, m) => {
    const x = at[m % at.length] - (at[(m + 1) % at.length] * (m % 3)) / 6;
    return 2 * x + 0.4 * x * x + (rng === null ? 0 : noise * rng.normal());
  });
}

function searched(truth: QueueReactiveParameters, start: QueueReactiveParameters) {
  const rng = new Rng(5, 0);
  // The recording is as long as four simulations.
  const target = momentsAt(truth, rng, NOISE / 2);
  return finish(
    searchMoments({
      target,
      errors: target.map(() => NOISE / 2),
      start,
      clockDeviation: 1,
      home: coordinatesOf(start),
      length: 4,
      *simulate(parameters) {
        yield 0;
        return momentsAt(parameters, rng, NOISE);
      },
    }),
  );
}

describe('the search for the market behind moments', () => {
  it('finds it from afar, and is no surer of it than it may be', () => {
    const truth = { ...ES, referenceQueue: 20, tether: 0.4, volatility: 1.4, impact: 0.014 };
    const { solve } = searched(truth, ES);
    const { at, covariance } = solve(new Map());
    const errors = covariance.map((row, i) => Math.sqrt(row[i]));
    const off = coordinatesOf(truth).map((value, i) => Math.abs(value - at[i]) / errors[i]);
    expect(Math.max(...off)).toBeLessThan(3.5);
    expect(off.filter((distance) => distance < 2).length).toBeGreaterThanOrEqual(15);
    expect(Math.max(...errors)).toBeLessThan(0.05);
  });

  it('holds at its end what would leave its range', () => {
    const truth = { ...ES, imbalanceTaking: 1 };
    const { solve } = searched(truth, ES);
    const taking = COORDINATES.findIndex(({ name }) => name === 'imbalanceTaking');
    const { at } = solveInRange(solve, new Map());
    expect(at[taking]).toBeLessThanOrEqual(1);
    expect(at[taking]).toBeGreaterThan(0.95);
  });
});
