/**
 * Runs programs as WebAssembly on the calling thread: an arena somewhere in a memory that others
 * use too, and one exported function per kind of instruction.
 */
import type { Executor, UpdateQueue } from '../compiled/executor';
import type { Feed, SlotWriter } from '../compiled/feed';
import type { Program, Region } from '../compiled/program';
import { bindCalls, type WasmPlaces } from './wasmCalls';
import type { WasmKernels } from './wasmKernels';

/** Views of the arena, for as long as the memory has not grown. */
interface ArenaViews {
  readonly arena: Float32Array;
  /** Writes straight into the arena's own places for a minibatch. */
  readonly writeSlot: SlotWriter;
}

export class WasmExecutor implements Executor {
  readonly canBeLost = false;
  private readonly calls: readonly (() => void)[];
  private current: ArenaViews;

  /**
   * @param memory that the kernels were instantiated with
   * @param places in it, of the arena's floats, all 0, and of the scratch memory
   * @param feed writes the minibatches
   */
  constructor(
    kernels: WasmKernels,
    private readonly memory: WebAssembly.Memory,
    private readonly places: WasmPlaces,
    private readonly program: Program,
    private readonly feed: Pick<Feed, 'batchSize' | 'writeInto'>,
  ) {
    this.calls = bindCalls(kernels, program, places);
    this.current = this.look();
    for (const { region, value } of program.constants) this.view(region).fill(value);
  }

  run({ count, drawn, schedules }: UpdateQueue): void {
    const { schedule } = this.program;
    const { batchSize } = this.feed;
    const scheduleView = this.view(schedule);
    const { writeSlot } = this.views();
    for (let update = 0; update < count; update += 1) {
      for (let slot = 0; slot < batchSize; slot += 1) {
        writeSlot(slot, drawn[update * batchSize + slot]);
      }
      const start = update * schedule.length;
      scheduleView.set(schedules.subarray(start, start + schedule.length));
      for (const call of this.calls) call();
    }
  }

  write(region: Region, values: Float32Array): void {
    this.view(region).set(values);
  }

  read(regions: readonly Region[]): Promise<Float32Array[]> {
    return Promise.resolve(regions.map((region) => this.view(region).slice()));
  }

  /** The memory is owned by the caller. */
  dispose(): void {}

  private view({ offset, length }: Region): Float32Array {
    return this.views().arena.subarray(offset, offset + length);
  }

  /** A memory that grew has another buffer, and views of the old one are empty. */
  private views(): ArenaViews {
    if (this.current.arena.buffer !== this.memory.buffer) this.current = this.look();
    return this.current;
  }

  private look(): ArenaViews {
    const { memory, places, program, feed } = this;
    const arena = new Float32Array(memory.buffer, places.arena, program.arenaLength);
    return { arena, writeSlot: feed.writeInto(arena) };
  }
}
