import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agents/agent';
import { runEpisode } from '../../src/agents/episode';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { EpisodeMeter } from '../../src/evaluation/episodeMeter';
import { summariseEpisodes } from '../../src/evaluation/metrics';
import { BUY, SELL } from '../../src/market/types';
import { ladder, ScriptedMarket, type ScriptedEvent } from '../env/scriptedMarket';

const MS = 1e6;

/** Quotes `size` a side at the best, one tick wide, in the steps named; nothing in the others. */
function quoterOf(steps: readonly number[], size: number): Agent {
  return {
    name: 'quoter',
    logProbability: Number.NaN,
    reset: () => {},
    act: ({ step }, action) =>
      action.set([0, 0, 1, ...(steps.includes(step) ? [size, size] : [0, 0])]),
  };
}

function play(events: readonly ScriptedEvent[], agent: Agent, meter = new EpisodeMeter(10)) {
  const market = new ScriptedMarket(() => ({ book: ladder(100, 1, 5, 10), events }));
  const config = {
    ...DEFAULT_ENV_CONFIG,
    episodeLength: 10,
    latencyJitterMicroseconds: 0,
    flattenAtEnd: false,
  };
  const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
  runEpisode(env, agent, 7, meter);
  return meter.metrics;
}

/**
 * Our bid of 3 at 100 is filled at 50 ms; the level under it holds, so the mid stays at 100.5. At
 * 250 ms the whole bid at 100 is sold and the mid falls to 100.
 */
const BOUGHT_THEN_FELL: readonly ScriptedEvent[] = [
  { at: 40 * MS, kind: 'add', side: BUY, price: 100, size: 5 },
  { at: 50 * MS, kind: 'trade', side: SELL, size: 13 },
  { at: 250 * MS, kind: 'trade', side: SELL, size: 5 },
];

describe('the metrics of an episode', () => {
  it('are those of a ledger kept by hand', () => {
    const metrics = play(BOUGHT_THEN_FELL, quoterOf([0], 0.3));
    expect(metrics.seed).toBe(7);
    expect(metrics.steps).toBe(10);
    expect(metrics.contractsTraded).toBe(3);
    // The trades of 13 and 5; ten steps of a tenth of a second.
    expect(metrics.marketContracts).toBe(18);
    expect(metrics.seconds).toBe(1);
    // 3 contracts bought half a tick below the mid, which then fell half a tick: 3 × 0 × 12.50,
    // fees 0.75.
    expect(metrics.profit).toBe(-0.75);
    // Equity was 3 × 6.25 − 0.75 = 18 before it fell.
    expect(metrics.maxDrawdown).toBe(18.75);
    expect(metrics.meanAbsInventory).toBe(3);
    expect(metrics.p95AbsInventory).toBe(3);
    // Two sides were quoted in one step, and one of them was filled.
    expect(metrics.fillRate).toBe(0.5);
    expect(metrics.quotedSpread).toBe(1);
  });

  it('mark fills out at 0.1, 1 and 10 seconds against their price', () => {
    const { markoutTicks } = play(BOUGHT_THEN_FELL, quoterOf([0], 0.3));
    // +½ tick after 0.1 s; the half-tick fall 0.2 s after the fill belongs to the longer ones.
    expect(markoutTicks).toEqual([0.5, 0, 0]);
  });

  it('sum the unweighted terms, which weighted make the return', () => {
    const { terms, return: total } = play(BOUGHT_THEN_FELL, quoterOf([0], 0.3));
    expect(terms[0]).toBe(18.75);
    expect(terms[1]).toBe(-18.75);
    expect(terms[2]).toBe(0);
    expect(terms[3]).toBe(-0.75);
    // Ten steps were spent at 3 of 50 contracts.
    expect(terms[4]).toBeCloseTo(-10 * (3 / 50) ** 2, 12);
    expect(total).toBeCloseTo(-0.75 + DEFAULT_REWARD_WEIGHTS.inventoryPenalty * terms[4], 9);
  });

  it('are missing, not zero, where an agent never quoted', () => {
    const metrics = play(BOUGHT_THEN_FELL, quoterOf([], 0));
    expect(metrics.profit).toBe(0);
    expect(metrics.fillRate).toBe(0);
    expect(metrics.quotedSpread).toBeNaN();
    expect(metrics.markoutTicks).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('start afresh with every episode of the same meter', () => {
    const meter = new EpisodeMeter(10);
    const first = play(BOUGHT_THEN_FELL, quoterOf([0], 0.3), meter);
    expect(play(BOUGHT_THEN_FELL, quoterOf([0], 0.3), meter)).toEqual(first);
  });

  it('are averaged over episodes, markouts by contracts', () => {
    const bought = play(BOUGHT_THEN_FELL, quoterOf([0], 0.3));
    const nothing = play(BOUGHT_THEN_FELL, quoterOf([], 0));
    const summary = summariseEpisodes([bought, nothing]);
    expect(summary.episodes).toBe(2);
    expect(summary.profit.estimate).toBe(-0.375);
    expect(summary.contractsTraded).toBe(1.5);
    expect(summary.shareOfVolume).toBeCloseTo(3 / 36, 12);
    expect(summary.profitPerContract).toBe(-0.25);
    expect(summary.profitPerMinute).toBeCloseTo(-0.75 * 30, 12);
    expect(summary.quotedSpread).toBe(1);
    expect(summary.markoutTicks).toEqual([0.5, 0, 0]);
  });
});
