/**
 * The one interface of everything that can quote: baselines, cloned and trained networks, and a
 * person's keyboard. An agent is pure: its randomness comes from the seed of the episode, its
 * knowledge from the decision context.
 */
import type { DecisionContext } from '../env/types';

export interface Agent {
  readonly name: string;
  /** Begins an episode. */
  reset(seed: number): void;
  /**
   * Writes the action for this step: five numbers in the units of `ACTION`. It must not allocate:
   * it runs a hundred thousand times a second.
   */
  act(context: DecisionContext, action: Float64Array): void;
  /**
   * Hears the reward after the step, for agents that condition on past rewards. Most have nothing
   * to do here.
   */
  observeReward?(reward: number): void;
  /** Natural log of the density of the last action, scaled space; NaN when deterministic. */
  readonly logProbability: number;
}
