/** Who hears of a training: of one kind of learner, or of any. */
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerPolicy';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { DecisionTransformerProgress } from '../algorithms/decisionTransformerConfig';
import { NO_METRICS } from '../algorithms/trainingMetrics';
import type { TrainingProgress } from './training';
import type { LoopListeners } from './trainingLoop';

export type TrainingListeners = LoopListeners<PolicySnapshot, TrainingProgress>;

/** Of either kind of learner. */
export type AnyTrainingListeners = LoopListeners<AnyPolicy, TrainingProgress>;

export type DecisionTransformerListeners = LoopListeners<
  DecisionTransformerSnapshot,
  DecisionTransformerProgress
>;

/** @param before updates of the critic, which count as the run's */
export function transformerListeners(
  listeners: AnyTrainingListeners,
  before: number,
): DecisionTransformerListeners {
  return {
    onPolicy: (policy) => listeners.onPolicy(policy),
    onProgress: ({ update, totalUpdates, ...progress }) =>
      listeners.onProgress({
        ...NO_METRICS,
        ...progress,
        algorithm: 'dt',
        phase: 'training',
        update: before + update,
        totalUpdates: before + totalUpdates,
      }),
  };
}
