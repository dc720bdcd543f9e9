/**
 * Carries out programs in plain loops and double precision over a single-precision arena. It is
 * slow and obvious, and says what every instruction means: the kernels for WebAssembly and WebGPU
 * are tested against it, instruction by instruction.
 */
import {
  TRAINING_METRICS,
  type TrainingMetric,
} from '../../../src/learning/algorithms/trainingMetrics';
import type { Executor, UpdateQueue } from '../../../src/learning/compiled/executor';
import type { Feed, SlotWriter } from '../../../src/learning/compiled/feed';
import type {
  InstructionKind,
  InstructionOf,
} from '../../../src/learning/compiled/instructions/instructions';
import type { Program, Region } from '../../../src/learning/compiled/program';
import type { PlainKernel, PlainKernels } from './plainKernel';
import { NETWORK_KERNELS } from './plainNetwork';
import { TRANSFORMER_KERNELS } from './plainTransformer';

const KERNELS: PlainKernels<InstructionKind> = { ...NETWORK_KERNELS, ...TRANSFORMER_KERNELS };

/** Carries out one instruction on `arena`; losses add to `statistics`. */
export function executePlainly<Kind extends InstructionKind>(
  arena: Float32Array,
  instruction: InstructionOf<Kind>,
  statistics: Region,
): void {
  const add = (metric: TrainingMetric, value: number): void => {
    arena[statistics.offset + TRAINING_METRICS.indexOf(metric)] += value;
  };
  const kernel: PlainKernel<Kind> = KERNELS[instruction.kind];
  kernel(arena, instruction, add);
}

export class PlainExecutor implements Executor {
  readonly canBeLost = false;
  private readonly arena: Float32Array;
  private readonly writeSlot: SlotWriter;

  constructor(
    private readonly program: Program,
    private readonly feed: Feed,
  ) {
    this.arena = new Float32Array(program.arenaLength);
    this.writeSlot = feed.writeInto(this.arena);
    for (const { region, value } of program.constants) {
      this.write(region, new Float32Array(region.length).fill(value));
    }
  }

  run({ count, drawn, schedules }: UpdateQueue): void {
    const { schedule, instructions, statistics } = this.program;
    const { batchSize } = this.feed;
    for (let update = 0; update < count; update += 1) {
      for (let slot = 0; slot < batchSize; slot += 1) {
        this.writeSlot(slot, drawn[update * batchSize + slot]);
      }
      const start = update * schedule.length;
      this.write(schedule, schedules.subarray(start, start + schedule.length));
      for (const instruction of instructions) executePlainly(this.arena, instruction, statistics);
    }
  }

  write({ offset }: Region, values: Float32Array): void {
    this.arena.set(values, offset);
  }

  read(regions: readonly Region[]): Promise<Float32Array[]> {
    return Promise.resolve(
      regions.map(({ offset, length }) => this.arena.slice(offset, offset + length)),
    );
  }

  dispose(): void {}
}
