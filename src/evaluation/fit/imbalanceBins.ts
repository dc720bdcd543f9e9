/** How queue imbalance predicts the next move, from counts in equal bins of the imbalance. */

const NEWTON_STEPS = 25;

/** @param bins [2n] looks and those before a move up, by bin of the imbalance from −1 to 1 */
export function logitOfBins(bins: Float64Array): number {
  const count = bins.length / 2;
  let intercept = 0;
  let slope = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (let bin = 0; bin < count; bin++) {
      const x = (2 * (bin + 0.5)) / count - 1;
      const p = 1 / (1 + Math.exp(-(intercept + slope * x)));
      const error = bins[2 * bin + 1] - bins[2 * bin] * p;
      const weight = bins[2 * bin] * p * (1 - p);
      g0 += error;
      g1 += error * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return slope;
}

/** Area under the ROC curve; looks of one bin tie. @param bins as for `logitOfBins` */
export function areaUnderBins(bins: Float64Array): number {
  let downs = 0;
  let ups = 0;
  let area = 0;
  for (let bin = 0; bin < bins.length / 2; bin++) {
    const up = bins[2 * bin + 1];
    const down = bins[2 * bin] - up;
    area += up * (downs + down / 2);
    downs += down;
    ups += up;
  }
  return area / (downs * ups);
}
