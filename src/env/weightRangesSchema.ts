/** Schema of the ranges of reward weights that a trained agent was told of. */
import { z } from 'zod';
import { numberFrom, numberSchema } from '../market/fieldSchemas';
import { REWARD_WEIGHT_FIELDS } from './rewardWeightFields';
import { REWARD_TERMS, type RewardTerm } from './types';

const rangeSchema = (term: RewardTerm) => {
  const weight = numberSchema(REWARD_WEIGHT_FIELDS[term]);
  return z
    .strictObject({ min: weight, max: weight, logOffset: numberFrom(1e-6, 1000).nullable() })
    .refine(({ min, max }) => min < max, { error: 'the least weight before the largest' });
};

/** Schema of the ranges that a file of a trained agent holds. */
export const weightRangesSchema = z.strictObject(
  Object.fromEntries(REWARD_TERMS.map((term) => [term, rangeSchema(term)])) as Record<
    RewardTerm,
    ReturnType<typeof rangeSchema>
  >,
);
