/**
 * Something that runs a program update after update: WebAssembly on this thread,
 * or a GPU that replays it. It owns the arena; minibatches come from a feed by
 * number, so that a GPU can gather them from columns that it keeps.
 */
import type { Region } from './program';

/** Several updates to run without waiting in between. */
export interface UpdateQueue {
  readonly count: number;
  /** [count × batch]: what the feed drew. */
  readonly drawn: Uint32Array;
  /** [count × schedule]: what the optimisers need to know of each update. */
  readonly schedules: Float32Array;
}

export interface Executor {
  /** Whether its device can disappear. */
  readonly canBeLost: boolean;
  /** Starts the updates; returns before they are done where the device is another. */
  run(queue: UpdateQueue): void;
  write(region: Region, values: Float32Array): void;
  /** Copies of the regions after everything that was started. @throws DeviceLostError */
  read(regions: readonly Region[]): Promise<Float32Array[]>;
  dispose(): void;
}
