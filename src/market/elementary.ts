/**
 * exp and log from additions and multiplications alone. ECMAScript leaves the last bits of Math.exp
 * and Math.log to the engine, so a tape that used them would differ between browsers; IEEE 754
 * fixes every bit of these. They are accurate to a few units in the last place, and exp is faster
 * than Math.exp.
 */

/** ln 2 in two parts; the first has trailing zeros, so that k·LN2_HIGH / 32 is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const STEPS = 32;

/** 2^(j / 32) by j, from repeated square roots, which IEEE 754 rounds correctly. */
const FRACTIONAL_POWERS = fractionalPowers();
const LOWEST_EXPONENT = -1022;
const HIGHEST_EXPONENT = 1023;
/** 2^k for every normal k. */
const WHOLE_POWERS = wholePowers();

function fractionalPowers(): Float64Array {
  const roots: number[] = [];
  for (let root = Math.sqrt(2), bit = STEPS / 2; bit >= 1; bit /= 2, root = Math.sqrt(root)) {
    roots[bit] = root;
  }
  return Float64Array.from({ length: STEPS }, (_, step) => {
    let power = 1;
    for (let bit = STEPS / 2; bit >= 1; bit /= 2) if ((step & bit) !== 0) power *= roots[bit];
    return power;
  });
}

function wholePowers(): Float64Array {
  const powers = new Float64Array(HIGHEST_EXPONENT - LOWEST_EXPONENT + 1);
  powers[-LOWEST_EXPONENT] = 1;
  for (let k = 1; k <= HIGHEST_EXPONENT; k++)
    powers[k - LOWEST_EXPONENT] = 2 * powers[k - 1 - LOWEST_EXPONENT];
  for (let k = -1; k >= LOWEST_EXPONENT; k--)
    powers[k - LOWEST_EXPONENT] = powers[k + 1 - LOWEST_EXPONENT] / 2;
  return powers;
}

/** Computes e^x, for x clipped to ±708, which keeps it finite. */
export function exp(x: number): number {
  const clipped = Math.max(-708, Math.min(708, x));
  const step = (clipped * (STEPS / Math.LN2) + (clipped < 0 ? -0.5 : 0.5)) | 0;
  const r = clipped - step * (LN2_HIGH / STEPS) - step * (LN2_LOW / STEPS);
  // |r| < ln 2 / 64: the first term left out is below 5e-18.
  const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r / 720)))));
  return (
    FRACTIONAL_POWERS[step & (STEPS - 1)] * WHOLE_POWERS[(step >> 5) - LOWEST_EXPONENT] * series
  );
}

/**
 * Computes ln x for positive, finite x. It is written for tables and rare tails, not for hot loops.
 */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) throw new RangeError(`log: expected a positive number, got ${x}`);
  let mantissa = x;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  // ln m is 2·artanh(z) with z = (m − 1) / (m + 1), so |z| < 0.172.
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let series = 0;
  for (let power = 23; power >= 3; power -= 2) series = (series + 1 / power) * square;
  return exponent * LN2_HIGH + (2 * (z + z * series) + exponent * LN2_LOW);
}

/** Computes x^y for positive, finite x. */
export function pow(x: number, y: number): number {
  return exp(y * log(x));
}
