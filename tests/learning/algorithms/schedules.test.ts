import { cosineDecay } from '../../../src/learning/algorithms/schedules';
import { describe, expect, it } from 'vitest';

describe('the cosine decay of the policy rate', () => {
  it('starts at the rate, halves midway and ends at nothing', () => {
    expect(cosineDecay(3e-4, 0, 1000)).toBe(3e-4);
    expect(cosineDecay(3e-4, 500, 1000)).toBeCloseTo(1.5e-4, 10);
    expect(cosineDecay(3e-4, 1000, 1000)).toBeCloseTo(0, 12);
    expect(cosineDecay(3e-4, 2000, 1000)).toBeCloseTo(0, 12);
  });
});
