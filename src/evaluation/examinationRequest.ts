/** A request says with what an agent is examined; a result comes back of every episode. */
import type { AgentSpec } from '../agents/agentSpec';
import type { CriticSnapshot } from '../agents/policies/criticPair';
import type { PolicySnapshot } from '../agents/policies/policySnapshot';
import type { BehaviourSummary } from './examination';
import type { EpisodeMetrics, EvaluationRequest } from './metrics';

export interface ExaminationRequest extends EvaluationRequest {
  /** The critics are null where there are none, as for cloning. */
  readonly critics: CriticSnapshot | null;
  /** The clone learned from the same data; null where there is none. */
  readonly clone: PolicySnapshot | null;
  /** This is the agent as its exported file gives it back; null where none was written. */
  readonly exported: AgentSpec | null;
}

export interface ExaminedEpisode {
  readonly metrics: EpisodeMetrics;
  readonly behaviourSummary: BehaviourSummary;
}
