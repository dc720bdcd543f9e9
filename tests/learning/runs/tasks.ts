/** Tasks and outcomes of tests that train on synthetic datasets. */
import type { AnyPolicy, PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import type { LearningConfig } from '../../../src/learning/algorithms/config';
import type { TrainingTask } from '../../../src/learning/runs/training';
import { FIRST_TERM_ONLY } from '../data/syntheticDataset';

/** Cloning or IQL, paid by the first reward term alone. */
export function policyTask(learning: LearningConfig, seed: number): TrainingTask {
  return {
    learning,
    decisionTransformer: null,
    weights: FIRST_TERM_ONLY,
    seed,
    engine: 'compiled',
    dollarsPerTick: 12.5,
  };
}

export function networkOf(policy: AnyPolicy): PolicySnapshot {
  if (policy.kind === 'gaussianMlp') return policy;
  throw new Error('expected the network of cloning or IQL');
}
