/**
 * The agent's books by the average-cost method. Cash and mid are whole half-ticks times contracts,
 * so that equity is exact; only the cost of the open position can be a fraction, once part of a
 * position has been closed.
 */
import type { Side } from '../market/types';

export class Account {
  /** Position in signed contracts. */
  position = 0;
  /** Σ −side·size·price in half-ticks × contracts, before fees; a whole number. */
  cashHalfTicks = 0;
  /** Cost of the open position: average entry in half-ticks × position. */
  costHalfTicks = 0;
  makerContracts = 0;
  takerContracts = 0;

  reset(): void {
    this.position = 0;
    this.cashHalfTicks = 0;
    this.costHalfTicks = 0;
    this.makerContracts = 0;
    this.takerContracts = 0;
  }

  fill(side: Side, priceTicks: number, size: number, isMaker: boolean): void {
    const signed = side * size;
    const value = signed * priceTicks * 2;
    const before = this.position;
    const after = before + signed;
    if (after === 0) {
      this.costHalfTicks = 0;
    } else if (before * side >= 0) {
      this.costHalfTicks += value;
    } else if (after * side > 0) {
      // The position was closed and reversed: the rest was opened at this price.
      this.costHalfTicks = after * priceTicks * 2;
    } else {
      this.costHalfTicks *= after / before;
    }
    this.position = after;
    this.cashHalfTicks -= value;
    if (isMaker) this.makerContracts += size;
    else this.takerContracts += size;
  }

  /** Cash + position·mid, before fees, in half-ticks × contracts; exact. */
  equityHalfTicks(midHalfTicks: number): number {
    return this.cashHalfTicks + this.position * midHalfTicks;
  }

  /** Profit of closed contracts against their average entry, before fees. */
  get realisedHalfTicks(): number {
    return this.cashHalfTicks + this.costHalfTicks;
  }

  /** Profit of the open position at the mid, before fees. */
  unrealisedHalfTicks(midHalfTicks: number): number {
    return this.position * midHalfTicks - this.costHalfTicks;
  }

  /** Average entry price in ticks; NaN without a position. */
  get averageEntryTicks(): number {
    return this.position === 0 ? Number.NaN : this.costHalfTicks / this.position / 2;
  }

  /** Fees paid so far, in dollars; negative when rebates outweigh them. */
  feesDollars(makerFeeDollars: number, takerFeeDollars: number): number {
    return this.makerContracts * makerFeeDollars + this.takerContracts * takerFeeDollars;
  }

  snapshot(): AccountState {
    const { position, cashHalfTicks, costHalfTicks, makerContracts, takerContracts } = this;
    return { position, cashHalfTicks, costHalfTicks, makerContracts, takerContracts };
  }

  restore(state: AccountState): void {
    Object.assign(this, state);
  }
}

export interface AccountState {
  readonly position: number;
  readonly cashHalfTicks: number;
  readonly costHalfTicks: number;
  readonly makerContracts: number;
  readonly takerContracts: number;
}
