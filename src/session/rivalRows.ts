/** Writes what those who trade in the agent's book have and quote, as rows of the protocol. */
import type { AgentSeat } from '../env/agentSeat';
import { MOST_RIVALS, RIVAL, RIVAL_LENGTH } from '../protocol/frames';

export class RivalRows {
  /** [MOST_RIVALS × RIVAL_LENGTH] NaN where there is nobody. */
  readonly rows = new Float64Array(MOST_RIVALS * RIVAL_LENGTH).fill(Number.NaN);
  private readonly fills: Float64Array;
  private readonly tookPart: Uint8Array;

  constructor(private readonly seats: readonly AgentSeat[]) {
    this.fills = new Float64Array(seats.length);
    this.tookPart = new Uint8Array(seats.length);
  }

  begin(): void {
    this.fills.fill(0);
    this.write();
  }

  /** A seat whose episode has ended, and whose position is flat, takes no part in a step. */
  beginStep(): void {
    for (const [index, seat] of this.seats.entries()) {
      this.tookPart[index] = Number(seat.isActive || seat.isFlattening);
    }
  }

  endStep(): void {
    for (const [index, seat] of this.seats.entries()) {
      if (this.tookPart[index] === 1) this.fills[index] += seat.fills.count;
    }
    this.write();
  }

  private write(): void {
    const { rows, seats, fills } = this;
    for (let index = 0; index < seats.length; index += 1) {
      const seat = seats[index];
      const at = index * RIVAL_LENGTH;
      const { bidQuote, askQuote } = seat;
      rows[at + RIVAL.bidPrice] = bidQuote.price;
      rows[at + RIVAL.bidSize] = bidQuote.size;
      rows[at + RIVAL.askPrice] = askQuote.price;
      rows[at + RIVAL.askSize] = askQuote.size;
      rows[at + RIVAL.inventory] = seat.inventory;
      rows[at + RIVAL.equityDollars] = seat.equityDollars;
      rows[at + RIVAL.shareOfVolume] = shareOfVolume(seat);
      rows[at + RIVAL.fills] = fills[index];
    }
  }
}

/** Contracts that a seat traded, over those of everybody's trades; NaN before the first trade. */
export function shareOfVolume({ account, marketContracts }: AgentSeat): number {
  return (account.makerContracts + account.takerContracts) / marketContracts;
}
