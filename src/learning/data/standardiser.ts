/** Turns observations into standard deviations from their mean, as networks take them. */
import type { ObservationStatistics } from './dataset';

export class Standardiser {
  private readonly mean: Float32Array;
  private readonly inverseStd: Float32Array;

  constructor({ mean, std }: ObservationStatistics) {
    this.mean = mean;
    this.inverseStd = std.map((value) => 1 / value);
  }

  /** Writes row `row` of `from`, standardised, to row `slot` of `to`. */
  write(from: Float32Array, row: number, to: Float32Array, slot: number): void {
    const { mean, inverseStd } = this;
    const width = mean.length;
    const source = row * width;
    const target = slot * width;
    for (let feature = 0; feature < width; feature += 1) {
      to[target + feature] = (from[source + feature] - mean[feature]) * inverseStd[feature];
    }
  }
}
