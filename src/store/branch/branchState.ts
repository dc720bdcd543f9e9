/** State of a branch: what was chosen, how far it is, and what came of it. */
import type { ManualQuotes, ManualSide, QuotingMarket } from '../../agents/manual/manualQuotes';
import type { RewardWeights } from '../../env/types';
import type { Deviation } from '../../protocol/branch';
import type { EpisodeRecord } from '../../protocol/frames';
import type { StoredEpisode } from '../replay/episodes';

/** A recorded episode and the one that was played on from a step of it. */
export interface Branch {
  readonly happened: StoredEpisode;
  readonly branched: EpisodeRecord;
  /** Steps that both have in common. */
  readonly fromStep: number;
  /** Whether the branch has come to its end; one by hand waits for quotes in between. */
  readonly isOver: boolean;
  /** Weights of the branch. */
  readonly weights: RewardWeights;
}

/** Quotes of a person for the coming decisions. */
interface HandQuotes {
  readonly quotes: ManualQuotes;
  /** The market in which they are placed. */
  readonly market: QuotingMarket;
  /** Seconds of the last turn for which each was on hold, out of the market. */
  readonly heldSeconds: Readonly<Record<ManualSide, number>>;
}

export interface BranchState {
  /** Key of who plays on, see branchAgents.ts. */
  readonly who: string;
  /** Whether the weights are those on the sliders; those of the episode otherwise. */
  readonly usesSliders: boolean;
  /** Null until a person is to quote. */
  readonly hand: HandQuotes | null;
  /** Share that is done of a branch under way; null while none is. */
  readonly progress: number | null;
  readonly branch: Branch | null;
  /** Why there is no branch, as a sentence; empty where there is nothing to say. */
  readonly problem: string;
  /** What came out otherwise when the episode was simulated again. */
  readonly deviation: Deviation | null;
}

export const NO_BRANCH: BranchState = {
  who: '',
  usesSliders: false,
  hand: null,
  progress: null,
  branch: null,
  problem: '',
  deviation: null,
};
