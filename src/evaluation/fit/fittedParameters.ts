/** What a fit says of a parameter, and of which it says nothing. */
import { PARAMETER_FIELDS, type ParameterName } from '../../market/synthetic/parameterFields';
import { ADD_RATE, COORDINATES } from './coordinates';
import type { Fitted } from './fitted';

export interface FittedParameter extends Fitted {
  readonly name: ParameterName;
  /** Whether the recording tells it; what it does not tell is the preset's. */
  readonly isIdentified: boolean;
}

/** Parameters that have a closed form, or are taken from the recording as they are. */
const TAKEN: readonly ParameterName[] = [
  'clockRate',
  'meanAddSize',
  'unitTradeProbability',
  'clockDeviation',
  'openingMidHalfTicks',
];

/** Parameters that a fit leaves as the preset has them, since nothing recorded tells them. */
export const KEPT_PARAMETERS: readonly ParameterName[] = (
  Object.keys(PARAMETER_FIELDS) as ParameterName[]
).filter(
  (name) =>
    ![ADD_RATE, ...COORDINATES].some((coordinate) => coordinate.name === name) &&
    !TAKEN.includes(name),
);

/** Whether a fit stopped at an end of a parameter's range: the data would have it farther. */
export function isAtBound({ name, estimate }: FittedParameter): boolean {
  const { min, max } = PARAMETER_FIELDS[name];
  return estimate <= min || estimate >= max;
}

/**
 * Whether a parameter counts beside the rate of new orders: where it is kept, its share of it is.
 */
export const isRelative = ({ name }: FittedParameter): boolean =>
  COORDINATES.some((coordinate) => coordinate.name === name && coordinate.time !== 0);

/** What a market file says of a fit, by parameter. */
export const intervalsOf = (fits: readonly FittedParameter[]) =>
  Object.fromEntries(
    fits.map(({ name, estimate, low, high, observations, isIdentified }) => [
      name,
      { estimate, low: finite(low), high: finite(high), observations, isIdentified },
    ]),
  );

const finite = (value: number) => (Number.isFinite(value) ? value : null);
