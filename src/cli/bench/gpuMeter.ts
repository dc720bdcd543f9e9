/**
 * Counts what a process asks of its GPUs, whichever library asks: dispatches, and bytes of buffers
 * that were created and not destroyed. From its construction until it is stopped it stands in front
 * of the browser's own methods.
 */

export class GpuMeter {
  dispatches = 0;
  /** Bytes of the buffers that exist now. */
  bytes = 0;
  /** Highest value of `bytes` so far. */
  peakBytes = 0;
  private readonly sizes = new WeakMap<GPUBuffer, number>();
  private readonly restore: (() => void)[] = [];

  constructor() {
    if (!('GPUDevice' in globalThis)) return;
    const { sizes } = this;
    const onDispatch = (): void => {
      this.dispatches += 1;
    };
    const onBytes = (change: number): void => {
      this.bytes += change;
      this.peakBytes = Math.max(this.peakBytes, this.bytes);
    };
    this.replace(
      GPUComputePassEncoder.prototype,
      'dispatchWorkgroups',
      (original) =>
        function dispatchWorkgroups(this: GPUComputePassEncoder, ...counts) {
          onDispatch();
          original.apply(this, counts);
        },
    );
    this.replace(
      GPUDevice.prototype,
      'createBuffer',
      (original) =>
        function createBuffer(this: GPUDevice, descriptor) {
          const buffer = original.call(this, descriptor);
          sizes.set(buffer, descriptor.size);
          onBytes(descriptor.size);
          return buffer;
        },
    );
    this.replace(
      GPUBuffer.prototype,
      'destroy',
      (original) =>
        function destroy(this: GPUBuffer) {
          onBytes(-(sizes.get(this) ?? 0));
          sizes.delete(this);
          original.call(this);
          return undefined;
        },
    );
  }

  stop(): void {
    for (const restore of this.restore) restore();
  }

  private replace<Target extends object, Name extends keyof Target & string>(
    target: Target,
    name: Name,
    instead: (original: Target[Name]) => Target[Name],
  ): void {
    const own = Object.getOwnPropertyDescriptor(target, name);
    if (own === undefined) return;
    Object.defineProperty(target, name, { ...own, value: instead(own.value as Target[Name]) });
    this.restore.push(() => {
      Object.defineProperty(target, name, own);
    });
  }
}
