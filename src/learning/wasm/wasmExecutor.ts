/**
 * Runs programs as WebAssembly on the calling thread: an arena in the memory of
 * a module of its own, and one exported function per kind of instruction.
 */
import type { Executor, UpdateQueue } from '../compiled/executor';
import type { Feed, SlotWriter } from '../compiled/feed';
import type { Program, Region } from '../compiled/program';
import { bindCalls } from './wasmCalls';
import { instantiateWasmKernels } from './wasmKernels';

const PAGE_BYTES = 65_536;
const ALIGNMENT_BYTES = 64;

export class WasmExecutor implements Executor {
  readonly canBeLost = false;
  private readonly arena: Float32Array;
  private readonly calls: readonly (() => void)[];
  /** Writes straight into the arena's own places for a minibatch. */
  private readonly writeSlot: SlotWriter;

  /**
   * @param feed writes the minibatches
   * @throws RangeError when WebAssembly cannot have that much memory
   */
  constructor(
    module: WebAssembly.Module,
    private readonly program: Program,
    private readonly feed: Pick<Feed, 'batchSize' | 'writeInto'>,
  ) {
    const kernels = instantiateWasmKernels(module);
    const base = roundUp(kernels.heapBase(), ALIGNMENT_BYTES);
    const scratch = roundUp(base + 4 * program.arenaLength, ALIGNMENT_BYTES);
    const end = scratch + 4 * kernels.scratchFloats();
    const { memory } = kernels;
    memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES)));
    this.arena = new Float32Array(memory.buffer, base, program.arenaLength);
    this.calls = bindCalls(kernels, program, { arena: base, scratch });
    this.writeSlot = feed.writeInto(this.arena);
    for (const { region, value } of program.constants) this.view(region).fill(value);
  }

  run({ count, drawn, schedules }: UpdateQueue): void {
    const { schedule } = this.program;
    const { batchSize } = this.feed;
    const scheduleView = this.view(schedule);
    for (let update = 0; update < count; update += 1) {
      for (let slot = 0; slot < batchSize; slot += 1) {
        this.writeSlot(slot, drawn[update * batchSize + slot]);
      }
      const start = update * schedule.length;
      scheduleView.set(schedules.subarray(start, start + schedule.length));
      this.execute();
    }
  }

  write(region: Region, values: Float32Array): void {
    this.view(region).set(values);
  }

  read(regions: readonly Region[]): Promise<Float32Array[]> {
    return Promise.resolve(regions.map((region) => this.view(region).slice()));
  }

  /** The memory goes with the last reference to this. */
  dispose(): void {}

  /** Carries out the program's instructions once, on what is in the arena. */
  execute(): void {
    for (const call of this.calls) call();
  }

  private view({ offset, length }: Region): Float32Array {
    return this.arena.subarray(offset, offset + length);
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
