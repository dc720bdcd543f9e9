/**
 * Finds the market whose simulated moments are those of a recording. Markets are drawn around the
 * best so far, as widely as each parameter is still uncertain: what the moments tell well is
 * explored closely, where they are linear, and what they hardly tell widely, where its effect
 * stands out of the noise. Then markets are simulated at the solution itself, and it moves on until
 * their moments are those of the recording, so that the curvature of the surface leaves no bias.
 */
import { Rng } from '../../market/rng';
import type { QueueReactiveParameters } from '../../market/synthetic/presets';
import { COORDINATES, coordinatesOf, inRange, parametersAt } from './coordinates';
import { MOMENT_NAMES } from './flowMoments';
import { lowerFactor } from './linear';
import {
  atLevels,
  fitSurface,
  residualVariances,
  solveSurface,
  type Solution,
  type SurfaceFit,
} from './responseSurface';

/** Markets of each round. */
const ROUNDS = [60, 40, 40, 40, 60] as const;
/** Markets at a step of a round, and how often a step that leads away is halved. */
const PROBES = 4;
const MOST_PROBED = 3;
/** How far coordinates reach in the first round, either way. */
const FIRST_REACH = 0.45;
/**
 * Standard deviations of the draws in those of what is known, and the least and the most of them.
 */
const SPREAD = 2.5;
const LEAST_SPREAD = 0.06;
const MOST_SPREAD = 0.4;
/** Standard deviation of the step of one round, in a coordinate. */
const STEP = 0.3;
/** Mahalanobis distance, in those of the draws, from which on a market says nothing of here. */
const NEAR = 2;
/**
 * Markets at the solution, how often it may move on, and by how many standard errors it then does.
 */
const CHECKS = 12;
const MOST_CHECKED = 5;
const MOVED = 0.3;
/** Standard deviation of a coordinate around its home, before anything is known of it. */
const HOME_ERROR = 2;
/** Distance from its range at which a coordinate is out of it. */
const EDGE = 1e-9;

/** Simulations of a search that ends as late as it may. */
export const MOST_SIMULATIONS =
  ROUNDS.reduce((sum, markets) => sum + markets + PROBES * MOST_PROBED, 0) + CHECKS * MOST_CHECKED;

interface SearchOptions {
  /** [moments] of the recording, and their standard errors; NaN for what is not to be met. */
  readonly target: Float64Array;
  readonly errors: Float64Array;
  /** Where to begin. */
  readonly start: QueueReactiveParameters;
  /**
   * Uneven activity of the recording. Markets of the search have a steady clock, which takes most
   * of the noise away; those at the solution have this one, since reactions take real time.
   */
  readonly clockDeviation: number;
  /** Coordinates of what is the case where nothing is told. */
  readonly home: readonly number[];
  /** Events of the recording for each of a simulation. */
  readonly length: number;
  /** Simulates a market and gives its moments. */
  readonly simulate: (
    parameters: QueueReactiveParameters,
    seed: number,
  ) => Generator<number, Float64Array>;
}

export interface SearchResult {
  /** Parameters that are not searched for, beside those of the last solution. */
  readonly rest: QueueReactiveParameters;
  readonly surface: SurfaceFit;
  /** Standard errors of the moments. */
  readonly errors: Float64Array;
  /** Factor in errors where no market was found that is as near as chance would have it. */
  readonly widening: number;
  /** Solves again, with some coordinates held. */
  readonly solve: (fixed: ReadonlyMap<number, number>) => Solution;
}

