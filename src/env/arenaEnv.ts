/**
 * Up to eight agents in one book, each with its own latency, limits, observation and reward. All
 * decide at the same moments, on the book as it is then; their messages reach the market one by
 * one. Which of several that arrive at the same nanosecond comes first is drawn, from the seed, the
 * time and the owners: the order of the list of seats changes nothing.
 */
import type { MarketSource } from '../market/types';
import { InvalidInputError } from '../market/validation';
import { xxHash32 } from '../market/xxHash32';
import type { AgentSeat, SeatState } from './agentSeat';

/** State that `snapshot` copies; it is structured-cloneable. */
export interface ArenaState {
  readonly market: unknown;
  readonly seats: readonly SeatState[];
  readonly seed: number;
}

export class ArenaEnv {
  private seed = 0;
  private readonly lot = new Float64Array(3);
  private readonly lotBytes = new Uint8Array(this.lot.buffer);

  /**
   * @param seats all in `market`, of different owners, with the same decision interval
   * @param principal whose end ends the episode; null for an episode that ends with the last one's
   * @throws InvalidInputError when the seats do not fit together
   */
  constructor(
    readonly market: MarketSource,
    readonly seats: readonly AgentSeat[],
    private readonly principal: AgentSeat | null = null,
  ) {
    const owners = new Set(seats.map(({ owner }) => owner));
    if (owners.size !== seats.length) {
      throw new InvalidInputError('owner', 'a different one for each seat', [...owners]);
    }
    const { decisionIntervalSeconds } = seats[0].config;
    for (const { config, market: own } of seats) {
      if (own !== market) throw new RangeError('ArenaEnv: expected seats in one market');
      if (config.decisionIntervalSeconds === decisionIntervalSeconds) continue;
      const expected = `${decisionIntervalSeconds} s, as for the other agents`;
      throw new InvalidInputError(
        'decisionIntervalSeconds',
        expected,
        config.decisionIntervalSeconds,
      );
    }
  }

  /** Whether the episode still runs. */
  get isActive(): boolean {
    return this.principal?.isActive ?? this.seats.some((seat) => seat.isActive);
  }

  /** Starts an episode. The same seed gives the same market and the same latencies. */
  reset({ seed }: { readonly seed: number }): void {
    this.seed = seed;
    this.market.reset(seed);
    for (const seat of this.seats) seat.open(seed);
  }

  /**
   * Takes one decision of every agent whose episode still runs, and runs the market to the next. A
   * position is flattened after an agent's last decision if so configured: in the same step when
   * the episode of all is over, in the steps of the others otherwise. `seat.result` has what each
   * step brought.
   * @param actions by seat, five numbers each; those of agents that have ended are not looked at
   * @throws Error after the end of the episode or before the first reset
   * @throws InvalidInputError when a dimension of an action is not a number
   */
  step(actions: readonly ArrayLike<number>[]): void {
    if (!this.isActive) throw new Error('step: the episode is over, call reset first');
    const { seats } = this;
    let dueNs = 0;
    for (let i = 0; i < seats.length; i++) {
      const seat = seats[i];
      if (seat.isActive || seat.isFlattening) seat.beginStep();
      if (!seat.isActive) continue;
      seat.send(actions[i]);
      dueNs = seat.nextDecisionNs;
    }
    this.run(dueNs);
    for (const seat of seats) if (seat.isActive) seat.arrive();
    if (!this.isActive) this.runUntilFlat();
    for (const seat of seats) if (seat.isInStep) seat.endStep();
  }

  snapshot(): ArenaState {
    const seats = this.seats.map((seat) => seat.snapshotSeat());
    return { market: this.market.snapshot(), seats, seed: this.seed };
  }

  /**
   * Goes back, or on in another arena of the same configs: what follows is bit for bit what would
   * have followed. The agents keep their own state.
   */
  restore(state: ArenaState): void {
    this.seed = state.seed;
    this.market.restore(state.market);
    for (const [index, seat] of this.seats.entries()) seat.restoreSeat(state.seats[index]);
  }

  private run(untilNs: number): void {
    for (;;) {
      const seat = this.nextSeat();
      const { nextArrivalNs } = seat;
      if (nextArrivalNs > untilNs) break;
      this.market.advanceTo(nextArrivalNs);
      seat.deliver();
    }
    this.market.advanceTo(untilNs);
  }

  /** Runs until everybody is flat whose episode is over. */
  private runUntilFlat(): void {
    while (this.seats.some((each) => each.isFlattening)) {
      const seat = this.nextSeat();
      this.market.advanceTo(seat.nextArrivalNs);
      seat.deliver();
    }
  }

  /** Returns the seat whose message is next. */
  private nextSeat(): AgentSeat {
    const { seats } = this;
    let next = seats[0];
    for (let i = 1; i < seats.length; i++) {
      const seat = seats[i];
      const lead = next.nextArrivalNs - seat.nextArrivalNs;
      if (lead > 0 || (lead === 0 && this.isFirst(seat, next))) next = seat;
    }
    return next;
  }

  private isFirst(seat: AgentSeat, other: AgentSeat): boolean {
    const difference = this.lotOf(seat) - this.lotOf(other);
    return difference === 0 ? seat.owner < other.owner : difference < 0;
  }

  /** Draws a number for the message of a seat that arrives next; the smallest comes first. */
  private lotOf(seat: AgentSeat): number {
    this.lot[0] = this.seed;
    this.lot[1] = seat.nextArrivalNs;
    this.lot[2] = seat.owner;
    return xxHash32(this.lotBytes);
  }
}
