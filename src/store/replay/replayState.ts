/** State of replay: which episode is open, which step is shown, and which span is looped. */

export interface ReplayState {
  /** Id of the episode opened last; null before any. */
  readonly id: string | null;
  readonly step: number;
  readonly playing: boolean;
  /**
   * Whether playing starts again where it ends: in the span, or in the whole episode without one.
   */
  readonly looping: boolean;
  readonly span: Span | null;
}

/** Span of steps of an episode, both included. */
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
