import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { REWARD_TERMS } from '../../src/env/types';
import { termsOutside, WEIGHT_RANGES, weightAt, weightPosition } from '../../src/env/weightRanges';
import { weightRangesSchema } from '../../src/env/weightRangesSchema';
import { sliderPosition } from '../../src/store/settings/sliderScale';
import { OBJECTIVE_SETTINGS } from '../../src/store/settings/objective';

describe('ranges of weights', () => {
  it('have their places where the sliders have them', () => {
    for (const term of REWARD_TERMS) {
      for (const weight of [0, 0.3, 1, 2.5, 3]) {
        const place = weightPosition(WEIGHT_RANGES[term], weight);
        expect(place).toBeCloseTo(sliderPosition(OBJECTIVE_SETTINGS[term], weight), 12);
        expect(weightAt(WEIGHT_RANGES[term], place)).toBeCloseTo(weight, 12);
      }
    }
    expect(weightPosition(WEIGHT_RANGES.inventoryPenalty, 1000)).toBe(1);
    // ln(1 + 20)/ln(1 + 1000).
    expect(weightPosition(WEIGHT_RANGES.inventoryPenalty, 20)).toBeCloseTo(0.440676, 6);
  });

  it('count what lies outside as the nearer end, and name it', () => {
    const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 1001, fees: -1 };
    expect(termsOutside(WEIGHT_RANGES, weights)).toEqual(['fees', 'inventoryPenalty']);
    expect(termsOutside(WEIGHT_RANGES, DEFAULT_REWARD_WEIGHTS)).toEqual([]);
    expect(weightPosition(WEIGHT_RANGES.fees, -1)).toBe(0);
    expect(weightPosition(WEIGHT_RANGES.inventoryPenalty, 1001)).toBe(1);
  });

  it('are read from a file, and refused where their ends are the wrong way round', () => {
    expect(weightRangesSchema.parse(WEIGHT_RANGES)).toEqual(WEIGHT_RANGES);
    const turned = { ...WEIGHT_RANGES, fees: { min: 3, max: 0, logOffset: null } };
    expect(weightRangesSchema.safeParse(turned).error?.issues[0].path).toEqual(['fees']);
  });
});
