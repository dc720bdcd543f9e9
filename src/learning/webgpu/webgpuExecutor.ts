/**
 * Replays programs on a GPU. A program is recorded once, as pipelines and bind groups over the
 * arena's buffer; a queue of updates is then one command buffer, in which every update copies its
 * schedule and its row numbers into place, gathers its minibatch from columns that stay on the
 * device, and replays. The processor waits only when something is read.
 */
import type { Executor, UpdateQueue } from '../compiled/executor';
import type { Feed } from '../compiled/feed';
import type { Program, Region } from '../compiled/program';
import type { TrainingDevice } from './device';
import { packOperands, type Dispatch } from './dispatch';
import { gatherDispatch } from './gather';
import { dispatchesOf } from './kernels';
import { productsFor, type Products } from './products';

const WORD_BYTES = 4;

interface RecordedDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: Dispatch['workgroups'];
}

export class WebgpuExecutor implements Executor {
  readonly canBeLost = true;
  /** A storage buffer that can be copied from: tfjs takes it as a tensor. */
  readonly arena: GPUBuffer;
  private readonly device: GPUDevice;
  /** Words of the feed for the slots of an update. */
  private readonly slots: GPUBuffer;
  private readonly columns: GPUBuffer;
  /** Schedule and slots of every update of a queue; as long as the longest queue so far. */
  private updates: GPUBuffer | null = null;
  private readonly recorded: readonly RecordedDispatch[];
  /** Operands of every dispatch. */
  private readonly uniforms: GPUBuffer[] = [];

  /**
   * Waits for the shaders that the device has not compiled yet.
   * @param choose how matrix products are made there
   * @throws Error when the adapter has no buffers of that size, or a shader does not compile
   */
  static async create(
    device: TrainingDevice,
    program: Program,
    feed: Feed,
    choose: (gpu: GPUDevice) => Products = productsFor,
  ): Promise<WebgpuExecutor> {
    const columns = feed.columns();
    const words = Math.max(program.arenaLength, startsOf(columns).at(-1) ?? 0);
    device.checkBuffer(words * WORD_BYTES);
    const products = choose(device.gpu);
    const dispatches = [
      gatherDispatch(feed, columns, startsOf(columns)),
      ...program.instructions.flatMap((instruction) =>
        dispatchesOf(instruction, program.statistics, products),
      ),
    ];
    const pipelines = await Promise.all(dispatches.map(({ shader }) => device.pipeline(shader)));
    return new WebgpuExecutor(device, program, feed, columns, dispatches, pipelines);
  }

  private constructor(
    private readonly training: TrainingDevice,
    private readonly program: Program,
    private readonly feed: Feed,
    columns: readonly Float32Array[],
    dispatches: readonly Dispatch[],
    pipelines: readonly GPUComputePipeline[],
  ) {
    this.device = training.gpu;
    const { STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
    this.arena = this.createBuffer(program.arenaLength, STORAGE | COPY_DST | COPY_SRC);
    this.slots = this.createBuffer(this.wordsPerUpdate, STORAGE | COPY_DST);
    const starts = startsOf(columns);
    this.columns = this.createBuffer(starts[columns.length], STORAGE | COPY_DST);
    columns.forEach((column, index) => this.upload(this.columns, starts[index], column));
    this.recorded = dispatches.map((dispatch, index) =>
      // The first one gathers the minibatch.
      this.record(dispatch, pipelines[index], index === 0 ? [this.columns, this.slots] : []),
    );
    for (const { region, value } of program.constants) {
      this.write(region, new Float32Array(region.length).fill(value));
    }
  }

  /** Words that the slots of one update take. */
  private get wordsPerUpdate(): number {
    return Math.max(1, this.feed.batchSize) * this.feed.wordsPerSlot;
  }

  run(queue: UpdateQueue): void {
    const { schedule } = this.program;
    const words = schedule.length + this.wordsPerUpdate;
    const updates = this.uploadQueue(queue, words);
    const encoder = this.device.createCommandEncoder();
    for (let update = 0; update < queue.count; update += 1) {
      const start = update * words * WORD_BYTES;
      const scheduleBytes = schedule.length * WORD_BYTES;
      const at = schedule.offset * WORD_BYTES;
      encoder.copyBufferToBuffer(updates, start, this.arena, at, scheduleBytes);
      encoder.copyBufferToBuffer(updates, start + scheduleBytes, this.slots, 0, this.slots.size);
      const pass = encoder.beginComputePass();
      for (const { pipeline, bindGroup, workgroups } of this.recorded) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
      }
      pass.end();
    }
    this.device.queue.submit([encoder.finish()]);
  }

