/**
 * Sums of training diagnostics that stay on the backend: an update adds to them
 * without waiting for it, and a whole chunk of updates is read back at once.
 */
import * as tf from './tf';

const METRICS = [
  'policyLoss',
  'valueLoss',
  'criticLoss',
  'meanValue',
  'meanQ',
  'meanAdvantageWeight',
  'clippedShare',
] as const;
type Metric = (typeof METRICS)[number];

/** NaN for a metric that was not added. */
export type MetricMeans = Readonly<Record<Metric, number>>;

export class TrainingMetrics {
  private readonly sums: tf.Variable;
  private readonly added = new Set<Metric>();
  private count = 0;

  constructor() {
    this.sums = tf.vectorVariable(new Float32Array(METRICS.length));
  }

  /** Adds one update's scalars. */
  add(values: Readonly<Partial<Record<Metric, tf.Scalar>>>): void {
    this.count += 1;
    tf.tidy(() => {
      const row = METRICS.map((metric) => {
        const value = values[metric];
        if (value === undefined) return tf.scalar(0);
        this.added.add(metric);
        return value;
      });
      this.sums.assign(tf.add(this.sums, tf.stack(row)));
    });
  }

  /** Means since the last read, which it starts anew; waits for the backend. */
  async read(): Promise<{ readonly means: MetricMeans; readonly finite: boolean }> {
    const sums = await this.sums.data<'float32'>();
    const means = Object.fromEntries(
      METRICS.map((metric, index) => [
        metric,
        this.added.has(metric) ? sums[index] / this.count : NaN,
      ]),
    ) as MetricMeans;
    this.count = 0;
    this.added.clear();
    tf.tidy(() => this.sums.assign(tf.zeros([METRICS.length])));
    return { means, finite: sums.every(Number.isFinite) };
  }

  dispose(): void {
    this.sums.dispose();
  }
}
