import { expect, it } from 'vitest';
import { updatePlan } from '../../../src/cli/training/updatePlan';
import { cloneConfigOf, DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { DEFAULT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';

const learning = { ...DEFAULT_LEARNING_CONFIG, cloningUpdates: 50, updates: 300 };
const transformer = (returnLabel: 'withoutLuck' | 'quantile') => ({
  ...DEFAULT_DECISION_TRANSFORMER_CONFIG,
  returnLabel,
  updates: 900,
});

it.each([
  ['IQL after cloning', { learning, decisionTransformer: null }, '350 (50 of cloning, 300 of IQL)'],
  [
    'IQL from scratch',
    { learning: { ...learning, cloningUpdates: 0 }, decisionTransformer: null },
    '300',
  ],
  ['cloning alone', { learning: cloneConfigOf(learning), decisionTransformer: null }, '350'],
  ['a transformer', { learning, decisionTransformer: transformer('withoutLuck') }, '900'],
  [
    'a transformer that needs a critic',
    { learning, decisionTransformer: transformer('quantile') },
    '1250 (50 of cloning, 300 of IQL, 900 of the transformer)',
  ],
])('the updates of %s are counted by what they train', (_, learners, expected) => {
  expect(updatePlan(learners)).toBe(expected);
});
