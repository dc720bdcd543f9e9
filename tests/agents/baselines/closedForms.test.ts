/** Published numbers: the formulae against the papers' tables. */
import { describe, expect, it } from 'vitest';
import { optimalSpread, reservationShift } from '../../../src/agents/baselines/avellanedaStoikov';
import { carteaJaimungalValue } from '../../../src/agents/baselines/carteaJaimungal';
import { glftAsymptoticQuotes, glftExactQuotes } from '../../../src/agents/baselines/glft';
import { solveInventoryLadder } from '../../../src/agents/baselines/inventoryLadder';

describe('Avellaneda and Stoikov 2008', () => {
  /** σ 2, T 1, k 1.5, as in the paper's section 3.3. */
  const averageSpread = (gamma: number) => {
    const steps = 200;
    const sum = Array.from({ length: steps }, (_, i) =>
      optimalSpread(gamma, 1.5, 2, 1 - i / steps),
    );
    return sum.reduce((a, b) => a + b) / steps;
  };

  it('has the average spreads of tables 1 and 2', () => {
    expect(averageSpread(0.1)).toBeCloseTo(1.49, 2);
    expect(averageSpread(0.01)).toBeCloseTo(1.35, 2);
  });

  it('moves the reservation price against inventory, by γσ² per contract at the start', () => {
    expect(reservationShift(3, 0.1, 2, 1)).toBeCloseTo(-1.2, 12);
    expect(reservationShift(-3, 0.1, 2, 0.5)).toBeCloseTo(0.6, 12);
    expect(reservationShift(0, 0.1, 2, 1)).toBeCloseTo(0, 12);
  });
});

describe('Guéant, Lehalle and Fernandez-Tapia 2013', () => {
  const parameters = { gamma: 0.01, a: 0.9, k: 0.3, volatility: 0.3 };
  const exact = glftExactQuotes(parameters, 30, 600);
  const at = (q: number) => exact[30 + q];

  it('has the published exact quotes', () => {
    expect(at(0).bid).toBeCloseTo(3.31305, 5);
    expect(at(0).ask).toBeCloseTo(3.31305, 5);
    expect(at(5).bid).toBeCloseTo(3.65348, 5);
    expect(at(5).ask).toBeCloseTo(2.97252, 5);
    expect(at(10).bid).toBeCloseTo(3.99293, 5);
    expect(at(10).ask).toBeCloseTo(2.6328, 5);
  });

  it('has the published asymptotic quote at zero', () => {
    expect(glftAsymptoticQuotes(parameters, 0).bid).toBeCloseTo(3.31292, 5);
  });

  it('is symmetric, and quotes nothing that would pass the limit', () => {
    exact.forEach(({ bid }, i) => {
      expect(bid).toBeCloseTo(exact[exact.length - 1 - i].ask, 9);
    });
    expect(at(30).bid).toBe(Infinity);
    expect(at(-30).ask).toBe(Infinity);
  });
});

describe('Cartea, Jaimungal and Penalva 2015', () => {
  const parameters = {
    lambda: 140,
    kappa: 1.5,
    runningPenalty: 0.01,
    terminalPenalty: 0.001,
    maxInventory: 100,
    timeLeft: 1,
  };

  it('has the published value of starting flat', () => {
    const value = carteaJaimungalValue(parameters);
    expect(value[100]).toBeCloseTo(68.2558, 4);
  });

  it('asks more for what adds to inventory than for what takes from it', () => {
    const value = carteaJaimungalValue(parameters);
    // The optimal distance of a quote that moves inventory: 1/κ + h(from) − h(to).
    const distance = (from: number, to: number) => 1 / 1.5 + value[100 + from] - value[100 + to];
    expect(distance(0, 1)).toBeGreaterThan(1 / 1.5);
    expect(distance(10, 11)).toBeGreaterThan(distance(10, 9));
  });

  it('without penalties is worth 2λt/(κe), the profit of the best constant quotes', () => {
    const value = carteaJaimungalValue({ ...parameters, runningPenalty: 0, terminalPenalty: 0 });
    expect(value[100]).toBeCloseTo((2 * 140) / (1.5 * Math.E), 6);
  });
});

describe('solveInventoryLadder', () => {
  it('is the exponential of a two-sided walk where that is known in closed form', () => {
    // Three states, no penalty: B has eigenvalues 0 and ±c√2.
    const c = 0.7;
    const time = 2.5;
    const log = solveInventoryLadder(0, c, time, new Float64Array(3));
    const [hyperbolic, oscillation] = [Math.cosh, Math.sinh].map((f) => f(c * Math.SQRT2 * time));
    expect(Math.exp(log[1])).toBeCloseTo(hyperbolic + Math.SQRT2 * oscillation, 8);
    expect(Math.exp(log[0])).toBeCloseTo(hyperbolic + oscillation / Math.SQRT2, 8);
  });

  it('decays as e^{−aq²t} where nothing is coupled', () => {
    const log = solveInventoryLadder(0.3, 0, 4, new Float64Array(5));
    [-4.8, -1.2, 0, -1.2, -4.8].forEach((value, i) => expect(log[i]).toBeCloseTo(value, 10));
  });
});
