/** Bytes that a learner takes, where no GPU is at work. @see gpuMeter.ts */
import * as tf from '../../learning/tf';

/** Bytes by which WebAssembly memories grow while it watches. */
export class MemoryGauge {
  bytes = 0;
  private readonly original = WebAssembly.Memory.prototype.grow;

  constructor() {
    const { original } = this;
    const add = (pages: number): void => {
      this.bytes += pages * 65_536;
    };
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
      add(pages);
      return original.call(this, pages);
    };
  }

  stop(): void {
    WebAssembly.Memory.prototype.grow = this.original;
  }
}

/** The most bytes of tfjs's tensors alive during `work`, those that were there before it taken off. */
export async function tensorPeak(before: number, work: () => void): Promise<number> {
  const { peakBytes } = await tf.profile(() => {
    work();
    return [];
  });
  return peakBytes - before;
}

export function tensorBytes(): number {
  return tf.memory().numBytes;
}
