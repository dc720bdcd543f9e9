/** The state of quoting by hand: the phase of the episode, the quotes, and how it went beside the agent. */
import { NO_QUOTES, type ManualQuotes, type ManualSide } from '../../agents/manual/manualQuotes';
import type { StoredEpisode } from '../replay/episodes';
import type { Speed } from '../settings/view';

export type ManualCommand =
  /** By ticks from where the quote stands; a quote that is off joins the best price of its side. */
  | { readonly kind: 'move'; readonly side: ManualSide; readonly ticks: number }
  /** To a price in ticks, or the nearest at which the quote can rest. */
  | { readonly kind: 'place'; readonly side: ManualSide; readonly priceTicks: number }
  /** Takes the quote away, or puts it at the best price. */
  | { readonly kind: 'toggle'; readonly side: ManualSide }
  /** Both sides at the best prices. */
  | { readonly kind: 'join' }
  /** By contracts, between 1 and the largest order; null is both sides. */
  | { readonly kind: 'resize'; readonly contracts: number; readonly side: ManualSide | null }
  | { readonly kind: 'cancel' }
  /** Closes the position across the spread, and takes the quotes away. */
  | { readonly kind: 'flatten' };

/** Why a quote does not go where it was asked to. */
export type ManualLimit = 'crosses' | 'far' | 'lopsided';

export interface ManualState {
  /** The clock of a ready episode starts with the first quote; one that is over waits for a decision. */
  readonly phase: 'off' | 'ready' | 'quoting' | 'over';
  readonly quotes: ManualQuotes;
  /** What held the last command back; null when nothing did. */
  readonly limit: { readonly side: ManualSide; readonly why: ManualLimit } | null;
  /** A command that came before the first frame of its episode, and runs with it. */
  readonly waiting: ManualCommand | null;
  /** The seed of the episode. */
  readonly seed: number;
  /** What the page calls the agent that plays beside the person. */
  readonly rivalName: string;
  /** The agent's episode, which ends before the person's; null until then. */
  readonly rival: StoredEpisode | null;
  readonly result: ManualResult | null;
  /** How the live market ran before, and runs again afterwards; null while nobody quotes. */
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
  rivalName: '',
  rival: null,
  result: null,
  before: null,
};
