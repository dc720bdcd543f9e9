/**
 * Measures published numbers that this code must reproduce: closed forms to the digits that were
 * printed, simulations to the error that their number of paths and ours leaves. Each comes with the
 * published number and the accepted difference.
 */
import { carteaJaimungalValue } from '../agents/baselines/carteaJaimungal';
import { glftAsymptoticQuotes, glftExactQuotes } from '../agents/baselines/glft';
import {
  simulateInventoryStrategy,
  simulateSymmetric,
  symmetricMoments,
} from './analyticStrategies';
import { probabilityUp, simulateRaces } from './facts/queueRace';

export interface Oracle {
  /** Dotted name, from general to particular. */
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly published: number;
  /** Largest accepted difference: half of the last printed digit, or four standard errors. */
  readonly allowed: number;
}

/** Standard errors by which a simulated number may be off: one in 16 000 is by chance. */
const STANDARD_ERRORS = 4;
const PATHS = 20_000;
/** Paths of the paper's simulations. */
const PUBLISHED_PATHS = 1000;
/**
 * Factor on the standard error of a deviation. That is σ·√((κ − 1) / 4n), κ the kurtosis; profits
 * have fatter tails than a normal, for which it is σ / √(2n).
 */
const TAILS = 1.3;
const RACES = 8000;

const meanError = (deviation: number, paths: number) =>
  (STANDARD_ERRORS * deviation) / Math.sqrt(paths);
const deviationError = (deviation: number, paths: number) =>
  (STANDARD_ERRORS * TAILS * deviation) / Math.sqrt(2 * paths);

/** Measures every oracle, in the order of the table. It takes some seconds. */
export function measureOracles(seed = 1): Oracle[] {
  return [
    ...symmetricQuotes(seed),
    ...avellanedaStoikov(seed + 1),
    ...glft(),
    ...carteaJaimungal(),
    ...contDeLarrard(seed + 4),
  ];
}

export function isReproduced({ ours, published, allowed }: Oracle): boolean {
  return Math.abs(ours - published) <= allowed;
}

/** Measures the moments of constant quotes by formula, and by simulation against the formula. */
function symmetricQuotes(seed: number): Oracle[] {
  const cases = [
    {
      name: 'symmetric.gamma0.1',
      distance: Math.log(1 + 0.1 / 1.5) / 0.1,
      exact: { mean: 68.635, deviation: 13.764, inventoryDeviation: 8.836 },
    },
    {
      name: 'symmetric.oneOverK',
      distance: 1 / 1.5,
      exact: { mean: 68.671, deviation: 13.701, inventoryDeviation: 8.745 },
    },
  ];
  return cases.flatMap(({ name, distance, exact }) => {
    const formula = symmetricMoments(distance);
    const simulated = simulateSymmetric(distance, PATHS, seed);
    const allowed = {
      mean: meanError(formula.deviation, PATHS),
      deviation: deviationError(formula.deviation, PATHS),
      inventoryDeviation: deviationError(formula.inventoryDeviation, PATHS),
    };
    return MOMENTS.flatMap(({ key, label, unit }) => [
      printed(`${name}.${label}.formula`, unit, formula[key], exact[key], 3),
      {
        name: `${name}.${label}.simulated`,
        unit,
        ours: simulated[key],
        published: exact[key],
        allowed: allowed[key],
      },
    ]);
  });
}

const MOMENTS = [
  { key: 'mean', label: 'profit', unit: 'price' },
  { key: 'deviation', label: 'profitDeviation', unit: 'price' },
  { key: 'inventoryDeviation', label: 'inventoryDeviation', unit: 'contracts' },
] as const;

/**
 * Measures tables 1 and 2 of Avellaneda and Stoikov 2008, inventory strategy, of 1000 paths each.
 */
