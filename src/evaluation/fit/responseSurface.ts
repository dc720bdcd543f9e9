/** Moments as linear functions of parameters near a point, from simulations, and their inverse. */
import { quantile } from '../statistics';
import { identity, isPositive, product, solve, transposed } from './linear';

export interface SurfaceFit {
  readonly middle: readonly number[];
  /** [moments] at the middle, and the variances of what they were taken from. */
  readonly levels: readonly number[];
  readonly levelVariances: readonly number[];
  /** [moments, parameters]. */
  readonly slopes: readonly (readonly number[])[];
  /** [simulations, moments] what the surface leaves. */
  readonly residuals: readonly (readonly number[])[];
  /** [parameters, parameters] (XᵀX)⁻¹ of the points, without the constant. */
  readonly spread: readonly (readonly number[])[];
}

/** Keeps the regression of few simulations from running away. */
const RIDGE = 1e-5;
/**
 * Median distances from the median beyond which a simulation is left out: a market that runs away
 * is on no surface.
 */
const FARTHEST = 8;
/** Shares of the spurious information of which the largest is taken off that leaves some. */
const SHARES = [1, 0.75, 0.5, 0.25];
/** Weight of no correlation at all in that of the residuals. */
const SHRINKAGE = 0.3;

/**
 * Regresses moments on parameters.
 * @param points [simulations, parameters]
 * @param moments [simulations, moments]; simulations that ran away are left out
 */
export function fitSurface(
  points: readonly (readonly number[])[],
  moments: readonly Float64Array[],
  middle: readonly number[],
): SurfaceFit {
  const used = ordinary(moments);
  const x = used.map((i) => [1, ...points[i].map((value, at) => value - middle[at])]);
  const y = used.map((i) => Array.from(moments[i]));
  const xt = transposed(x);
  const normal = product(xt, x).map((row, i) =>
    row.map((value, j) => value + (i === j && i > 0 ? RIDGE : 0)),
  );
  const coefficients = solve(normal, product(xt, y));
  const fittedRows = product(x, coefficients);
  const residuals = y.map((row, i) => row.map((value, j) => value - fittedRows[i][j]));
  return {
    middle,
    levels: coefficients[0],
    levelVariances: variancesOf(residuals, middle.length).map(
      (variance) => (variance * (middle.length + 1)) / used.length,
    ),
    slopes: transposed(coefficients.slice(1)),
    residuals,
    spread: solve(normal, identity(normal.length))
      .slice(1)
      .map((row) => row.slice(1)),
  };
}

interface Conditions {
  /** Parameters that are not solved for, with their values. */
  readonly fixed: ReadonlyMap<number, number>;
  /** What is known of the parameters beforehand: where each is, and how surely. */
  readonly prior: { readonly centre: readonly number[]; readonly error: number };
}

export interface Solution {
  readonly at: number[];
  /** [parameters, parameters]; 0 for what is fixed. */
  readonly covariance: number[][];
  /** Moments at the solution. */
  readonly moments: number[];
}

/**
 * Finds the parameters at which the moments are the target, by generalised least squares.
 * @param errors of the target's moments; one that is not finite or 0 is left out
 */
export function solveSurface(
  surface: SurfaceFit,
  target: ArrayLike<number>,
  errors: ArrayLike<number>,
  { fixed, prior }: Conditions,
): Solution {
  const { middle, levels, slopes } = surface;
  const free = middle.map((_, at) => at).filter((at) => !fixed.has(at));
  const used = levels
    .map((_, at) => at)
    .filter((at) => errors[at] > 0 && Number.isFinite(errors[at]) && Number.isFinite(target[at]));
  const offsets = middle.map((value, at) => (fixed.get(at) ?? value) - value);
  const gaps = used.map(
    (m) =>
      target[m] -
      levels[m] -
      [...fixed.keys()].reduce((sum, at) => sum + slopes[m][at] * offsets[at], 0),
  );
  const design = used.map((m) => free.map((at) => slopes[m][at]));
  const momentErrors = momentCovariance(surface, used, errors);
  const weighted = solve(
    momentErrors,
    design.map((row, i) => [...row, gaps[i]]),
  );
  const right = transposed(design);
  const both = product(right, weighted);
  // Errors of the slopes look like information where there is none: their share is taken off.
  const weights = solve(momentErrors, identity(used.length));
  const noise = residualVariances(surface);
  const spurious = used.reduce((sum, m, i) => sum + weights[i][i] * noise[m], 0);
  const informationWithout = (share: number) =>
    both.map((row, i) =>
      row
        .slice(0, -1)
        .map(
          (value, j) =>
            value -
            share * spurious * surface.spread[free[i]][free[j]] +
            (i === j ? 1 / prior.error ** 2 : 0),
        ),
    );
  const share = SHARES.find((candidate) => isPositive(informationWithout(candidate))) ?? 0;
  const information = informationWithout(share);
  const solved = solve(
    information,
    both.map((row, i) => {
      const pull = (prior.centre[free[i]] - middle[free[i]]) / prior.error ** 2;
      return [row[row.length - 1] + pull, ...identity(free.length)[i]];
    }),
  );
  const at = middle.map((value, index) => fixed.get(index) ?? value);
  const covariance = middle.map(() => middle.map(() => 0));
  for (const [i, index] of free.entries()) {
    at[index] = middle[index] + solved[i][0];
    for (const [j, other] of free.entries()) covariance[index][other] = solved[i][1 + j];
  }
  const moments = levels.map((level, m) =>
    slopes[m].reduce((sum, slope, index) => sum + slope * (at[index] - middle[index]), level),
  );
  return { at, covariance, moments };
}

