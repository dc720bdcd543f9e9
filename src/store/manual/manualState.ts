/** The state of quoting by hand: the phase of the episode, the quotes, and how it went beside the agent. */
import { NO_QUOTES, type ManualQuotes, type ManualSide } from '../../agents/manual/manualQuotes';
import type { StoredEpisode } from '../replay/episodes';

/** Why a quote does not go where it was asked to. */
export type ManualLimit = 'crosses' | 'far' | 'lopsided';

export interface ManualState {
  /** The clock of a ready episode starts with the first quote; one that is over waits for a decision. */
  readonly phase: 'off' | 'ready' | 'quoting' | 'over';
  readonly quotes: ManualQuotes;
  /** What held the last command back; null when nothing did. */
  readonly limit: { readonly side: ManualSide; readonly why: ManualLimit } | null;
  /** What the page calls the agent that plays beside the person. */
  readonly rivalName: string;
  readonly result: ManualResult | null;
}

export interface ManualResult {
  readonly manual: StoredEpisode;
  readonly rival: StoredEpisode;
}

export const INITIAL_MANUAL: ManualState = {
  phase: 'off',
  quotes: NO_QUOTES,
  limit: null,
  rivalName: '',
  result: null,
};
