import { describe, expect, it } from 'vitest';
import { HEADER, HEADER_LENGTH } from '../../../src/protocol/frames';
import {
  liveProfitPerContract,
  liveProfitPerMinute,
  liveShareOfVolume,
} from '../../../src/store/live/liveVolume';

const headerOf = (values: Partial<Record<keyof typeof HEADER, number>>) => {
  const header = new Float64Array(HEADER_LENGTH).fill(Number.NaN);
  for (const [field, value] of Object.entries(values)) {
    header[HEADER[field as keyof typeof HEADER]] = value;
  }
  return header;
};

describe('what the agent on screen gets of its market', () => {
  it('is its contracts among all, and its profit by contract and minute', () => {
    const header = headerOf({
      contractsSoFar: 50,
      marketContracts: 1000,
      equityDollars: 30,
      timeSeconds: 20,
    });
    expect(liveShareOfVolume(header)).toBe(0.05);
    expect(liveProfitPerContract(header)).toBe(0.6);
    expect(liveProfitPerMinute(header)).toBe(90);
  });

  it('is missing in a replay where nobody counted, before a fill, and in the first seconds', () => {
    expect(liveShareOfVolume(headerOf({ contractsSoFar: 50 }))).toBeNaN();
    expect(liveShareOfVolume(headerOf({ contractsSoFar: 50, marketContracts: 50 }))).toBeNaN();
    expect(liveProfitPerContract(headerOf({ contractsSoFar: 0, equityDollars: 0 }))).toBeNaN();
    expect(liveProfitPerMinute(headerOf({ timeSeconds: 2, equityDollars: 5 }))).toBeNaN();
  });
});
