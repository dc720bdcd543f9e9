/**
 * Measures what fills earn against the mid, some time later: side · (mid − price) per contract. A
 * fill waits in one queue per horizon until the mid at its due time is known, which is when the mid
 * next changes. Memory is bounded by the fills of the longest horizon.
 */
import { NANOSECONDS_PER_SECOND, type Side } from '../../market/types';

interface Pending {
  readonly dueNs: number;
  readonly side: Side;
  readonly priceTicks: number;
  readonly size: number;
}

export class Markouts {
  private readonly queues: Pending[][];
  /** Fills of each queue whose markout is known. */
  private readonly done: number[];
  private readonly sums: number[];
  private readonly contracts: number[];

  constructor(private readonly horizonsSeconds: readonly number[]) {
    this.queues = horizonsSeconds.map(() => []);
    this.done = horizonsSeconds.map(() => 0);
    this.sums = horizonsSeconds.map(() => 0);
    this.contracts = horizonsSeconds.map(() => 0);
  }

  /** @param side the side of the maker of this fill: +1 bought */
  add(timeNs: number, side: Side, priceTicks: number, size: number): void {
    for (const [h, seconds] of this.horizonsSeconds.entries()) {
      const dueNs = timeNs + seconds * NANOSECONDS_PER_SECOND;
      this.queues[h].push({ dueNs, side, priceTicks, size });
    }
  }

  /**
   * Settles fills that were due while the mid had this value, up to `timeNs`, where it changes. A
   * change due at once counts.
   */
  midHeldUntil(timeNs: number, midHalfTicks: number): void {
    for (const [h, queue] of this.queues.entries()) {
      let first = this.done[h];
      while (first < queue.length && queue[first].dueNs < timeNs) {
        const { side, priceTicks, size } = queue[first++];
        this.sums[h] += size * side * (midHalfTicks / 2 - priceTicks);
        this.contracts[h] += size;
      }
      if (first > 1024) {
        queue.splice(0, first);
        first = 0;
      }
      this.done[h] = first;
    }
  }

  /** Returns ticks per contract, by horizon; NaN before the first is known. */
  get means(): number[] {
    return this.sums.map((sum, h) => sum / this.contracts[h]);
  }

  get count(): number {
    return this.contracts[0];
  }
}
