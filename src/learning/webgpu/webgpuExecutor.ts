/**
 * Replays programs on a GPU. A program is recorded once, as pipelines and bind
 * groups over the arena's buffer; a queue of updates is then one command buffer,
 * in which every update copies its schedule and its row numbers into place,
 * gathers its minibatch from columns that stay on the device, and replays. The
 * processor waits only when something is read.
 */
import type { Executor, UpdateQueue } from '../compiled/executor';
import type { Program, Region } from '../compiled/program';
import type { TransitionColumns, TransitionSampler } from '../sampler';
import { DeviceLostError, openDevice } from './device';
import { dispatchOf, elementwise, packOperands, type Dispatch } from './kernels';
import { GATHER_SHADER } from './shaders/elementwise';
import { HARDWARE_TILE, SOFTWARE_TILE } from './shaders/matrix';

const WORD_BYTES = 4;

interface RecordedDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: Dispatch['workgroups'];
}

export class WebgpuExecutor implements Executor {
  readonly canBeLost = true;
  private readonly arena: GPUBuffer;
  /** Of the update's slots: the row of s, and that of s′. */
  private readonly rows: GPUBuffer;
  private readonly columns: GPUBuffer;
  /** Schedule and rows of every update of a queue; as long as the longest queue so far. */
  private updates: GPUBuffer | null = null;
  private readonly recorded: readonly RecordedDispatch[];
  /** Why nothing that is read can be trusted any more. */
  private failure: string | null = null;

  /** On a device of its own. @throws Error when there is no adapter for buffers of that size */
  static async create(
    gpu: GPU | undefined,
    program: Program,
    sampler: Pick<TransitionSampler, 'successor' | 'columns'>,
  ): Promise<WebgpuExecutor> {
    const columns = sampler.columns();
    const words = Math.max(program.arenaLength, startsOf(partsOf(columns)).at(-1) ?? 0);
    const device = await openDevice(gpu, words * WORD_BYTES);
    return new WebgpuExecutor(device, program, sampler, columns);
  }

