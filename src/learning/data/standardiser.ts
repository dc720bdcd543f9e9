/** Turns observations into standard deviations from their mean, as networks take them. */
import type { ObservationStatistics } from './dataset';

export class Standardiser {
  private readonly mean: Float32Array;
  private readonly inverseStd: Float32Array;

  constructor({ mean, std }: ObservationStatistics) {
    this.mean = mean;
    this.inverseStd = std.map((value) => 1 / value);
  }

  /** Writes row `row` of `from`, standardised, to `to` from `target` on. */
  write(from: Float32Array, row: number, to: Float32Array, target: number): void {
    const { mean, inverseStd } = this;
    const width = mean.length;
    const source = row * width;
    for (let feature = 0; feature < width; feature += 1) {
      to[target + feature] = (from[source + feature] - mean[feature]) * inverseStd[feature];
    }
  }
}
