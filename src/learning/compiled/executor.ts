/**
 * An executor runs a program update after update: as WebAssembly on this thread, or on a GPU that
 * replays it. It owns the arena. Minibatches come from a feed by number, so that a GPU can gather
 * them from columns that it keeps.
 */
import type { Region } from './program';

/** Updates that run without waiting in between. */
export interface UpdateQueue {
  readonly count: number;
  /** Numbers that the feed drew, [count × batch]; whole, and some beyond 32 bits. */
  readonly drawn: Float64Array;
  /** Schedules of the optimisers in each update, [count × schedule]. */
  readonly schedules: Float32Array;
}

export interface Executor {
  /** Whether its device can disappear. */
  readonly canBeLost: boolean;
  /** Starts the updates. On another device, it returns before they are done. */
  run(queue: UpdateQueue): void;
  write(region: Region, values: Float32Array): void;
  /** Copies the regions as they are after everything that was started. @throws DeviceLostError */
  read(regions: readonly Region[]): Promise<Float32Array[]>;
  dispose(): void;
}
