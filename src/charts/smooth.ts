/**
 * Exponential moving average without the start-up bias: what a learning curve
 * shows in front of its raw values. What is not a number is passed over.
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
