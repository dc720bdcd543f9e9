/**
 * Sums of training diagnostics that stay on the backend: an update adds to them without waiting for
 * it, and a whole chunk of updates is read back at once.
 */
import * as tf from './tf';

export class TrainingMetrics<Metric extends string> {
  private readonly sums: tf.Variable;
  private readonly added = new Set<Metric>();
  private count = 0;

  constructor(private readonly names: readonly Metric[]) {
    this.sums = tf.vectorVariable(new Float32Array(names.length));
  }

  /** Adds one update's scalars. */
  add(values: Readonly<Partial<Record<Metric, tf.Scalar>>>): void {
    this.count += 1;
    tf.tidy(() => {
      const row = this.names.map((metric) => {
        const value = values[metric];
        if (value === undefined) return tf.scalar(0);
        this.added.add(metric);
        return value;
      });
      this.sums.assign(tf.add(this.sums, tf.stack(row)));
    });
  }

  /** Means since the last read, which it starts anew; waits for the backend. */
  async read(): Promise<{
    readonly means: Readonly<Record<Metric, number>>;
    readonly finite: boolean;
  }> {
    const sums = await this.sums.data<'float32'>();
    const means = Object.fromEntries(
      this.names.map((metric, index) => [
        metric,
        this.added.has(metric) ? sums[index] / this.count : NaN,
      ]),
    ) as Record<Metric, number>;
    this.count = 0;
    this.added.clear();
    tf.tidy(() => this.sums.assign(tf.zeros([this.names.length])));
    return { means, finite: sums.every(Number.isFinite) };
  }

  dispose(): void {
    this.sums.dispose();
  }
}