  write(region: Region, values: Float32Array): void {
    this.upload(this.arena, region.offset, values);
  }

  /** @throws DeviceLostError */
  async read(regions: readonly Region[]): Promise<Float32Array[]> {
    const starts = startsOf(regions);
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    const staging = this.createBuffer(starts[regions.length], MAP_READ | COPY_DST);
    const encoder = this.device.createCommandEncoder();
    regions.forEach(({ offset, length }, index) => {
      const to = starts[index] * WORD_BYTES;
      const bytes = length * WORD_BYTES;
      encoder.copyBufferToBuffer(this.arena, offset * WORD_BYTES, staging, to, bytes);
    });
    this.device.queue.submit([encoder.finish()]);
    await this.training.reading(() => staging.mapAsync(GPUMapMode.READ));
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.destroy();
    return regions.map(({ length }, index) => values.slice(starts[index], starts[index] + length));
  }

  dispose(): void {
    this.arena.destroy();
    this.slots.destroy();
    this.columns.destroy();
    this.updates?.destroy();
    for (const uniform of this.uniforms) uniform.destroy();
  }

  private uploadQueue({ count, drawn, schedules }: UpdateQueue, words: number): GPUBuffer {
    const { program, feed } = this;
    const { length } = program.schedule;
    const data = new ArrayBuffer(count * words * WORD_BYTES);
    for (let update = 0; update < count; update += 1) {
      const start = update * words * WORD_BYTES;
      const values = new Float32Array(data, start, length);
      values.set(schedules.subarray(update * length, (update + 1) * length));
      const slots = new Uint32Array(data, start + values.byteLength, this.wordsPerUpdate);
      for (let slot = 0; slot < feed.batchSize; slot += 1) {
        feed.describe(drawn[update * feed.batchSize + slot], slots, slot * feed.wordsPerSlot);
      }
    }
    if (this.updates === null || this.updates.size < data.byteLength) {
      this.updates?.destroy();
      const { COPY_SRC, COPY_DST } = GPUBufferUsage;
      this.updates = this.createBuffer(count * words, COPY_SRC | COPY_DST);
    }
    this.device.queue.writeBuffer(this.updates, 0, data);
    return this.updates;
  }

  /** Records a dispatch with a bind group and operands of its own. */
  private record(
    { operands, workgroups }: Dispatch,
    pipeline: GPUComputePipeline,
    others: readonly GPUBuffer[],
  ): RecordedDispatch {
    const { device } = this;
    const bytes = packOperands(operands);
    const { UNIFORM, COPY_DST } = GPUBufferUsage;
    const uniform = device.createBuffer({ size: bytes.byteLength, usage: UNIFORM | COPY_DST });
    device.queue.writeBuffer(uniform, 0, bytes);
    this.uniforms.push(uniform);
    const buffers = [this.arena, uniform, ...others];
    const bindGroup = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    return { pipeline, bindGroup, workgroups };
  }

  private createBuffer(words: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.device.createBuffer({ size: Math.max(1, words) * WORD_BYTES, usage });
  }

  private upload(buffer: GPUBuffer, start: number, values: Float32Array): void {
    const { buffer: bytes, byteOffset, byteLength } = values;
    this.device.queue.writeBuffer(buffer, start * WORD_BYTES, bytes, byteOffset, byteLength);
  }
}

/** Starts of parts that lie one after another, and the end of the last one. */
function startsOf(parts: readonly { readonly length: number }[]): number[] {
  const starts = [0];
  for (const { length } of parts) starts.push(starts[starts.length - 1] + length);
  return starts;
}
