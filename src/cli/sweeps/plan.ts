/** The points of a sweep: every combination of the axes' values, or points drawn among them. */
import { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import type { RunConfig } from '../../protocol/run';
import type { SettingValue } from '../../store/settings/settings';
import { valueAt, withSetting, type Axis } from './axes';
import { MOST_DIMENSIONS, sobolPoints } from './sobol';

export const PLANS = ['grid', 'random', 'sobol'] as const;
export type PlanKind = (typeof PLANS)[number];

/** Most points of a sweep. */
const MOST_POINTS = 100_000;
/** Stream of random plans, apart from everything that a run draws. */
const PLAN_STREAM = 11;

export interface PlanRequest {
  readonly kind: PlanKind;
  readonly axes: readonly Axis[];
  /** Points of a plan that draws them. */
  readonly points: number;
  /** Seed of a random plan. */
  readonly seed: number;
}

export interface SweepPoint {
  /** Values in the order of the axes. */
  readonly values: readonly SettingValue[];
  readonly run: RunConfig;
}

/**
 * Plans the points around a run, which has what is not varied. Points that come out equal, such as
 * after rounding to whole numbers, are planned once.
 * @throws InvalidInputError for a plan without an end, and for values that do not go together
 */
export function planPoints(base: RunConfig, request: PlanRequest): SweepPoint[] {
  const values = request.kind === 'grid' ? gridOf(request.axes) : drawn(request);
  const distinct = new Map(values.map((point) => [JSON.stringify(point), point]));
  return [...distinct.values()].map((point) => ({
    values: point,
    run: request.axes.reduce((run, { key }, axis) => withSetting(run, key, point[axis]), base),
  }));
}

type Values = readonly SettingValue[];

/** Lists every combination, the last axis varying fastest. */
function gridOf(axes: readonly Axis[]): Values[] {
  const count = axes.reduce((product, { name, values }) => {
    if (values.length > 0) return product * values.length;
    throw new InvalidInputError(`--vary ${name}`, 'a count behind the range, for a grid', 'none');
  }, 1);
  if (count > MOST_POINTS) {
    throw new InvalidInputError('--vary', `at most ${MOST_POINTS} points`, `${count}`);
  }
  return axes.reduce<Values[]>(
    (points, { values }) => points.flatMap((point) => values.map((value) => [...point, value])),
    [[]],
  );
}

function drawn({ kind, axes, points, seed }: PlanRequest): Values[] {
  if (axes.length === 0) return [[]];
  const positions =
    kind === 'sobol' ? sobolOf(axes.length, points) : randomPositions(axes.length, points, seed);
  return positions.map((point) => axes.map((axis, index) => valueOn(axis, point[index])));
}

function sobolOf(dimensions: number, points: number): number[][] {
  if (dimensions > MOST_DIMENSIONS) {
    throw new InvalidInputError('--vary', `at most ${MOST_DIMENSIONS} axes for Sobol`, dimensions);
  }
  return sobolPoints(dimensions, points);
}

function randomPositions(dimensions: number, points: number, seed: number): number[][] {
  const random = new Rng(seed, PLAN_STREAM);
  return Array.from({ length: points }, () =>
    Array.from({ length: dimensions }, () => random.uniform()),
  );
}

/** @param position in [0, 1) */
const valueOn = (axis: Axis, position: number): SettingValue =>
  axis.range === null
    ? axis.values[Math.floor(position * axis.values.length)]
    : valueAt(axis, position);
