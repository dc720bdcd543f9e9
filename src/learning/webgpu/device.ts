/**
 * The graphics device of a training session: opened once, given to tfjs's backend, and used by the
 * compiled updates too. The pipelines of the programs live with it, so that cloning, IQL and every
 * run after them compile a shader once.
 */

export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
}

/**
 * Features that are asked for: tfjs's backend times and draws with the first two; matrix products
 * in software use the third.
 */
const FEATURES = ['timestamp-query', 'bgra8unorm-storage', 'subgroups'] as const;

/** Limits that tfjs's own factory raises to the adapter's; the programs need the buffers' sizes. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

export class TrainingDevice {
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private reason: string | null = null;

  /** @throws Error when there is no adapter */
  static async open(gpu: GPU | undefined): Promise<TrainingDevice> {
    if (gpu === undefined) throw new Error('WebGPU is not available here.');
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) throw new Error('WebGPU found no graphics adapter.');
    const { features, limits } = adapter;
    const device = await adapter.requestDevice({
      requiredFeatures: FEATURES.filter((feature) => features.has(feature)),
      requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, limits[limit]])),
    });
    return new TrainingDevice(device);
  }

  private constructor(readonly gpu: GPUDevice) {
    void this.awaitLoss();
    gpu.addEventListener('uncapturederror', ({ error }) => {
      this.reason ??= error.message;
    });
  }

  /** Reason why nothing that is read from it can be trusted; null while all is well. */
  get failure(): string | null {
    return this.reason;
  }

  /** @throws Error when the adapter has no buffers of that size */
  checkBuffer(bytes: number): void {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.gpu.limits;
    const largest = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (bytes > largest) {
      throw new Error(
        `The graphics adapter holds ${largest} bytes in one buffer, and training needs ${bytes}.`,
      );
    }
  }

  /**
   * The pipeline of a shader; its layout follows from the shader's bindings.
   * @throws Error when it does not compile
   */
  pipeline(shader: string): Promise<GPUComputePipeline> {
    const known = this.pipelines.get(shader);
    if (known !== undefined) return known;
    const compiling = this.compile(shader);
    this.pipelines.set(shader, compiling);
    return compiling;
  }

  /**
   * The outcome of a reading, if it can be trusted.
   * @throws DeviceLostError when the device disappeared before or while it was read
   */
  async reading<Result>(read: () => Promise<Result>): Promise<Result> {
    let result: Result;
    try {
      result = await read();
    } catch (error) {
      this.reason ??= error instanceof Error ? error.message : String(error);
      throw this.lost();
    }
    if (this.reason !== null) throw this.lost();
    return result;
  }

  destroy(): void {
    this.pipelines.clear();
    this.gpu.destroy();
  }

  private async compile(shader: string): Promise<GPUComputePipeline> {
    const { gpu } = this;
    // A faulty shader is this pipeline's failure, not the device's.
    gpu.pushErrorScope('validation');
    const module = gpu.createShaderModule({ code: shader });
    const scope = gpu.popErrorScope();
    try {
      const [pipeline] = await Promise.all([
        gpu.createComputePipelineAsync({ layout: 'auto', compute: { module } }),
        scope,
      ]);
      return pipeline;
    } catch (error) {
      this.pipelines.delete(shader);
      throw error;
    }
  }

  private lost(): DeviceLostError {
    return new DeviceLostError(`The graphics device was lost: ${this.reason}`);
  }

  private async awaitLoss(): Promise<void> {
    const { message, reason } = await this.gpu.lost;
    this.reason ??= message === '' ? reason : message;
  }
}
