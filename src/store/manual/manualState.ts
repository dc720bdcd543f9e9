/**
 * State of quoting by hand: the phase of the episode, the quotes, and the result beside the
 * agent's.
 */
import {
  NO_QUOTES,
  type ManualLimit,
  type ManualQuotes,
  type ManualSide,
} from '../../agents/manual/manualQuotes';
import type { Played } from '../../protocol/episodePlayers';
import type { StoredEpisode } from '../replay/episodes';
import type { Speed } from '../settings/view';

export type ManualCommand =
  /**
   * Moves a quote by ticks from where it stands; one that is off joins the best price of its side.
   */
  | { readonly kind: 'move'; readonly side: ManualSide; readonly ticks: number }
  /** Puts a quote at a price in ticks, or at the nearest at which it can rest. */
  | { readonly kind: 'place'; readonly side: ManualSide; readonly priceTicks: number }
  /** Takes the quote away, or puts it at the best price. */
  | { readonly kind: 'toggle'; readonly side: ManualSide }
  /** Puts both quotes at the best prices. */
  | { readonly kind: 'join' }
  /** Changes a size by contracts, between 1 and the largest order; a null side is both. */
  | { readonly kind: 'resize'; readonly contracts: number; readonly side: ManualSide | null }
  /** Takes both quotes away. */
  | { readonly kind: 'cancel' }
  /** Closes the position across the spread, and takes the quotes away. */
  | { readonly kind: 'flatten' };

export interface ManualState {
  /**
   * Phase of the episode: the clock of a ready one starts with the first quote; one that is over
   * waits for a decision.
   */
  readonly phase: 'off' | 'ready' | 'quoting' | 'over';
  readonly quotes: ManualQuotes;
  /** Limit that held the last command back; null when none did. */
  readonly limit: { readonly side: ManualSide; readonly why: ManualLimit } | null;
  /** Command that came before the first frame of its episode, and runs with it. */
  readonly waiting: ManualCommand | null;
  /** Seed of the episode. */
  readonly seed: number;
  /** Whether the agent trades in the person's book, not in one of its own. */
  readonly isInOneBook: boolean;
  /**
   * Agent that plays beside the person: the one that was asked for, until the market says who it
   * is.
   */
  readonly beside: Played;
  /** Episode of the agent, which ends before the person's; null until then. */
  readonly rival: StoredEpisode | null;
  readonly result: ManualResult | null;
  /** Pace of the live market before, and again afterwards; null while nobody quotes. */
  readonly before: LivePace | null;
}

export interface ManualResult {
  readonly manual: StoredEpisode;
  readonly rival: StoredEpisode;
}

export interface LivePace {
  readonly speed: Speed;
  readonly playing: boolean;
}

export const INITIAL_MANUAL: ManualState = {
  phase: 'off',
  quotes: NO_QUOTES,
  limit: null,
  waiting: null,
  seed: 0,
  isInOneBook: false,
  beside: { agentName: '', run: null },
  rival: null,
  result: null,
  before: null,
};
