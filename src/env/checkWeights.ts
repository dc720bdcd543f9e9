/** Checks weights that somebody else's program gives an environment, which has no schemas. */
import { expectedNumber, isInRange } from '../market/fields';
import { InvalidInputError } from '../market/validation';
import { REWARD_WEIGHT_FIELDS } from './rewardWeightFields';
import { REWARD_TERMS, type RewardWeights } from './types';

/**
 * @returns the weights, as they are
 * @throws InvalidInputError naming the first that is no weight of a reward term, or is missing, no
 *   number or out of range, what was expected and what came
 */
export function checkWeights(weights: RewardWeights): RewardWeights {
  const given: unknown = weights;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidInputError('weights', 'an object with a number per reward term', given);
  }
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(REWARD_WEIGHT_FIELDS, name)) continue;
    throw new InvalidInputError(`weights.${name}`, `one of ${REWARD_TERMS.join(', ')}`, value);
  }
  for (const term of REWARD_TERMS) {
    const value: unknown = weights[term];
    const field = REWARD_WEIGHT_FIELDS[term];
    if (typeof value === 'number' && isInRange(field, value)) continue;
    throw new InvalidInputError(`weights.${term}`, expectedNumber(field), value);
  }
  return weights;
}
