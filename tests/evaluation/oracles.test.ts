/**
 * Writes the published numbers down once more by hand, and tests that each is reproduced. It takes
 * about three seconds.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { simulateSymmetric, symmetricMoments } from '../../src/evaluation/analyticStrategies';
import { isReproduced, measureOracles, type Oracle } from '../../src/evaluation/oracles';
import { probabilityUp } from '../../src/evaluation/facts/queueRace';

/** A line is as printed: name, number, and how far ours may be from it at most. */
const PUBLISHED: readonly (readonly [string, number, number])[] = [
  ['symmetric.gamma0.1.profit.formula', 68.635, 0.001],
  ['symmetric.gamma0.1.profit.simulated', 68.635, 0.4],
  ['symmetric.gamma0.1.profitDeviation.formula', 13.764, 0.001],
  ['symmetric.gamma0.1.profitDeviation.simulated', 13.764, 0.4],
  ['symmetric.gamma0.1.inventoryDeviation.formula', 8.836, 0.001],
  ['symmetric.gamma0.1.inventoryDeviation.simulated', 8.836, 0.25],
  ['symmetric.oneOverK.profit.formula', 68.671, 0.001],
  ['symmetric.oneOverK.profit.simulated', 68.671, 0.4],
  ['symmetric.oneOverK.profitDeviation.formula', 13.701, 0.001],
  ['symmetric.oneOverK.profitDeviation.simulated', 13.701, 0.4],
  ['symmetric.oneOverK.inventoryDeviation.formula', 8.745, 0.001],
  ['symmetric.oneOverK.inventoryDeviation.simulated', 8.745, 0.25],
  // The paper ran 1000 paths: its mean profits are good to 4·6.6/√1000 and 4·8.7/√1000.
  ['avellanedaStoikov.gamma0.1.spread', 1.49, 0.006],
  ['avellanedaStoikov.gamma0.1.profit', 65.0, 0.85],
  ['avellanedaStoikov.gamma0.1.profitDeviation', 6.6, 0.8],
  ['avellanedaStoikov.gamma0.1.inventoryDeviation', 2.9, 0.35],
  ['avellanedaStoikov.gamma0.01.spread', 1.35, 0.006],
  ['avellanedaStoikov.gamma0.01.profit', 68.6, 1.15],
  ['avellanedaStoikov.gamma0.01.profitDeviation', 8.7, 1.05],
  ['avellanedaStoikov.gamma0.01.inventoryDeviation', 5.1, 0.6],
  ['glft.exact.flat', 3.31305, 1e-5],
  ['glft.asymptotic.flat', 3.31292, 1e-5],
  ['glft.exact.long5.bid', 3.65348, 1e-5],
  ['glft.exact.long5.ask', 2.97252, 1e-5],
  ['glft.exact.long10.bid', 3.99293, 1e-5],
  ['glft.exact.long10.ask', 2.6328, 1e-5],
  ['carteaJaimungal.value', 68.2558, 1e-4],
  ['contDeLarrard.2against1.integral', 0.69765, 1e-5],
  ['contDeLarrard.2against1.book', 0.69765, 0.021],
  ['contDeLarrard.5against1.integral', 0.87287, 1e-5],
  ['contDeLarrard.5against1.book', 0.87287, 0.015],
  ['contDeLarrard.5against3.integral', 0.65476, 1e-5],
  ['contDeLarrard.5against3.book', 0.65476, 0.022],
  ['contDeLarrard.3against10.integral', 0.18599, 1e-5],
  ['contDeLarrard.3against10.book', 0.18599, 0.018],
];

describe('published numbers', () => {
  const oracles = new Map<string, Oracle>();
  beforeAll(() => {
    for (const oracle of measureOracles(11)) oracles.set(oracle.name, oracle);
  }, 60_000);

  it.each(PUBLISHED)('%s is %d', (name, published, within) => {
    const oracle = oracles.get(name);
    if (oracle === undefined) throw new Error(`no oracle ${name}`);
    expect(oracle.published).toBe(published);
    expect(oracle.allowed).toBeLessThanOrEqual(within);
    expect(isReproduced(oracle)).toBe(true);
  });

  it('are all in the table, and nothing else is', () => {
    expect([...oracles.keys()]).toEqual(PUBLISHED.map(([name]) => name));
  });

  it('an oracle that is off by more than it may is not reproduced', () => {
    const oracle = { name: '', unit: '', ours: 1.02, published: 1, allowed: 0.01 };
    expect(isReproduced(oracle)).toBe(false);
    expect(isReproduced({ ...oracle, ours: Number.NaN })).toBe(false);
  });
});

describe('what the oracles are computed by', () => {
  it('symmetric quotes at the mid earn nothing and carry what a random walk does', () => {
    // p = 0.7 at distance 0: only the carried inventory earns, and it has mean zero.
    const { mean, deviation } = symmetricMoments(0);
    expect(mean).toBe(0);
    expect(deviation).toBeCloseTo(Math.sqrt(4 * 0.005 * 0.21 * 200 * 201), 9);
    expect(Math.abs(simulateSymmetric(0, 4000, 3).mean)).toBeLessThan(
      (4 * deviation) / Math.sqrt(4000),
    );
  });

  it('equal queues go either way, and longer ones last', () => {
    expect(probabilityUp(4, 4)).toBeCloseTo(0.5, 6);
    expect(probabilityUp(2, 7) + probabilityUp(7, 2)).toBeCloseTo(1, 6);
    expect(probabilityUp(9, 2)).toBeGreaterThan(probabilityUp(3, 2));
  });
});
