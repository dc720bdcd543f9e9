/** The state of replay as the page shows it: which episode, which step, and the span that is looped. */

export interface ReplayState {
  /** Of the episode opened last; null before any. */
  readonly id: string | null;
  readonly step: number;
  readonly playing: boolean;
  /** Playing starts again where it ends: the span, or the whole without one. */
  readonly looping: boolean;
  readonly span: Span | null;
}

/** Steps of an episode, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const INITIAL_REPLAY: ReplayState = {
  id: null,
  step: 0,
  playing: false,
  looping: false,
  span: null,
};
