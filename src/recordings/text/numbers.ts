/**
 * Reads numbers from the bytes of a text, exactly and without a string: whole numbers, decimals as
 * whole multiples of their smallest place, and times since 1970, which exceed 2^53 nanoseconds.
 * Each returns NaN for what is no such number, so that the caller can say where it stands.
 */

const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const LETTER_E = 0x65;
/** Turns a capital letter into a small one. */
const LOWER_CASE = 0x20;

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const LONGEST_NUMBER = 64;
/** Exponents beyond it are of no number in a recording. */
const FARTHEST_EXPONENT = 1000;

/** Reads a whole number, perhaps with a minus. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let at = isNegative ? start + 1 : start;
  if (at >= end) return NaN;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  if (value > Number.MAX_SAFE_INTEGER) return NaN;
  return isNegative && value !== 0 ? -value : value;
}

/**
 * Reads a decimal number as a whole number of 10^−`places`: 8531.5 with two places is 853150. Zeros
 * at the end are no places; an exponent, as in 1e-7, is understood.
 * @returns NaN also for more places, and for more digits than a number holds exactly
 */
export function scaledDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  places: number,
): number {
  const isNegative = bytes[start] === MINUS;
  let at = isNegative ? start + 1 : start;
  let mantissa = 0;
  let power = places;
  let digits = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
    digits += 1;
  }
  if (at < end && bytes[at] === POINT) {
    let zeros = 0;
    for (at += 1; at < end; at += 1) {
      const digit = bytes[at] - ZERO;
      if (digit < 0 || digit > 9) break;
      digits += 1;
      if (digit === 0) {
        zeros += 1;
        continue;
      }
      mantissa = mantissa * (zeros < 22 ? POWERS_OF_TEN[zeros + 1] : NaN) + digit;
      power -= zeros + 1;
      zeros = 0;
    }
  }
  if (digits === 0) return NaN;
  if (at < end) power += exponent(bytes, at, end);
  // Written so that NaN is refused too.
  if (!(mantissa <= Number.MAX_SAFE_INTEGER)) return NaN;
  const value = timesPowerOfTen(mantissa, power);
  return isNegative && value !== 0 ? -value : value;
}

/** Reads the decimal number in a string, as `scaledDecimal` reads one in bytes. */
export function scaledText(text: string, places: number): number {
  if (text.length > LONGEST_NUMBER) return NaN;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return NaN;
    bytes[at] = code;
  }
  return scaledDecimal(bytes, 0, bytes.length, places);
}

/**
 * Reads a time since 1970 as nanoseconds from a base. Two halves keep it exact.
 * @param places digits of the time behind the second: 3 for milliseconds, 9 for nanoseconds
 * @param baseSeconds the base, in whole seconds since 1970
 * @returns NaN also for a time more than 104 days from the base
 */
export function epochNanoseconds(
  bytes: Uint8Array,
  start: number,
  end: number,
  places: number,
  baseSeconds: number,
): number {
  const split = end - places;
  if (split <= start) return NaN;
  const seconds = wholeNumber(bytes, start, split);
  let rest = 0;
  for (let at = split; at < end; at += 1) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    rest = rest * 10 + digit;
  }
  const offset = (seconds - baseSeconds) * 1e9 + rest * POWERS_OF_TEN[9 - places];
  return seconds >= 0 && Math.abs(offset) <= Number.MAX_SAFE_INTEGER ? offset : NaN;
}

const DATE_BYTES = 19;
const LETTER_Z = 0x5a;

/**
 * Reads a time in UTC as ISO 8601 has it, 2023-12-25T23:00:00.123456789Z, with up to nine digits
 * behind the second, as nanoseconds from a base.
 * @returns NaN for what is no such time
 */
export function isoNanoseconds(
  bytes: Uint8Array,
  start: number,
  end: number,
  baseSeconds: number,
): number {
  const part = (from: number, length: number) =>
    wholeNumber(bytes, start + from, start + from + length);
  const fraction = end - 1 - (start + DATE_BYTES + 1);
  if (bytes[end - 1] !== LETTER_Z || fraction > 9 || end - start < DATE_BYTES + 1) return NaN;
  const day = Date.UTC(part(0, 4), part(5, 2) - 1, part(8, 2));
  const seconds = day / 1000 + part(11, 2) * 3600 + part(14, 2) * 60 + part(17, 2);
  const rest = fraction > 0 ? part(DATE_BYTES + 1, fraction) * POWERS_OF_TEN[9 - fraction] : 0;
  const offset = (seconds - baseSeconds) * 1e9 + rest;
  return Math.abs(offset) <= Number.MAX_SAFE_INTEGER ? offset : NaN;
}

/** Reads the exponent that starts with its `e`. */
function exponent(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start] | LOWER_CASE) !== LETTER_E) return NaN;
  const hasPlus = bytes[start + 1] === PLUS && bytes[start + 2] !== MINUS;
  return wholeNumber(bytes, hasPlus ? start + 2 : start + 1, end);
}

/** Gives mantissa · 10^power where that is a whole number held exactly, else NaN. */
function timesPowerOfTen(mantissa: number, power: number): number {
  if (mantissa === 0 && power >= -FARTHEST_EXPONENT) return 0;
  let significant = mantissa;
  let left = power;
  for (; left < 0 && significant % 10 === 0; left += 1) significant /= 10;
  if (!(left >= 0 && left < POWERS_OF_TEN.length)) return NaN;
  // Factors of two cost no precision: the product is exact as long as the rest of it is.
  const isExact = significant * 5 ** left <= Number.MAX_SAFE_INTEGER;
  return isExact ? significant * POWERS_OF_TEN[left] : NaN;
}
