/**
 * The uninformed traders work large orders, one trade at a time, from a pool of them. Their lengths
 * have a heavy tail, which gives the signs of trades a long memory (Lillo, Mike and Farmer, "Theory
 * for long memory in supply and demand", Phys. Rev. E 71, 2005).
 */
import { exp } from '../elementary';
import type { Rng } from '../rng';
import { BUY, SELL, type Side } from '../types';

const METAORDERS = 12;
const LENGTH_TAIL = 1.6;
const LONGEST = 1e6;

export interface MetaorderState {
  readonly sides: Int8Array;
  readonly remaining: Int32Array;
}

export class MetaorderPool {
  private readonly sides = new Int8Array(METAORDERS);
  private readonly remaining = new Int32Array(METAORDERS);

  reset(rng: Rng): void {
    for (let i = 0; i < METAORDERS; i++) this.renew(i, rng);
  }

  /** Draws the side of the next uninformed trade. */
  nextSide(rng: Rng): Side {
    const chosen = rng.below(METAORDERS);
    const side = this.sides[chosen] === BUY ? BUY : SELL;
    if (--this.remaining[chosen] <= 0) this.renew(chosen, rng);
    return side;
  }

  snapshot(): MetaorderState {
    return { sides: this.sides.slice(), remaining: this.remaining.slice() };
  }

  restore(state: MetaorderState): void {
    this.sides.set(state.sides);
    this.remaining.set(state.remaining);
  }

  private renew(index: number, rng: Rng): void {
    this.sides[index] = rng.coin() ? BUY : SELL;
    // e^(E / α) is Pareto(α) from 1 when E is exponential.
    this.remaining[index] = Math.min(LONGEST, 1 + Math.floor(exp(rng.exponential() / LENGTH_TAIL)));
  }
}
