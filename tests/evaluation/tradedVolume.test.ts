import { describe, expect, it } from 'vitest';
import {
  profitPerContract,
  profitPerMinute,
  shareOfVolume,
} from '../../src/evaluation/tradedVolume';
import { exampleMetrics } from './exampleMetrics';

const busy = exampleMetrics({
  seed: 1,
  profit: 30,
  contractsTraded: 60,
  marketContracts: 900,
  seconds: 60,
});
const quiet = exampleMetrics({
  seed: 2,
  profit: -10,
  contractsTraded: 20,
  marketContracts: 100,
  seconds: 30,
});

describe('what an agent gets of a market', () => {
  it('is of all episodes together, so that a quiet one weighs less', () => {
    expect(shareOfVolume([busy, quiet])).toBeCloseTo(80 / 1000, 12);
    expect(profitPerContract([busy, quiet])).toBeCloseTo(20 / 80, 12);
    expect(profitPerMinute([busy, quiet])).toBeCloseTo(20 / 1.5, 12);
  });

  it('is a share only where somebody else trades', () => {
    expect(shareOfVolume([{ ...busy, marketContracts: 60 }])).toBeNaN();
    expect(shareOfVolume([{ ...busy, contractsTraded: 0 }])).toBe(0);
  });

  it('is missing where nothing was traded, or an older episode did not count', () => {
    expect(profitPerContract([{ ...busy, contractsTraded: 0 }])).toBeNaN();
    const old = { ...busy, marketContracts: undefined, seconds: undefined };
    expect(shareOfVolume([busy, old])).toBeNaN();
    expect(profitPerMinute([busy, old])).toBeNaN();
    // What it has is used.
    expect(profitPerContract([old])).toBe(0.5);
  });
});
