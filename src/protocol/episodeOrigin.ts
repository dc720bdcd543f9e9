/** Who played an episode and how, as the session knows it that played it live. */
import type { AgentSpec } from '../agents/agentSpec';
import type { RewardWeights } from '../env/types';

/** An agent that quotes in place of one that sees what its training data did not have. */
export interface Fallback {
  readonly agent: AgentSpec;
  /**
   * Decisions in a row beyond the limit after which it takes over, and within the limit after which
   * it hands back.
   */
  readonly decisions: number;
}

/**
 * An agent as plain data of a few numbers: a baseline with its parameters, or a policy by its hash.
 */
export type AgentDescription =
  | Exclude<AgentSpec, { readonly kind: 'network' | 'decisionTransformer' }>
  | {
      readonly kind: 'network' | 'decisionTransformer';
      readonly title: string;
      /** Id of the run that it comes from; null where the page did not say. */
      readonly run: string | null;
      readonly version: number;
      readonly parametersHash: number;
      /** Return asked of a Decision Transformer; null for a network. */
      readonly targetReturn: number | null;
    };

/** What the session that played an episode knows of it, and no file tells. */
export interface EpisodeOrigin {
  /**
   * Key that is equal exactly for episodes of one agent, with one policy and fallback, in one
   * market and environment; NaN where any of them changed in its course.
   */
  readonly playKey: number;
  /** Agent at its end; it played from the start unless the key is NaN. */
  readonly agent: AgentDescription;
  /** Who stood ready to quote in its place, at its end. */
  readonly fallback: Fallback | null;
  /**
   * Seconds from the start of a recording to that of the episode; absent in a market of the lab.
   */
  readonly startSeconds?: number | undefined;
  /** Weights of the reward at its end. */
  readonly weights: RewardWeights;
  /**
   * Whether the agent acts on those weights, so that under others it would have played otherwise.
   */
  readonly actsOnWeights: boolean;
}