  private constructor(
    private readonly device: GPUDevice,
    private readonly program: Program,
    private readonly sampler: Pick<TransitionSampler, 'successor'>,
    columns: TransitionColumns,
  ) {
    void this.awaitLoss();
    device.addEventListener('uncapturederror', ({ error }) => {
      this.failure ??= error.message;
    });
    const { STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
    this.arena = this.createBuffer(program.arenaLength, STORAGE | COPY_DST | COPY_SRC);
    this.rows = this.createBuffer(2 * Math.max(1, program.batch.size), STORAGE | COPY_DST);
    const parts = partsOf(columns);
    const starts = startsOf(parts);
    this.columns = this.createBuffer(starts[parts.length], STORAGE | COPY_DST);
    parts.forEach((part, index) => this.upload(this.columns, starts[index], part));
    const tile = device.adapterInfo.isFallbackAdapter ? SOFTWARE_TILE : HARDWARE_TILE;
    const recorder = new Recorder(device, this.arena);
    this.recorded = [
      recorder.record(gatherDispatch(program, columns, starts), [this.columns, this.rows]),
      ...program.instructions.map((instruction) =>
        recorder.record(dispatchOf(instruction, program.statistics, tile), []),
      ),
    ];
    for (const { region, value } of program.constants) {
      this.write(region, new Float32Array(region.length).fill(value));
    }
  }

  /** Per update. */
  get dispatchCount(): number {
    return this.recorded.length;
  }

  run(queue: UpdateQueue): void {
    const { schedule, batch } = this.program;
    const words = schedule.length + 2 * batch.size;
    const updates = this.uploadQueue(queue, words);
    const encoder = this.device.createCommandEncoder();
    for (let update = 0; update < queue.count; update += 1) {
      const start = update * words * WORD_BYTES;
      const scheduleBytes = schedule.length * WORD_BYTES;
      const at = schedule.offset * WORD_BYTES;
      encoder.copyBufferToBuffer(updates, start, this.arena, at, scheduleBytes);
      encoder.copyBufferToBuffer(updates, start + scheduleBytes, this.rows, 0, this.rows.size);
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

  /** Carries out the program's instructions once, on what is in the arena. */
  execute(): void {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroup, workgroups } of this.recorded.slice(1)) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
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
    try {
      await staging.mapAsync(GPUMapMode.READ);
    } catch (error) {
      throw this.explain(error);
    }
    if (this.failure !== null) throw this.explain(this.failure);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.destroy();
    return regions.map(({ length }, index) => values.slice(starts[index], starts[index] + length));
  }

  dispose(): void {
    this.arena.destroy();
    this.rows.destroy();
    this.columns.destroy();
    this.updates?.destroy();
    this.device.destroy();
  }

  private async awaitLoss(): Promise<void> {
    const { message, reason } = await this.device.lost;
    this.failure ??= message === '' ? reason : message;
  }

  private uploadQueue({ count, rows, schedules }: UpdateQueue, words: number): GPUBuffer {
    const { schedule, batch } = this.program;
    const data = new ArrayBuffer(count * words * WORD_BYTES);
    for (let update = 0; update < count; update += 1) {
      const start = update * words * WORD_BYTES;
      const values = new Float32Array(data, start, schedule.length);
      values.set(schedules.subarray(update * schedule.length, (update + 1) * schedule.length));
      const numbers = new Uint32Array(data, start + values.byteLength, 2 * batch.size);
      for (let slot = 0; slot < batch.size; slot += 1) {
        const row = rows[update * batch.size + slot];
        numbers[2 * slot] = row;
        numbers[2 * slot + 1] = this.sampler.successor(row);
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

  private createBuffer(words: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.device.createBuffer({ size: Math.max(1, words) * WORD_BYTES, usage });
  }

  private upload(buffer: GPUBuffer, start: number, values: Float32Array): void {
    const { buffer: bytes, byteOffset, byteLength } = values;
    this.device.queue.writeBuffer(buffer, start * WORD_BYTES, bytes, byteOffset, byteLength);
  }

  private explain(error: unknown): Error {
    const reason = this.failure ?? (error instanceof Error ? error.message : String(error));
    return new DeviceLostError(`The graphics device was lost: ${reason}`);
  }
}

/** Makes each pipeline once, and a bind group with operands of its own for every dispatch. */
class Recorder {
  private readonly pipelines = new Map<string, GPUComputePipeline>();

  constructor(
    private readonly device: GPUDevice,
    private readonly arena: GPUBuffer,
  ) {}

  record({ shader, operands, workgroups }: Dispatch, others: readonly GPUBuffer[]) {
    const pipeline = this.pipelineOf(shader);
    const bytes = packOperands(operands);
    const { UNIFORM, COPY_DST } = GPUBufferUsage;
    const uniform = this.device.createBuffer({
      size: bytes.byteLength,
      usage: UNIFORM | COPY_DST,
    });
    this.device.queue.writeBuffer(uniform, 0, bytes);
    const buffers = [this.arena, uniform, ...others];
    const bindGroup = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    return { pipeline, bindGroup, workgroups };
  }

  private pipelineOf(shader: string): GPUComputePipeline {
    const known = this.pipelines.get(shader);
    if (known !== undefined) return known;
    const module = this.device.createShaderModule({ code: shader });
    const pipeline = this.device.createComputePipeline({ layout: 'auto', compute: { module } });
    this.pipelines.set(shader, pipeline);
    return pipeline;
  }
}

function gatherDispatch(
  { batch }: Program,
  columns: TransitionColumns,
  starts: readonly number[],
): Dispatch {
  const rows = columns.rewards.length;
  const width = batch.size > 0 ? batch.observations.length / batch.size : 0;
  const actionWidth = rows > 0 ? columns.actions.length / rows : 0;
  const perSlot = Math.max(width, actionWidth, 1);
  const places = [
    batch.observations,
    batch.nextObservations,
    batch.actions,
    batch.rewards,
    batch.terminals,
  ].map((region) => region.offset);
  const [, actionColumn, rewardColumn, terminalColumn] = starts;
  const sizes = [batch.size, width, actionWidth, perSlot];
  return {
    shader: GATHER_SHADER,
    operands: [...sizes, ...places, actionColumn, rewardColumn, terminalColumn],
    workgroups: elementwise(batch.size * perSlot),
  };
}

function partsOf(columns: TransitionColumns): Float32Array[] {
  return [columns.observations, columns.actions, columns.rewards, columns.terminals];
}

/** Where each part starts when they lie one after another, and where the last one ends. */
function startsOf(parts: readonly { readonly length: number }[]): number[] {
  const starts = [0];
  for (const { length } of parts) starts.push(starts[starts.length - 1] + length);
  return starts;
}