function avellanedaStoikov(seed: number): Oracle[] {
  const tables = [
    { gamma: 0.1, spread: 1.49, mean: 65.0, deviation: 6.6, inventoryDeviation: 2.9 },
    { gamma: 0.01, spread: 1.35, mean: 68.6, deviation: 8.7, inventoryDeviation: 5.1 },
  ];
  return tables.flatMap(({ gamma, spread, ...table }) => {
    const ours = simulateInventoryStrategy(gamma, PATHS, seed);
    const name = `avellanedaStoikov.gamma${gamma}`;
    const allowed = {
      mean: meanError(table.deviation, PUBLISHED_PATHS),
      deviation: deviationError(table.deviation, PUBLISHED_PATHS),
      inventoryDeviation: deviationError(table.inventoryDeviation, PUBLISHED_PATHS),
    };
    return [
      printed(`${name}.spread`, 'price', ours.spread, spread, 2),
      ...MOMENTS.map(({ key, label, unit }) => ({
        name: `${name}.${label}`,
        unit,
        ours: ours[key],
        published: table[key],
        allowed: allowed[key],
      })),
    ];
  });
}

/**
 * Measures the example of Guéant, Lehalle and Fernandez-Tapia 2013: σ 0.3, A 0.9, k 0.3, γ 0.01, T
 * 600, Q 30.
 */
function glft(): Oracle[] {
  const parameters = { gamma: 0.01, a: 0.9, k: 0.3, volatility: 0.3 };
  const limit = 30;
  const exact = glftExactQuotes(parameters, limit, 600);
  const quotes = [
    { name: 'exact.flat', ours: exact[limit].bid, published: 3.31305 },
    {
      name: 'asymptotic.flat',
      ours: glftAsymptoticQuotes(parameters, 0).bid,
      published: 3.31292,
    },
    { name: 'exact.long5.bid', ours: exact[limit + 5].bid, published: 3.65348 },
    { name: 'exact.long5.ask', ours: exact[limit + 5].ask, published: 2.97252 },
    { name: 'exact.long10.bid', ours: exact[limit + 10].bid, published: 3.99293 },
    { name: 'exact.long10.ask', ours: exact[limit + 10].ask, published: 2.6328 },
  ];
  return quotes.map(({ name, ours, published }) =>
    printed(`glft.${name}`, 'price', ours, published, 5),
  );
}

/** Measures the value of starting flat of Cartea, Jaimungal and Penalva 2015, section 10.2. */
function carteaJaimungal(): Oracle[] {
  const limit = 100;
  const value = carteaJaimungalValue({
    lambda: 140,
    kappa: 1.5,
    runningPenalty: 0.01,
    terminalPenalty: 0.001,
    maxInventory: limit,
    timeLeft: 1,
  });
  return [printed('carteaJaimungal.value', 'price', value[limit], 68.2558, 4)];
}

function contDeLarrard(seed: number): Oracle[] {
  const table = [
    { bid: 2, ask: 1, up: 0.69765 },
    { bid: 5, ask: 1, up: 0.87287 },
    { bid: 5, ask: 3, up: 0.65476 },
    { bid: 3, ask: 10, up: 0.18599 },
  ];
  return table.flatMap(({ bid, ask, up }) => {
    const name = `contDeLarrard.${bid}against${ask}`;
    return [
      printed(`${name}.integral`, 'probability', probabilityUp(bid, ask), up, 5),
      {
        name: `${name}.book`,
        unit: 'probability',
        ours: simulateRaces(bid, ask, RACES, seed),
        published: up,
        allowed: STANDARD_ERRORS * Math.sqrt((up * (1 - up)) / RACES),
      },
    ];
  });
}

/** Gives an oracle for a closed form, which has to equal all decimals that were printed. */
function printed(
  name: string,
  unit: string,
  ours: number,
  published: number,
  decimals: number,
): Oracle {
  // The limit is a hair more than half a digit, because the difference itself is rounded.
  return { name, unit, ours, published, allowed: 0.5000001 * 10 ** -decimals };
}
