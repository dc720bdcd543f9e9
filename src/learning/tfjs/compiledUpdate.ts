/**
 * Compiled updates as citizens of tfjs: the arena of a program is a tensor of the backend, so that
 * tf.memory() counts it, and a queue of updates is a kernel that changes it in place, so that
 * tf.profile() sees it. What runs the program itself knows no tfjs: see wasm/wasmExecutor.ts and
 * webgpu/webgpuExecutor.ts.
 */
import { CompiledLearner, type Outlook } from '../compiled/compiledLearner';
import type { Executor, UpdateQueue } from '../compiled/executor';
import type { Feed } from '../compiled/feed';
import type { Program, Region } from '../compiled/program';
import type { LearnerState } from '../algorithms/learnerState';
import * as tf from './tf';

export const COMPILED_UPDATE = 'CompiledUpdate';

/** The kernel takes these beside the arena. */
export interface UpdateAttributes {
  readonly executor: Executor;
  readonly queue: UpdateQueue;
}

/**
 * The attributes of a kernel's call; tfjs's own type for them knows nothing but numbers and text.
 */
export const attributesOf = (attributes: tf.NamedAttrMap | undefined): UpdateAttributes =>
  attributes as unknown as UpdateAttributes;

/** An executor that runs as a kernel of tfjs's current backend. */
export class KernelExecutor implements Executor {
  readonly canBeLost: boolean;

  /**
   * @param arena a tensor over the executor's arena, which starts at its element `start`
   * @param others tensors that the executor computes in
   * @param flush hands what tfjs has recorded to the device
   */
  constructor(
    private readonly executor: Executor,
    private readonly arena: tf.Tensor1D,
    private readonly start: number,
    private readonly others: readonly tf.Tensor[],
    private readonly flush: () => void,
  ) {
    this.canBeLost = executor.canBeLost;
  }

  run(queue: UpdateQueue): void {
    const attributes: UpdateAttributes = { executor: this.executor, queue };
    tf.engine().runKernel(
      COMPILED_UPDATE,
      { arena: this.arena },
      attributes as unknown as tf.NamedAttrMap,
    );
  }

  write(region: Region, values: Float32Array): void {
    this.executor.write(region, values);
  }

  read(regions: readonly Region[]): Promise<Float32Array[]> {
    return this.executor.read(regions);
  }

  /**
   * A region of the arena after the updates that were started, as a tensor that the caller
   * disposes.
   */
  slice({ offset, length }: Region): tf.Tensor1D {
    const slice = tf.slice(this.arena, this.start + offset, length);
    this.flush();
    return slice;
  }

  dispose(): void {
    this.flush();
    tf.dispose([this.arena, ...this.others]);
    this.executor.dispose();
  }
}

/** A compiled learner whose parameters can be read as tensors while it trains. */
export class CompiledEngine<Means> extends CompiledLearner<Means> {
  constructor(
    private readonly ownProgram: Program,
    outlook: Outlook<Means>,
    private readonly kernel: KernelExecutor,
    feed: Feed,
    state: LearnerState,
  ) {
    super(ownProgram, outlook, kernel, feed, state);
  }

  /**
   * A parameter vector by its name in checkpoints, after the updates that were started. The caller
   * disposes it.
   * @throws RangeError when there is none of that name
   */
  parameter(name: string): tf.Tensor1D {
    if (!(name in this.ownProgram.parameters)) throw new RangeError(`no parameter ${name}`);
    return this.kernel.slice(this.ownProgram.parameters[name]);
  }
}
