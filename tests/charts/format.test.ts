import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatCompact,
  formatDuration,
  formatExact,
  formatFixed,
  formatWholeDollars,
  formatPoints,
  formatPrice,
  formatProfit,
  formatRate,
  formatShare,
  formatSigned,
  formatSignificant,
  formatTick,
  formatTenths,
  formatTime,
  formatUnitValue,
  tickDecimals,
} from '../../src/charts/format';

describe('numbers on the page', () => {
  it('write a real minus sign, never a hyphen', () => {
    expect(formatFixed(-1.5, 2)).toBe('\u22121.50');
    expect(formatProfit(-3)).toBe('\u2212$3.00');
    expect(formatSignificant(-12.34)).toBe('\u221212.3');
    expect(formatCompact(-12345)).toBe('\u221212.3k');
  });

  it('show a dash where there is no number, and never a zero', () => {
    const formatters = [
      formatCompact,
      formatProfit,
      formatTime,
      formatClock,
      formatDuration,
      formatShare,
      formatSignificant,
      formatRate,
      formatBytes,
    ];
    for (const format of formatters) expect(format(Number.NaN)).toBe('—');
    expect(formatPrice(Number.NaN, 0.25)).toBe('—');
    expect(formatProfit(Number.POSITIVE_INFINITY)).toBe('—');
  });

  it('put a plus before profit, but not before nothing', () => {
    expect(formatProfit(12.5)).toBe('+$12.50');
    expect(formatProfit(0)).toBe('$0.00');
    expect(formatProfit(-0.001)).toBe('$0.00');
    expect(formatSigned(0.04, 1)).toBe('0.0');
    expect(formatSigned(3, 0)).toBe('+3');
  });

  it('write money beside its parts to the cent, whatever its size', () => {
    // Spread capture and adverse selection of a profit of $29.
    expect([2104.31, -2075.2, 29.11].map(formatExact)).toEqual([
      '+$2,104.31',
      '−$2,075.20',
      '+$29.11',
    ]);
    expect([-0.004, 0.4, -442.5, 12_345.6].map(formatWholeDollars)).toEqual([
      '$0',
      '$0',
      '−$442',
      '+$12,346',
    ]);
    expect(formatExact(Number.NaN)).toBe('—');
  });

  it('say what a tick is worth to the cent, and finer where cents would not tell', () => {
    expect([12.5, 5, 0.01].map(formatUnitValue)).toEqual(['$12.50', '$5.00', '$0.01']);
    expect([0.00125, 0.0625].map(formatUnitValue)).toEqual(['$0.00125', '$0.0625']);
  });

  it('take the decimals of a price from its tick', () => {
    expect([0.25, 0.1, 0.01, 1, 5, 0.03125].map(tickDecimals)).toEqual([2, 1, 2, 0, 0, 5]);
    expect(formatPrice(20_001, 0.25)).toBe('5000.25');
    expect(formatPrice(20_000, 0.25)).toBe('5000.00');
  });

  it('give a mid between two ticks the decimal it needs', () => {
    expect(formatPrice(20_000.5, 0.25)).toBe('5000.125');
  });

  it('shorten large numbers to one decimal', () => {
    expect([0, 7, 999, 1200, 12_345, 1_000_000].map(formatCompact)).toEqual([
      '0',
      '7',
      '999',
      '1.2k',
      '12.3k',
      '1M',
    ]);
    expect(formatCompact(999_960)).toBe('1M');
  });

  it('write market time as mm:ss.mmm', () => {
    expect(formatTime(0)).toBe('00:00.000');
    expect(formatTime(83.0456)).toBe('01:23.046');
    expect(formatTime(3661.5)).toBe('1:01:01.500');
    expect(formatTime(59.9996)).toBe('01:00.000');
    expect(formatTenths(83.0799)).toBe('01:23.0');
    expect(formatTenths(Number.NaN)).toBe('—');
  });

  it('round a wait to what people plan with', () => {
    expect([7.2, 89, 150, 4000].map(formatDuration)).toEqual(['8 s', '89 s', '3 min', '1 h 7 min']);
  });

  it('show losses to three digits whatever their size', () => {
    expect([0.123456, 12.3456, 0.000123, 4567].map(formatSignificant)).toEqual([
      '0.123',
      '12.3',
      '1.2e\u22124',
      '4.6k',
    ]);
  });

  it('labels an axis in as few digits as its ticks have', () => {
    expect([0.05, -0.25, 2, 100, 0.00125, -1e-5, 4567, Number.NaN].map(formatTick)).toEqual([
      '0.05',
      '\u22120.25',
      '2',
      '100',
      '0.00125',
      '\u22121.0e\u22125',
      '4.6k',
      '\u2014',
    ]);
  });

  it('gives a difference of two shares in percentage points, not in per cent', () => {
    expect([0.012, -0.2, 0, Number.NaN].map(formatPoints)).toEqual([
      '+1.2 pp',
      '\u221220 pp',
      '0 pp',
      '\u2014',
    ]);
  });
});
