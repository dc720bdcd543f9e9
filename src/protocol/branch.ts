/**
 * A branch is an episode that follows a recorded one up to a step, and then is played on by
 * somebody else, or under other weights: in the same market, with the same randomness after the
 * step.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { RewardWeights } from '../env/types';
import type { Fallback } from './episodeOrigin';
import type { EpisodeRecord } from './frames';
import type { EpisodeParent, EpisodeWorld } from './episodeWorld';

/** Quotes of a person, held from a step on. */
export interface HandTurn {
  /** Step, from 0, of the first decision with these quotes. */
  readonly fromStep: number;
  readonly quotes: ManualQuotes;
}

export type BranchPlayer =
  | {
      readonly kind: 'agent';
      readonly agent: AgentSpec;
      readonly fallback: Fallback | null;
      /**
       * Whether it is the one that played the recorded episode, so that its decisions up to the
       * step are its own.
       */
      readonly isRecorded: boolean;
    }
  /** Turns are in the order of their steps; before the first, nothing is quoted. */
  | { readonly kind: 'hand'; readonly turns: readonly HandTurn[] };

/** A recorded episode as far as it is simulated again. */
export type RecordedEpisode = Omit<EpisodeRecord, 'decisions' | 'decider' | 'origin'> & {
  readonly world: EpisodeWorld;
};

export interface BranchRequest {
  readonly recorded: RecordedEpisode;
  /** Steps that are played as recorded; the next decision is the player's. */
  readonly fromStep: number;
  /** Steps after which to stop, counted from the start; absent for the episode's end. */
  readonly untilStep?: number;
  readonly player: BranchPlayer;
  /** Weights from the first decision of the player on. */
  readonly weights: RewardWeights;
  /** Id of the branch. */
  readonly id: string;
  readonly parent: EpisodeParent;
}

/** The first number of a recorded episode that came out otherwise when it was simulated again. */
export interface Deviation {
  /** Step, from 0, in whose row it is. */
  readonly step: number;
  readonly column: string;
  readonly recorded: number;
  readonly simulated: number;
}

export type BranchOutcome =
  /** `isOver` says whether the episode has ended, or was stopped at `untilStep`. */
  | { readonly kind: 'branched'; readonly episode: EpisodeRecord; readonly isOver: boolean }
  /** The recorded steps did not come out as recorded: no branch can be trusted. */
  | { readonly kind: 'deviated'; readonly deviation: Deviation };