/** Lists the simulations of which no moment is far from those of the others. */
function ordinary(moments: readonly Float64Array[]): number[] {
  const finite = moments.map((_, i) => i).filter((i) => moments[i].every(Number.isFinite));
  const bounds = Array.from(moments[0], (_, m) => {
    const values = finite.map((i) => moments[i][m]);
    const middle = quantile(values, 0.5);
    const width = quantile(
      values.map((value) => Math.abs(value - middle)),
      0.5,
    );
    return [middle - FARTHEST * width, middle + FARTHEST * width];
  });
  return finite.filter((i) =>
    bounds.every(([low, high], m) => moments[i][m] >= low && moments[i][m] <= high),
  );
}

/** Variance of each moment around the surface. */
export const residualVariances = ({ residuals, middle }: SurfaceFit): number[] =>
  variancesOf(residuals, middle.length);

function variancesOf(residuals: SurfaceFit['residuals'], parameters: number): number[] {
  const spare = Math.max(1, residuals.length - parameters - 1);
  return residuals[0].map((_, m) => residuals.reduce((sum, row) => sum + row[m] ** 2, 0) / spare);
}

/**
 * Moves a surface to a point at which markets were simulated, with their mean moments as its level.
 * @param found [simulations, moments]; what is not finite in one is left out
 * @param kept moments that the surface itself tells better
 */
export function atLevels(
  surface: SurfaceFit,
  middle: readonly number[],
  found: readonly Float64Array[],
  kept: readonly number[],
): SurfaceFit {
  const noise = residualVariances(surface);
  const levels = surface.levels.map((level, m) => {
    const slopes = surface.slopes[m];
    const moved = slopes.reduce(
      (sum, slope, i) => sum + slope * (middle[i] - surface.middle[i]),
      level,
    );
    if (kept.includes(m)) return { mean: moved, variance: surface.levelVariances[m] };
    const values = found.map((row) => row[m]).filter(Number.isFinite);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const variance = Math.max(noise[m], squares / Math.max(1, values.length - 1));
    return { mean, variance: variance / values.length };
  });
  return {
    ...surface,
    middle,
    levels: levels.map(({ mean }) => mean),
    levelVariances: levels.map(({ variance }) => variance),
  };
}

/**
 * Covariance of the recording's moments around the surface: variances are the recording's with that
 * of the surface itself, correlations those of simulations.
 */
function momentCovariance(
  { residuals, middle, levelVariances }: SurfaceFit,
  used: readonly number[],
  errors: ArrayLike<number>,
): number[][] {
  const sigma = variancesOf(residuals, middle.length).map(Math.sqrt);
  const spare = Math.max(1, residuals.length - middle.length - 1);
  const widths = used.map((m) => Math.sqrt(errors[m] ** 2 + levelVariances[m] + 1e-12));
  return used.map((m, i) =>
    used.map((k, j) => {
      if (i === j) return widths[i] ** 2;
      const together = residuals.reduce((sum, row) => sum + row[m] * row[k], 0) / spare;
      const correlation = sigma[m] * sigma[k] > 0 ? together / (sigma[m] * sigma[k]) : 0;
      return (1 - SHRINKAGE) * correlation * widths[i] * widths[j];
    }),
  );
}
