import { describe, expect, it } from 'vitest';
import { formatGain } from '../../../src/cli/output/intervals';

describe('a gain', () => {
  it('is more, with its limits', () => {
    expect(formatGain({ estimate: 970, low: 100, high: 1839 })).toBe('$970 (100 to 1,839) more');
  });

  it('is less where it is a loss, with positive limits in rising order', () => {
    expect(formatGain({ estimate: -577.5, low: -1073, high: -82.32 })).toBe(
      '$577.5 (82.32 to 1,073) less',
    );
  });
});
