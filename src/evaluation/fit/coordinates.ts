/**
 * The parameters that simulations find, in coordinates in which moments are near linear: logarithms
 * of rates and sizes, and others in units of their own. All rates are relative to that of new
 * orders, since how fast a second is comes last.
 */
import {
  PARAMETER_FIELDS,
  steadied,
  type ParameterName,
} from '../../market/synthetic/parameterFields';
import type { QueueReactiveParameters } from '../../market/synthetic/presets';

export interface Coordinate {
  readonly name: ParameterName;
  /** Unit of a linear coordinate; null for the logarithm. */
  readonly unit: number | null;
  readonly counts: 'events' | 'trades' | 'moves';
  /** Power of the unit of time in it: rates change with how fast a second is. */
  readonly time: number;
}

const log = (name: ParameterName, counts: Coordinate['counts'], time = 0): Coordinate => ({
  name,
  unit: null,
  counts,
  time,
});

/** All rates are relative to this one. */
export const ADD_RATE = log('addRate', 'events', 1);

export const COORDINATES: readonly Coordinate[] = [
  log('referenceQueue', 'events'),
  log('uninformedRate', 'trades', 1),
  log('informedRate', 'trades', 1),
  { name: 'informedThreshold', unit: 0.4, counts: 'trades', time: 0 },
  log('tether', 'moves'),
  log('volatility', 'moves', 0.5),
  { name: 'impact', unit: 0.02, counts: 'trades', time: 0 },
  log('createRate', 'moves', 1),
  { name: 'createMemory', unit: 2, counts: 'moves', time: 0 },
  log('rushOrders', 'moves'),
  log('fadeOrders', 'trades'),
  { name: 'imbalanceTaking', unit: 1, counts: 'trades', time: 0 },
  log('deepAddRate', 'events', 1),
  log('deepCancelRate', 'events', 1),
  { name: 'newestProbability', unit: 0.5, counts: 'events', time: 0 },
  log('tradeSizeTail', 'trades'),
  log('informedSweepProbability', 'trades'),
];

/** Puts a value into its parameter's range. */
export const within = (name: ParameterName, value: number): number =>
  Math.min(PARAMETER_FIELDS[name].max, Math.max(PARAMETER_FIELDS[name].min, value));

const coordinateOf = ({ unit }: Coordinate, value: number): number =>
  unit === null ? Math.log(Math.max(1e-9, value)) : value / unit;

/** The value that a coordinate stands for, within its range. */
export const valueOf = ({ name, unit }: Coordinate, at: number): number =>
  within(name, unit === null ? Math.exp(at) : at * unit);

export const coordinatesOf = (parameters: QueueReactiveParameters): number[] =>
  COORDINATES.map((coordinate) => coordinateOf(coordinate, parameters[coordinate.name]));

/**
 * The market at a point; what is out of range, or would not go on, is moved as little as it takes.
 */
export const parametersAt = (
  rest: QueueReactiveParameters,
  at: readonly number[],
): QueueReactiveParameters =>
  steadied({
    ...rest,
    ...Object.fromEntries(
      COORDINATES.map((coordinate, index) => [coordinate.name, valueOf(coordinate, at[index])]),
    ),
  });

/** Changes how fast a second is, by a logarithm. */
export const atSpeed = (
  parameters: QueueReactiveParameters,
  by: number,
): QueueReactiveParameters => ({
  ...parameters,
  ...Object.fromEntries(
    [ADD_RATE, ...COORDINATES]
      .filter(({ time }) => time !== 0)
      .map(({ name, time }) => [name, within(name, parameters[name] * Math.exp(time * by))]),
  ),
});

/** Puts a coordinate into the range of its parameter. */
export const inRange = (index: number, at: number): number =>
  coordinateOf(COORDINATES[index], valueOf(COORDINATES[index], at));
