/**
 * Every quantity has one formatter. Typography follows the tables of the field: a real minus sign
 * (U+2212), an explicit plus where the sign is the message, decimals from the tick, and a dash,
 * never a zero, where there is no number.
 */

export const MISSING = '—';
const MINUS = '−';

const withMinus = (text: string) => text.replaceAll('-', MINUS);

/** Formats with fixed decimals; −0 is shown as 0. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return MISSING;
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : withMinus(text);
}

/** Formats as `formatFixed` does, with + before what is above zero. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatFixed(value, decimals);
  return Number.isFinite(value) && Number(value.toFixed(decimals)) > 0 ? `+${text}` : text;
}

/** Decimals needed to write every multiple of the tick: 0.25 → 2, 0.1 → 1, 5 → 0. */
export function tickDecimals(tickSize: number): number {
  for (let decimals = 0; decimals < 9; decimals++) {
    const scaled = tickSize * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * scaled) return decimals;
  }
  return 9;
}

/** @param ticks price in ticks; a mid that ends in a half gets the decimal it needs */
export function formatPrice(ticks: number, tickSize: number): string {
  const unit = Number.isInteger(ticks) ? tickSize : tickSize / 2;
  return formatFixed(ticks * tickSize, tickDecimals(unit));
}

/** Whole counts below 10 000 as they are, above with k, M or G and one decimal: 12.3k. */
export function formatCompact(value: number): string {
  if (!Number.isFinite(value)) return MISSING;
  const size = Math.abs(value);
  if (size < 1000) return formatFixed(value, Number.isInteger(value) || size >= 100 ? 0 : 1);
  const units = ['k', 'M', 'G', 'T'];
  let scaled = value / 1000;
  let unit = 0;
  while (Math.abs(scaled) >= 999.95 && unit < units.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return `${withMinus(scaled.toFixed(1)).replace(/\.0$/, '')}${units[unit]}`;
}

/** Profit and other signed money: +$12.50, −$3.00, +$12.3k. */
export function formatProfit(dollars: number): string {
  if (!Number.isFinite(dollars)) return MISSING;
  const size = Math.abs(dollars);
  const rounded = size < 1000 ? size.toFixed(2) : formatCompact(size);
  if (Number(rounded) === 0) return '$0.00';
  return `${dollars < 0 ? MINUS : '+'}$${rounded}`;
}

/** Signed money to the cent, for parts that have to add up: +$12,345.60. @param cents whole */
export function formatCents(cents: number): string {
  if (!Number.isFinite(cents)) return MISSING;
  const [dollars, rest] = (Math.abs(cents) / 100).toFixed(2).split('.');
  const grouped = dollars.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = cents === 0 ? '' : cents < 0 ? MINUS : '+';
  return `${sign}$${grouped}.${rest}`;
}

/** Signed money to the cent, for what stands beside its parts or its difference. */
export const formatExact = (dollars: number): string => formatCents(Math.round(100 * dollars));

/** Signed money in whole dollars, for parts that have to add up where cents have no room: +$12,345. */
export const formatWholeDollars = (dollars: number): string =>
  formatExact(Math.round(dollars)).replace('.00', '');

/** Money without a sign: $12.50, $12.3k. */
export const formatAmount = (dollars: number): string =>
  formatProfit(Math.abs(dollars)).replace('+', '');

/** What a unit is worth: $12.50, and $0.00125 where cents would not tell. */
export const formatUnitValue = (dollars: number): string =>
  dollars < 0.01 || Math.abs(dollars * 100 - Math.round(dollars * 100)) > 1e-6
    ? `$${formatSignificant(dollars)}`
    : formatAmount(dollars);

/** The limits of an interval of money: "(−$3.20 to +$1.1k)"; empty where there is none. */
export const formatLimits = (low: number, high: number): string =>
  Number.isFinite(low) ? `(${formatLimit(low)} to ${formatLimit(high)})` : '';

/** Half of an interval around its middle: "± $3.20"; empty where there is none. */
export const formatMargin = (low: number, high: number): string =>
  Number.isFinite(high - low) ? `± ${formatLimit((high - low) / 2).replace('+', '')}` : '';

/** A limit is no more exact than the interval is wide: cents only below $10. */
function formatLimit(dollars: number): string {
  const size = Math.abs(dollars);
  if (size < 10 || size >= 999.5 || !Number.isFinite(size)) return formatProfit(dollars);
  return `${dollars < 0 ? MINUS : '+'}$${size.toFixed(0)}`;
}

/** Signed contracts: +3, −12, 0. */
export const formatContracts = (contracts: number): string => formatSigned(contracts, 0);

const two = (value: number) => String(value).padStart(2, '0');

/** Market time: mm:ss.mmm, with hours in front only when there are any. */
export function formatTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return MISSING;
  const milliseconds = Math.round(Math.abs(seconds) * 1000);
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor(milliseconds / 60_000) % 60;
  const rest = `${two(Math.floor(milliseconds / 1000) % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`;
  const text = hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${two(minutes)}:${rest}`;
  return seconds < 0 && milliseconds > 0 ? `${MINUS}${text}` : text;
}

/** Market time to the tenth that has passed, on the same clock: mm:ss.m. */
export const formatTenths = (seconds: number): string =>
  Number.isFinite(seconds) ? formatTime(seconds).slice(0, -2) : MISSING;

/** Axis labels, where milliseconds would be noise: mm:ss, the same clock as `formatTime`. */
export function formatClock(seconds: number): string {
  if (!Number.isFinite(seconds)) return MISSING;
  const whole = Math.round(seconds);
  return formatTime(whole).slice(0, -'.000'.length);
}

/** A wait, to the precision at which people plan: 8 s, 2 min, 1 h 5 min. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return MISSING;
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something took, to the nearest: 0.6 s, 4.3 s, 41 s, 2 min. */
export const formatSpan = (seconds: number): string =>
  seconds < 9.95 ? `${formatFixed(seconds, 1)} s` : formatDuration(Math.round(seconds));

/** A share as a percentage; one decimal below ten percent. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return MISSING;
  const percent = share * 100;
  return `${formatFixed(percent, Math.abs(percent) < 10 && percent !== 0 ? 1 : 0)} %`;
}

/** A difference of two shares in percentage points, with its sign: +1.2 pp. */
export function formatPoints(difference: number): string {
  if (!Number.isFinite(difference)) return MISSING;
  const points = difference * 100;
  return `${formatSigned(points, Math.abs(points) < 10 && points !== 0 ? 1 : 0)} pp`;
}

/** Losses and other numbers of unknown size: three significant digits. */
export function formatSignificant(value: number): string {
  if (!Number.isFinite(value)) return MISSING;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1000) return formatCompact(value);
  if (size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(1).split('e');
    return withMinus(`${mantissa}e${Number(exponent)}`);
  }
  return withMinus(value.toPrecision(3));
}

/** A label of an axis: as `formatSignificant`, without the zeros at its end: 0.05, −0.25, 2. */
export function formatTick(value: number): string {
  const text = formatSignificant(value);
  return /^[^ekMGT]*\.\d*0$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}

/** A rate: 41 /s, 0.5 /s, 12.3k /s. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return MISSING;
  const decimals = perSecond < 10 ? 1 : 0;
  return `${perSecond >= 1000 ? formatCompact(perSecond) : formatFixed(perSecond, decimals)} /s`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB'];

/** Decimal units, as browsers show storage. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return MISSING;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatFixed(value, unit > 0 && value < 10 ? 1 : 0)} ${BYTE_UNITS[unit]}`;
}
