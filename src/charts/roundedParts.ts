/**
 * Rounds parts to whole numbers whose sum is the rounded sum: the parts that lose most by rounding
 * give way first.
 */
export function roundedParts(exact: readonly number[]): number[] {
  const parts = exact.map(whole);
  const missing = whole(total(exact)) - total(parts);
  const direction = Math.sign(missing);
  const order = exact
    .map((value, index) => ({ index, lost: direction * (value - parts[index]) }))
    .sort((one, two) => two.lost - one.lost);
  for (const { index } of order.slice(0, Math.abs(missing))) parts[index] += direction;
  return parts;
}

/** Rounds, and makes −0 a 0. */
const whole = (value: number): number => Math.round(value) + 0;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
