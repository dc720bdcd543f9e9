/**
 * Measures the bytes that a learner takes where no GPU is at work.
 * @see gpuMeter.ts
 */
import * as tf from '../../learning/tfjs/tf';

const PAGE_BYTES = 65_536;

/** Counts the bytes by which WebAssembly memories grow while it watches. */
export class MemoryGauge {
  bytes = 0;
  private readonly own = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'grow');

  constructor() {
    const grow = this.own?.value as
      ((this: WebAssembly.Memory, pages: number) => number) | undefined;
    if (grow === undefined) return;
    const add = (pages: number): void => {
      this.bytes += pages * PAGE_BYTES;
    };
    Object.defineProperty(WebAssembly.Memory.prototype, 'grow', {
      ...this.own,
      value: function growAndCount(this: WebAssembly.Memory, pages: number): number {
        add(pages);
        return grow.call(this, pages);
      },
    });
  }

  stop(): void {
    if (this.own !== undefined)
      Object.defineProperty(WebAssembly.Memory.prototype, 'grow', this.own);
  }
}

/** Measures the most bytes of tfjs's tensors alive during `work`, beyond `before`. */
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
