/**
 * A request for an examination: the agent, its episodes, and the models that it is examined with.
 * There is a result per episode.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { CriticSnapshot } from '../agents/policies/criticPair';
import type { PolicySnapshot } from '../agents/policies/policySnapshot';
import type { RewardWeights } from '../env/types';
import type { BehaviourSummary } from './examination';
import type { EpisodeMetrics, EvaluationRequest } from './metrics';

export interface ExaminationRequest extends EvaluationRequest {
  /** Critics; null where there are none, as for cloning. */
  readonly critics: CriticSnapshot | null;
  /** Weights of the rewards that the critics learned, where they are not the evaluation's. */
  readonly criticWeights?: RewardWeights | undefined;
  /** Clone of the same data; null where there is none. */
  readonly clone: PolicySnapshot | null;
  /** The agent as its exported file gives it back; null where none was written. */
  readonly exported: AgentSpec | null;
}

export interface ExaminedEpisode {
  readonly metrics: EpisodeMetrics;
  readonly behaviourSummary: BehaviourSummary;
}
