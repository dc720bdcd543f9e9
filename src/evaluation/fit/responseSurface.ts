/** Moments as linear functions of parameters near a point, from simulations, and their inverse. */
import { quantile } from '../statistics';
import { identity, isPositive, product, solve, transposed } from './linear';

export interface SurfaceFit {
  readonly middle: readonly number[];
  /** [moments] at the middle. */
  readonly levels: readonly number[];
  /** [moments, parameters]. */
  readonly slopes: readonly (readonly number[])[];
  /** [simulations, moments] what the surface leaves. */
  readonly residuals: readonly (readonly number[])[];
  /** [parameters, parameters] (XᵀX)⁻¹ of the points, without the constant. */
  readonly spread: readonly (readonly number[])[];
}

/** Keeps the regression of few simulations from running away. */
const RIDGE = 1e-3;
/**
 * Median distances from the median beyond which a simulation is left out: a market that runs away is
 * on no surface.
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
  return {
    middle,
    levels: coefficients[0],
    slopes: transposed(coefficients.slice(1)),
    residuals: y.map((row, i) => row.map((value, j) => value - fittedRows[i][j])),
    spread: solve(normal, identity(normal.length))
      .slice(1)
      .map((row) => row.slice(1)),
  };
}

interface Conditions {
  /** Parameters that are not solved for, with their values. */
  readonly fixed: ReadonlyMap<number, number>;
  /** Standard deviation of a parameter around the middle, before anything is known of it. */
  readonly priorError: number;
}

interface Solution {
  readonly at: number[];
  /** Standard errors; 0 for what is fixed. */
  readonly errors: number[];
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
  { fixed, priorError }: Conditions,
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
  const covariance = momentCovariance(surface, used, errors);
  const weighted = solve(
    covariance,
    design.map((row, i) => [...row, gaps[i]]),
  );
  const right = transposed(design);
  const both = product(right, weighted);
  // Errors of the slopes look like information where there is none: their share is taken off.
  const weights = solve(covariance, identity(used.length));
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
            (i === j ? 1 / priorError ** 2 : 0),
        ),
    );
  const share = SHARES.find((candidate) => isPositive(informationWithout(candidate))) ?? 0;
  const information = informationWithout(share);
  const solved = solve(
    information,
    both.map((row, i) => [row[row.length - 1], ...identity(free.length)[i]]),
  );
  const at = middle.map((value, index) => fixed.get(index) ?? value);
  const found = middle.map(() => 0);
  for (const [i, index] of free.entries()) {
    at[index] = middle[index] + solved[i][0];
    found[index] = Math.sqrt(solved[i][1 + i]);
  }
  const moments = levels.map((level, m) =>
    slopes[m].reduce((sum, slope, index) => sum + slope * (at[index] - middle[index]), level),
  );
  return { at, errors: found, moments };
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
export function residualVariances({ residuals, middle }: SurfaceFit): number[] {
  const spare = Math.max(1, residuals.length - middle.length - 1);
  return residuals[0].map((_, m) => residuals.reduce((sum, row) => sum + row[m] ** 2, 0) / spare);
}

/**
 * Covariance of the recording's moments around the surface: variances are the recording's with that
 * of the surface itself, correlations those of simulations.
 */
function momentCovariance(
  { residuals, middle }: SurfaceFit,
  used: readonly number[],
  errors: ArrayLike<number>,
): number[][] {
  const n = residuals.length;
  const spare = Math.max(1, n - middle.length - 1);
  const sigma = used.map((m) =>
    Math.sqrt(residuals.reduce((sum, row) => sum + row[m] ** 2, 0) / spare),
  );
  return used.map((m, i) =>
    used.map((k, j) => {
      const together = residuals.reduce((sum, row) => sum + row[m] * row[k], 0) / spare;
      const correlation = sigma[i] * sigma[j] > 0 ? together / (sigma[i] * sigma[j]) : 0;
      if (i === j) return errors[m] ** 2 + (sigma[i] ** 2 * (middle.length + 1)) / n + 1e-12;
      return (1 - SHRINKAGE) * correlation * errors[m] * errors[k];
    }),
  );
}
