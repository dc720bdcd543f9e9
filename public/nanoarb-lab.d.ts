/**
 * Messages between the lab in a frame and the page around it, version 1, and the element that wraps
 * them. Prices are in points, times in seconds of the episode, money in dollars; null where there is
 * no number, as for the price of a quote that is not there.
 */

/** Version of the protocol: every message of either side carries it. */
export type ProtocolVersion = 1;

export type RewardWeightName =
  | 'spreadCapture'
  | 'adverseSelection'
  | 'inventoryPnl'
  | 'fees'
  | 'inventoryPenalty'
  | 'spreadPenalty';

/** What the page around the lab may ask. Any of them starts the events. */
export type LabCommand =
  /** Asks for `ready`. */
  | { readonly nanoarb: ProtocolVersion; readonly type: 'hello' }
  /** Starts the clock of what is shown, the live market or a replay. */
  | { readonly nanoarb: ProtocolVersion; readonly type: 'play' }
  | { readonly nanoarb: ProtocolVersion; readonly type: 'pause' }
  /** Stops the clock and takes one step. */
  | { readonly nanoarb: ProtocolVersion; readonly type: 'step' }
  /**
   * Shows a step of the last complete episode, or of the one under way where none is, counted from 0;
   * `live` goes back to the market.
   */
  | { readonly nanoarb: ProtocolVersion; readonly type: 'seek'; readonly step: number | 'live' }
  /** Sets some of the reward weights. */
  | {
      readonly nanoarb: ProtocolVersion;
      readonly type: 'setWeights';
      readonly weights: Readonly<Partial<Record<RewardWeightName, number>>>;
    }
  /** Lets another agent quote, one of those that `ready` names. */
  | { readonly nanoarb: ProtocolVersion; readonly type: 'setAgent'; readonly agent: string };

export interface ReadyEvent {
  readonly nanoarb: ProtocolVersion;
  readonly type: 'ready';
  /** Agent of the settings. */
  readonly agent: string;
  /** Agents that `setAgent` takes. */
  readonly agents: readonly string[];
  readonly weights: Readonly<Record<RewardWeightName, number>>;
}

/** Another step is shown; at most one for each frame of the screen, so that some steps have none. */
export interface StepEvent {
  readonly nanoarb: ProtocolVersion;
  readonly type: 'step';
  readonly mode: 'live' | 'replay';
  readonly episode: number | null;
  readonly seed: number | null;
  readonly step: number | null;
  readonly seconds: number | null;
  readonly bestBid: number | null;
  readonly bestAsk: number | null;
  /** The agent's own quotes. */
  readonly bidPrice: number | null;
  readonly askPrice: number | null;
  /** Contracts. */
  readonly inventory: number | null;
  readonly profitDollars: number | null;
}

/** The agent has traded in the live market. */
export interface FillEvent {
  readonly nanoarb: ProtocolVersion;
  readonly type: 'fill';
  readonly step: number;
  readonly seconds: number;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  /** Contracts. */
  readonly size: number;
  /** Middle of the market just before. */
  readonly mid: number | null;
  readonly isMaker: boolean;
}

/** An episode of the live market is complete. */
export interface EpisodeEndEvent {
  readonly nanoarb: ProtocolVersion;
  readonly type: 'episodeEnd';
  readonly episode: number;
  readonly seed: number;
  /** Name of the agent that quoted in it. */
  readonly agent: string;
  readonly steps: number;
  readonly fills: number;
  readonly profitDollars: number;
}

/** A command was none, and was not done. */
export interface ErrorEvent {
  readonly nanoarb: ProtocolVersion;
  readonly type: 'error';
  /** Names the field, what was expected and what came. */
  readonly message: string;
}

export type LabEvent = ReadyEvent | StepEvent | FillEvent | EpisodeEndEvent | ErrorEvent;

/**
 * `<nanoarb-lab demo="es" settings="speed=5">`: the lab in a frame. Events are CustomEvents of the
 * same names, with the message as `detail`; an `error` of the lab is named `laberror`.
 */
export interface NanoarbLabElement extends HTMLElement {
  play(): void;
  pause(): void;
  step(): void;
  seek(step: number | 'live'): void;
  setWeights(weights: Readonly<Partial<Record<RewardWeightName, number>>>): void;
  setAgent(agent: string): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'nanoarb-lab': NanoarbLabElement;
  }
}