/** Searches in pieces; yields what `simulate` yields. */
export function* searchMoments(options: SearchOptions): Generator<number, SearchResult> {
  const { target, home, clockDeviation, simulate } = options;
  const rng = new Rng(1, 11);
  const points: number[][] = [];
  const moments: Float64Array[] = [];
  let rest = options.start;
  let middle: readonly number[] = coordinatesOf(rest);
  let cover = middle.map((_, i) => middle.map((__, j) => (i === j ? FIRST_REACH ** 2 / 3 : 0)));
  let surface: SurfaceFit | null = null;
  let { errors } = options;
  let seed = 0;
  const move = (at: readonly number[]) => {
    rest = parametersAt(rest, at);
    middle = coordinatesOf(rest);
  };
  function* simulatedAt(parameters: QueueReactiveParameters, markets: number) {
    const found: Float64Array[] = [];
    for (let market = 0; market < markets; market++)
      found.push(yield* simulate(parameters, ++seed));
    return found;
  }
  /** Goes to a point, or part of the way where the market there is farther from the recording. */
  function* stepTowards(wanted: readonly number[], here: SurfaceFit, wide: Float64Array) {
    const from = { rest, middle, misfit: misfitOf(here, target, wide) };
    let at = wanted;
    for (let probe = 1; ; probe++) {
      move(at);
      const found = yield* simulatedAt({ ...rest, clockDeviation: 0 }, PROBES);
      for (const one of found) {
        points.push([...middle]);
        moments.push(one);
      }
      if (misfitOf(atLevels(here, middle, found, []), target, wide) < from.misfit) return;
      ({ rest, middle } = from);
      if (probe === MOST_PROBED) return;
      at = at.map((value, i) => (value + from.middle[i]) / 2);
    }
  }
  for (const markets of ROUNDS) {
    const root = lowerFactor(cover);
    for (let market = 0; market < markets; market++) {
      const parameters = parametersAt(rest, drawn(middle, root, rng));
      const found = yield* simulate({ ...parameters, clockDeviation: 0 }, ++seed);
      points.push(coordinatesOf(parameters));
      moments.push(found);
    }
    // What was drawn here counts even where a range moved it.
    const near = nearOnes(points, middle, root, points.length - markets);
    surface = fitSurface(
      near.map((at) => points[at]),
      near.map((at) => moments[at]),
      middle,
    );
    errors = atLeastSimulated(options.errors, surface, options.length);
    // As far as the surface is from what was simulated, it may be from the solution.
    const wide = withSurface(errors, surface);
    const from = surface;
    const { at } = solveInRange(
      (fixed) =>
        solveSurface(from, target, wide, { fixed, prior: { centre: middle, error: STEP } }),
      NONE,
    );
    const { covariance } = solveSurface(surface, target, wide, {
      fixed: NONE,
      prior: { centre: middle, error: MOST_SPREAD / SPREAD },
    });
    cover = covariance.map((row, i) =>
      row.map((value, j) => SPREAD ** 2 * value + (i === j ? LEAST_SPREAD ** 2 : 0)),
    );
    yield* stepTowards(at, surface, wide);
  }
  if (surface === null) throw new Error('a search has a round at least');
  const solveAt = (checked: SurfaceFit, fixed: ReadonlyMap<number, number>) =>
    solveSurface(checked, target, errors, { fixed, prior: { centre: home, error: HOME_ERROR } });
  let best: (Pick<SearchResult, 'rest' | 'surface'> & { readonly misfit: number }) | null = null;
  for (let check = 1; ; check++) {
    const found = yield* simulatedAt({ ...rest, clockDeviation }, CHECKS);
    const checked = atLevels(surface, middle, found, [RATE]);
    const misfit = misfitOf(checked, target, errors);
    const isBetter = best === null || misfit < best.misfit;
    if (best === null || isBetter) best = { rest, surface: checked, misfit };
    const { surface: from } = best;
    const { covariance } = solveAt(from, NONE);
    const { at } = solveInRange((fixed) => solveAt(from, fixed), NONE);
    const moved = Math.max(
      ...at.map((value, i) => Math.abs(value - from.middle[i]) / Math.sqrt(covariance[i][i])),
    );
    if (moved < MOVED || check === MOST_CHECKED) {
      const widening = Math.sqrt(Math.max(1, best.misfit / met(target, errors)));
      return { ...best, errors, widening, solve: (fixed) => solveAt(from, fixed) };
    }
    // A step that led away was too long.
    move(isBetter ? at : middle.map((value, i) => (value + from.middle[i]) / 2));
  }
}

/**
 * Solves with every coordinate within its range: one that would leave it is held at its end, and
 * the others are solved for again.
 * @param held coordinates that are held anyway
 */
export function solveInRange(
  solve: SearchResult['solve'],
  held: ReadonlyMap<number, number>,
): Solution {
  const fixed = new Map(held);
  for (;;) {
    const solution = solve(fixed);
    const beyond = solution.at.map((value, at) =>
      fixed.has(at) ? 0 : Math.abs(value - inRange(at, value)),
    );
    const out = beyond.indexOf(Math.max(...beyond));
    if (!(beyond[out] > EDGE)) return solution;
    fixed.set(out, inRange(out, solution.at[out]));
  }
}

/** How busy a simulation was is a draw of its clock. */
const RATE = MOMENT_NAMES.indexOf('rate');
const NONE: ReadonlyMap<number, number> = new Map();

/** Draws a point, at most two standard deviations away in any direction. */
function drawn(middle: readonly number[], root: readonly (readonly number[])[], rng: Rng) {
  const normals = COORDINATES.map(() => {
    for (;;) {
      const normal = rng.normal();
      if (Math.abs(normal) < 2) return normal;
    }
  });
  return middle.map((value, i) =>
    root[i].reduce((sum, factor, j) => sum + factor * normals[j], value),
  );
}

/**
 * Lists the points that the draws around the middle could have been.
 * @param ownFrom index from which on they are these draws
 */
function nearOnes(
  points: readonly (readonly number[])[],
  middle: readonly number[],
  root: readonly (readonly number[])[],
  ownFrom: number,
): number[] {
  return points
    .map((_, at) => at)
    .filter((at) => {
      if (at >= ownFrom) return true;
      // Forward substitution in root·z = point − middle.
      const z: number[] = [];
      for (const [i, row] of root.entries()) {
        const rest =
          points[at][i] - middle[i] - z.reduce((sum, value, j) => sum + row[j] * value, 0);
        z.push(rest / row[i]);
      }
      return Math.hypot(...z) < NEAR * Math.sqrt(z.length);
    });
}

/** Adds what the surface leaves of its own simulations. */
function withSurface(errors: Float64Array, surface: SurfaceFit): Float64Array {
  const variances = residualVariances(surface);
  return errors.map((error, at) => Math.sqrt(error ** 2 + variances[at]));
}

/** Squares of what moments are off, in those of their errors. */
function misfitOf(
  { levels, levelVariances }: SurfaceFit,
  target: Float64Array,
  errors: Float64Array,
): number {
  return levels.reduce((sum, level, at) => {
    const square = (target[at] - level) ** 2 / (errors[at] ** 2 + levelVariances[at]);
    return Number.isFinite(square) ? sum + square : sum;
  }, 0);
}

/** Counts the moments that are to be met. */
const met = (target: Float64Array, errors: Float64Array): number =>
  target.filter((value, at) => Number.isFinite(value) && Number.isFinite(errors[at])).length;

/** A rare jump may be in no block: no moment is surer than in simulations of the same length. */
function atLeastSimulated(errors: Float64Array, surface: SurfaceFit, length: number): Float64Array {
  const simulated = residualVariances(surface).map((variance) => Math.sqrt(variance / length));
  return errors.map((error, at) => Math.max(error, simulated[at]));
}
