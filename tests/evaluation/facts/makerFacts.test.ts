import { describe, expect, it } from 'vitest';
import {
  hasMakerFacts,
  judgeMakerFacts,
  latencyProfits,
  makerRequests,
} from '../../../src/evaluation/facts/makerFacts';
import { playMaker, type MakerSample } from '../../../src/evaluation/facts/referenceMakers';
import type { MarketConfig } from '../../../src/market/config';

const ES: MarketConfig = { preset: 'es', regime: 'base' };

const SAMPLE: MakerSample = {
  seconds: 600,
  profit: 100,
  contracts: 200,
  marketContracts: 10_000,
  joined: 50,
  aheadAtJoin: 1500,
  filled: 20,
  aheadAtFill: 100,
  secondsToFill: [1, 2, 6],
};

/** Every maker of a session did the same. */
const sessionOf = (sample: MakerSample) =>
  makerRequests({ market: ES, seconds: 600 }, 1).map(() => sample);

const valueOf = (name: string, ...samples: MakerSample[]) => {
  const facts = judgeMakerFacts(samples.map(sessionOf), ES);
  return facts.find((fact) => fact.name === name)?.value;
};

describe('the facts of makers', () => {
  it('are ratios over all sessions, not means of ratios', () => {
    const idle: MakerSample = { ...SAMPLE, profit: -40, contracts: 100, marketContracts: 20_000 };
    expect(valueOf('shareOfVolume.ten', SAMPLE, idle)).toBeCloseTo(300 / 30_000, 12);
    expect(valueOf('profitPerContract.joiner.one', SAMPLE, idle)).toBeCloseTo(60 / 300, 12);
    expect(valueOf('profitPerMinute.joiner.one', SAMPLE, idle)).toBeCloseTo(60 / 20, 12);
  });

  it('have the waits of every order, and what was ahead of each', () => {
    const slow = { ...SAMPLE, secondsToFill: [9, 10] };
    expect(valueOf('queue.aheadAtJoin.one', SAMPLE)).toBe(30);
    expect(valueOf('queue.aheadAtFill.one', SAMPLE)).toBe(5);
    expect(valueOf('queue.secondsToFill.one', SAMPLE, slow)).toBe(6);
    expect(valueOf('fillsPerQuote.ten', SAMPLE)).toBeCloseTo(0.4, 12);
  });

  it('judge the best rule by what makers earn, and the joiner by whether it loses', () => {
    const verdict = (name: string, profit: number) =>
      judgeMakerFacts([sessionOf({ ...SAMPLE, profit })], ES).find((fact) => fact.name === name)
        ?.pass;
    expect(verdict('profitPerContract.imbalanceMaker.ten', 200 * 0.7)).toBe(true);
    expect(verdict('profitPerContract.imbalanceMaker.ten', 200 * 3)).toBe(false);
    expect(verdict('profitPerContract.joiner.ten', 200 * 0.7)).toBe(false);
    expect(verdict('profitPerContract.joiner.ten', -200)).toBe(true);
    const calm = judgeMakerFacts([sessionOf(SAMPLE)], { preset: 'es', regime: 'calm' });
    expect(calm.some(({ accept }) => accept !== undefined)).toBe(false);
  });

  it('tell what latency is worth: the fastest less the slowest', () => {
    const requests = makerRequests({ market: ES, seconds: 600 }, 1);
    const session = requests.map(({ decisionSeconds, latencySeconds }) => ({
      ...SAMPLE,
      profit: decisionSeconds < 0.01 ? -1000 * latencySeconds : 1e6,
    }));
    const expected = [-10, -1, -0.1, -0.01];
    for (const [index, profit] of latencyProfits([session]).entries()) {
      expect(profit).toBeCloseTo(expected[index], 12);
    }
    const gain = judgeMakerFacts([session], ES).find(({ name }) => name === 'latency.gain');
    expect(gain?.value).toBeCloseTo(9.99, 12);
    expect(gain?.pass).toBe(true);
  });

  it('need queues to wait in', () => {
    expect(hasMakerFacts(ES)).toBe(true);
    expect(hasMakerFacts({ preset: 'avellanedaStoikov', regime: 'base' })).toBe(false);
  });
});

describe('a reference maker', () => {
  it('is told the contracts of everybody, and holds five orders at most', () => {
    const [request] = makerRequests({ market: ES, seconds: 60 }, 4);
    const sample = playMaker(request);
    expect(sample).toEqual(playMaker(request));
    expect(request.contracts).toBe(1);
    expect(sample.marketContracts).toBeGreaterThan(10 * sample.contracts);
    expect(sample.filled).toBe(sample.secondsToFill.length);
    expect(sample.joined).toBeGreaterThanOrEqual(sample.filled);
    // Orders of one contract fill whole; the last trades flatten what is held.
    expect(sample.contracts - sample.filled).toBeLessThanOrEqual(5);
  });
});
