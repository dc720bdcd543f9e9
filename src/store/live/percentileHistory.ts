/**
 * The history keeps the newest percentiles of what the agent saw, one per frame with a decision,
 * for the chart beside Out of distribution.
 */
import { WATCH_WINDOW } from '../../agents/policies/outOfDistribution';

/** Frames kept: as many as decisions that are counted, and at the market's own pace those. */
const CAPACITY = WATCH_WINDOW;

export class PercentileHistory {
  readonly capacity = CAPACITY;
  private readonly values = new Float64Array(CAPACITY).fill(Number.NaN);
  private end = 0;

  get length(): number {
    return Math.min(this.end, CAPACITY);
  }

  /** @param percentile NaN where nothing is watched */
  push(percentile: number): void {
    this.values[this.end % CAPACITY] = percentile;
    this.end += 1;
  }

  /** Forgets what another agent saw, or this one in another market. */
  clear(): void {
    this.end = 0;
  }

  /** @param age 0 is the newest */
  at(age: number): number {
    return age < this.length ? this.values[(this.end - 1 - age) % CAPACITY] : Number.NaN;
  }
}
