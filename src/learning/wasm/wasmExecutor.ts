/**
 * Runs programs as WebAssembly on the calling thread: an arena in the memory of
 * a module of its own, and one exported function per kind of instruction.
 */
import { TRAINING_METRICS, type TrainingMetric } from '../algorithms/trainingMetrics';
import type { Executor, UpdateQueue } from '../compiled/executor';
import type { Feed, SlotWriter } from '../compiled/feed';
import {
  type DenseForward,
  type InputGradient,
  type Instruction,
  type Program,
  type Region,
  type WeightGradient,
} from '../compiled/program';
import { isOfTransformer } from '../compiled/transformerInstructions';
import { instantiateWasmKernels, type WasmKernels } from './wasmKernels';
import { executeTransformer, type Addresses } from './wasmTransformer';

const PAGE_BYTES = 65_536;
const ALIGNMENT_BYTES = 64;

export class WasmExecutor implements Executor {
  readonly canBeLost = false;
  private readonly kernels: WasmKernels;
  /** Byte addresses: of the arena, and of the panels of matrix products. */
  private readonly base: number;
  private readonly scratch: number;
  private readonly arena: Float32Array;
  private readonly addresses: Addresses;
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
    this.kernels = instantiateWasmKernels(module);
    this.base = roundUp(this.kernels.heapBase(), ALIGNMENT_BYTES);
    this.scratch = roundUp(this.base + 4 * program.arenaLength, ALIGNMENT_BYTES);
    const end = this.scratch + 4 * this.kernels.scratchFloats();
    const { memory } = this.kernels;
    memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES)));
    this.arena = new Float32Array(memory.buffer, this.base, program.arenaLength);
    this.addresses = {
      address: (offset) => this.address(offset),
      statistic: (name) => this.statistic(name),
      scratch: this.scratch,
    };
    this.writeSlot = feed.writeInto(this.arena);
    for (const { region, value } of program.constants) this.view(region).fill(value);
  }

  run({ count, drawn, schedules }: UpdateQueue): void {
    const { schedule, instructions } = this.program;
    const { batchSize } = this.feed;
    const scheduleView = this.view(schedule);
    for (let update = 0; update < count; update += 1) {
      for (let slot = 0; slot < batchSize; slot += 1) {
        this.writeSlot(slot, drawn[update * batchSize + slot]);
      }
      const start = update * schedule.length;
      scheduleView.set(schedules.subarray(start, start + schedule.length));
      for (const instruction of instructions) this.execute(instruction);
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

  /** Carries out one instruction now. */
  execute(instruction: Instruction): void {
    const { kernels } = this;
    if (isOfTransformer(instruction)) {
      executeTransformer(kernels, instruction, this.addresses);
      return;
    }
    switch (instruction.kind) {
      case 'concatenate': {
        const { rows, left, leftWidth, right, rightWidth, output } = instruction;
        kernels.concatenate(
          this.address(left),
          leftWidth,
          this.address(right),
          rightWidth,
          this.address(output),
          rows,
        );
        return;
      }
      case 'denseForward':
        return this.denseForward(instruction);
      case 'weightGradient':
        return this.weightGradient(instruction);
      case 'inputGradient':
        return this.inputGradient(instruction);
      case 'expectileLoss': {
        const { rows, q, value, delta, expectile } = instruction;
        kernels.expectileLoss(
          this.address(q),
          this.address(value),
          this.address(delta),
          rows,
          expectile,
          this.statistic('valueLoss'),
          this.statistic('meanQ'),
        );
        return;
      }
      case 'advantageWeights': {
        const { rows, q, value, weights, temperature } = instruction;
        kernels.advantageWeights(
          this.address(q),
          this.address(value),
          this.address(weights),
          rows,
          temperature,
          this.statistic('meanValue'),
          this.statistic('meanAdvantageWeight'),
          this.statistic('clippedShare'),
        );
        return;
      }
      case 'policyLoss': {
        const { rows, width, output, logStd, actions, weights, delta } = instruction;
        kernels.policyLoss(
          this.address(output),
          this.address(logStd),
          this.address(actions),
          this.address(weights),
          this.address(delta),
          this.address(instruction.logStdGradient),
          rows,
          width,
          this.statistic('policyLoss'),
        );
        return;
      }
      case 'criticLoss': {
        const { rows, q, rewards, terminals, nextValue, delta, discount } = instruction;
        kernels.criticLoss(
          this.address(q),
          this.address(rewards),
          this.address(terminals),
          this.address(nextValue),
          this.address(delta),
          rows,
          discount,
          this.statistic('criticLoss'),
        );
        return;
      }
      case 'adam': {
        const { length, parameters, gradient, mean, square, schedule } = instruction;
        kernels.adam(
          this.address(parameters),
          this.address(gradient),
          this.address(mean),
          this.address(square),
          length,
          this.address(schedule),
        );
        return;
      }
      case 'moveTowards': {
        const { length, target, source, rate } = instruction;
        kernels.moveTowards(this.address(target), this.address(source), length, rate);
        return;
      }
      case 'gradientNorms': {
        const { gradients, parts, length, networks, first } = instruction;
        const places = [this.address(gradients), this.address(parts)];
        kernels.gradientNorms(...places, length, networks, this.statistic(first));
        return;
      }
    }
  }

  private denseForward(instruction: DenseForward): void {
    const { twins, rows, inputs, outputs, relu, accumulate } = instruction;
    for (let twin = 0; twin < twins; twin += 1) {
      this.kernels.denseForward(
        this.address(instruction.input + twin * instruction.inputStride),
        this.address(instruction.weights + twin * instruction.weightsStride),
        this.address(instruction.output + twin * rows * outputs),
        rows,
        inputs,
        outputs,
        Number(relu),
        Number(accumulate),
        this.scratch,
      );
    }
  }

  private weightGradient(instruction: WeightGradient): void {
    const { twins, rows, inputs, outputs } = instruction;
    for (let twin = 0; twin < twins; twin += 1) {
      this.kernels.weightGradient(
        this.address(instruction.input + twin * instruction.inputStride),
        this.address(instruction.delta + twin * rows * outputs),
        this.address(instruction.gradient + twin * instruction.gradientStride),
        rows,
        inputs,
        outputs,
        this.scratch,
      );
    }
  }

  private inputGradient(instruction: InputGradient): void {
    const { twins, rows, inputs, outputs, activation, accumulate } = instruction;
    for (let twin = 0; twin < twins; twin += 1) {
      this.kernels.inputGradient(
        this.address(instruction.delta + twin * rows * outputs),
        this.address(instruction.weights + twin * instruction.weightsStride),
        activation === null ? 0 : this.address(activation + twin * rows * inputs),
        this.address(instruction.gradient + twin * rows * inputs),
        rows,
        inputs,
        outputs,
        Number(accumulate),
        this.scratch,
      );
    }
  }

  private address(offset: number): number {
    return this.base + 4 * offset;
  }

  private statistic(name: TrainingMetric): number {
    return this.address(this.program.statistics.offset + TRAINING_METRICS.indexOf(name));
  }

  private view({ offset, length }: Region): Float32Array {
    return this.arena.subarray(offset, offset + length);
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
