/**
 * Learning curves are shown with an exponential moving average in front of the raw values. Its
 * start is not pulled to zero, as in TensorBoard: m ← (1 − w)·m + w·x is shown as m / (1 − (1 −
 * w)ᵗ). Values that are not numbers are passed over.
 */

/**
 * @param weight of the newest value, in (0, 1]; 1 smooths nothing
 * @returns as long as `values`; NaN where there was no number yet
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let sum = 0;
  let mass = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    sum = (1 - weight) * sum + weight * value;
    mass = (1 - weight) * mass + weight;
    return sum / mass;
  });
}
