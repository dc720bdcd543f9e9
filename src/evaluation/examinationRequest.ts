/** With what an agent is examined, and what comes back of every episode. */
import type { AgentSpec } from '../agents/agentSpec';
import type { CriticSnapshot } from '../agents/policies/criticPair';
import type { PolicySnapshot } from '../agents/policies/policySnapshot';
import type { BehaviourSummary } from './examination';
import type { EpisodeMetrics, EvaluationRequest } from './metrics';

export interface ExaminationRequest extends EvaluationRequest {
  /** Null where there are none, as for cloning. */
  readonly critics: CriticSnapshot | null;
  /** A clone of the same data; null where there is none. */
  readonly clone: PolicySnapshot | null;
  /** The agent as its exported file gives it back; null where none was written. */
  readonly exported: AgentSpec | null;
}

export interface ExaminedEpisode {
  readonly metrics: EpisodeMetrics;
  readonly behaviourSummary: BehaviourSummary;
}
