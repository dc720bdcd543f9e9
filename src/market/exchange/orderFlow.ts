/**
 * Where the orders of everybody but the agents come from: a model of order flow or a recording. A
 * flow owns its randomness and its schedule; the exchange owns the book and the clock.
 */
import type { Side } from '../types';

export interface OrderFlow {
  /** Time at which `step` is due, in nanoseconds; Infinity once nothing more will happen. */
  readonly nextEventNs: number;
  /** @see MarketSource.efficientPriceTicks */
  readonly efficientPriceTicks: number;
  /** @see MarketSource.efficientDriftTicks */
  readonly efficientDriftTicks: number;
  /** Events since `reset`, and the trades among them; what agents do does not count. */
  readonly eventCount: number;
  readonly tradeCount: number;
  /**
   * Starts a session on an emptied exchange, up to the moment at which the session's clock is 0.
   */
  reset(seed: number): void;
  /** Does what is due at the exchange's clock, which stands at `nextEventNs`. */
  step(): void;
  /** An agent is about to act at the exchange's clock. */
  beforeAgent(): void;
  /**
   * An agent has acted.
   * @param side of the agent's order where it may have traded; null when nothing could
   * @param traded contracts
   */
  afterAgent(side: Side | null, traded: number): void;
  /** Copies the state as a structured-cloneable value; the exchange copies its own. */
  snapshot(): unknown;
  restore(state: unknown): void;
}
