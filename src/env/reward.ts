/**
 * Attributes a step's change of equity to where it came from, exactly. Everything is counted in
 * half-ticks × contracts, whole numbers, so that for every horizon H
 *
 *   spreadCapture + adverseSelection(H) + inventoryPnl(H) = change of cash + position·mid
 *
 * holds with `===`. Weights are applied last and outside: terms are stored unweighted, and a slider
 * re-scores old episodes without simulating again.
 */
import { NANOSECONDS_PER_SECOND, type Side } from '../market/types';
import {
  ADVERSE_HORIZONS_SECONDS,
  REWARD_TERMS,
  REWARD_TERM_COUNT,
  type RewardWeights,
} from './types';

const HORIZONS_NS = ADVERSE_HORIZONS_SECONDS.map((seconds) => seconds * NANOSECONDS_PER_SECOND);
const HORIZON_COUNT = HORIZONS_NS.length;

/** Fills remembered until the longest horizon has passed; doubles when more are fresh at once. */
const INITIAL_FILLS = 1024;

/**
 * Splits each mid move between fresh fills, those of the last H seconds, and older inventory. Feed
 * it a fill before the mid move that the fill causes.
 */
export class RewardAttribution {
  /** Σ side·size·(mid just before − price) of this step's fills. */
  spreadCapture = 0;
  /** ∫ q dM over this step, for all inventory. */
  positionPnl = 0;
  /** ∫ y dM over this step, per horizon; y is the signed size of fills at most H old. */
  readonly adverseSelection = new Float64Array(HORIZON_COUNT);

  /** Signed size of the fills still fresh, per horizon. */
  private readonly fresh = new Float64Array(HORIZON_COUNT);
  /** Index of the oldest fresh fill per horizon; indices only grow and wrap by mask. */
  private readonly oldest = new Float64Array(HORIZON_COUNT);
  private next = 0;
  private times = new Float64Array(INITIAL_FILLS);
  private sizes = new Float64Array(INITIAL_FILLS);

  reset(): void {
    this.beginStep();
    this.fresh.fill(0);
    this.oldest.fill(0);
    this.next = 0;
  }

  /** Starts the sums of a new step; fills stay fresh across steps. */
  beginStep(): void {
    this.spreadCapture = 0;
    this.positionPnl = 0;
    this.adverseSelection.fill(0);
  }

  /** ∫ (q − y) dM over this step for the horizon at `index`. */
  inventoryPnl(index: number): number {
    return this.positionPnl - this.adverseSelection[index];
  }

  /** @param midHalfTicks just before the event that filled the order */
  onFill(timeNs: number, side: Side, priceTicks: number, size: number, midHalfTicks: number): void {
    const signed = side * size;
    this.spreadCapture += signed * (midHalfTicks - 2 * priceTicks);
    // The longest horizon is the last to let go of a fill.
    if (this.next - this.oldest[HORIZON_COUNT - 1] >= this.times.length) {
      this.expire(timeNs);
      if (this.next - this.oldest[HORIZON_COUNT - 1] >= this.times.length) this.grow();
    }
    const slot = this.next++ & (this.times.length - 1);
    this.times[slot] = timeNs;
    this.sizes[slot] = signed;
    for (let h = 0; h < HORIZON_COUNT; h++) this.fresh[h] += signed;
  }

  /** @param change in half-ticks @param position after the fills so far */
  onMid(timeNs: number, change: number, position: number): void {
    this.expire(timeNs);
    this.positionPnl += position * change;
    for (let h = 0; h < HORIZON_COUNT; h++) this.adverseSelection[h] += this.fresh[h] * change;
  }

  /** Drops fills older than their horizon; one exactly H old is still fresh. */
  private expire(timeNs: number): void {
    const mask = this.times.length - 1;
    for (let h = 0; h < HORIZON_COUNT; h++) {
      const bound = timeNs - HORIZONS_NS[h];
      let index = this.oldest[h];
      while (index < this.next && this.times[index & mask] < bound) {
        this.fresh[h] -= this.sizes[index & mask];
        index++;
      }
      this.oldest[h] = index;
    }
  }

  private grow(): void {
    const { times, sizes } = this;
    const mask = times.length - 1;
    this.times = new Float64Array(times.length * 2);
    this.sizes = new Float64Array(sizes.length * 2);
    for (let i = this.oldest[HORIZON_COUNT - 1]; i < this.next; i++) {
      this.times[i & (this.times.length - 1)] = times[i & mask];
      this.sizes[i & (this.sizes.length - 1)] = sizes[i & mask];
    }
  }

  snapshot(): AttributionState {
    const { spreadCapture, positionPnl, next } = this;
    return {
      spreadCapture,
      positionPnl,
      next,
      adverseSelection: this.adverseSelection.slice(),
      fresh: this.fresh.slice(),
      oldest: this.oldest.slice(),
      times: this.times.slice(),
      sizes: this.sizes.slice(),
    };
  }

  restore(state: AttributionState): void {
    this.spreadCapture = state.spreadCapture;
    this.positionPnl = state.positionPnl;
    this.next = state.next;
    this.adverseSelection.set(state.adverseSelection);
    this.fresh.set(state.fresh);
    this.oldest.set(state.oldest);
    this.times = state.times.slice();
    this.sizes = state.sizes.slice();
  }
}

export interface AttributionState {
  readonly spreadCapture: number;
  readonly positionPnl: number;
  readonly next: number;
  readonly adverseSelection: Float64Array;
  readonly fresh: Float64Array;
  readonly oldest: Float64Array;
  readonly times: Float64Array;
  readonly sizes: Float64Array;
}

/**
 * The reward: Σ weight · term, in dollars, of one step or of sums over many. A term without weight
 * adds nothing, whatever it is.
 * @param terms unweighted, in the order of REWARD_TERMS
 * @param offset where a row's terms start in a larger array
 */
export function weightedReward(
  terms: ArrayLike<number>,
  weights: RewardWeights,
  offset = 0,
): number {
  let reward = 0;
  for (let i = 0; i < REWARD_TERM_COUNT; i++) {
    const weight = weights[REWARD_TERMS[i]];
    if (weight !== 0) reward += weight * terms[offset + i];
  }
  return reward;
}

/** Gives the summands of `weightedReward`, in the order of REWARD_TERMS. */
export function weightedTerms(terms: ArrayLike<number>, weights: RewardWeights): number[] {
  return REWARD_TERMS.map((term, i) => (weights[term] === 0 ? 0 : weights[term] * terms[i]));
}
