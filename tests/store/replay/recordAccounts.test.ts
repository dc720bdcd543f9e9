import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import {
  FILL,
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../../../src/protocol/frames';
import { MarketSession } from '../../../src/session/marketSession';
import { accountsOf } from '../../../src/store/replay/recordAccounts';
import { recordOf } from '../live/frames';

function play(agent: AgentSpec): EpisodeRecord {
  const episodes: EpisodeRecord[] = [];
  const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 600, maxInventory: 6 };
  const market = { preset: 'es', regime: 'volatile' } as const;
  const weights = DEFAULT_REWARD_WEIGHTS;
  const config = { market, env, weights, agent, seed: 3, speed: Infinity };
  const session = new MarketSession(config, 1, () => 0, {
    onEpisode: (episode) => episodes.push(episode),
    onAgentFailure: (error) => {
      throw error;
    },
  });
  session.pause();
  while (episodes.length === 0) session.stepOnce();
  return episodes[0];
}

describe('the books of a recorded episode', () => {
  it.each<AgentSpec>([
    { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 },
    { kind: 'random' },
  ])('add up to the equity that the environment recorded, step by step: $kind', (agent) => {
    const record = play(agent);
    const { realisedDollars, unrealisedDollars, feesDollars, contracts } = accountsOf(record);
    const filled = Array.from(
      { length: record.fills.length / FILL_LENGTH },
      (_, fill) => record.fills[fill * FILL_LENGTH + FILL.size],
    ).reduce((sum, size) => sum + size, 0);
    expect(contracts.at(-1)).toBe(filled);
    expect(record.fills.length).toBeGreaterThan(0);
    for (let step = 0; step < record.steps; step++) {
      const equity = record.samples[step * SAMPLE_LENGTH + SAMPLE.equityDollars];
      const sum = realisedDollars[step] + unrealisedDollars[step] - feesDollars[step];
      expect(sum).toBeCloseTo(equity, 6);
    }
  });

  it('take the average cost, and nothing is realised before something is closed', () => {
    const quotes = { bestBid: 100, bestAsk: 101 };
    const samples = [1, 2, 3].map((step) => ({ step, timeSeconds: step / 10, ...quotes }));
    const accounts = accountsOf(
      recordOf(samples, [
        { step: 1, side: 1, priceTicks: 100, size: 2, feeDollars: 0.5 },
        { step: 1, side: 1, priceTicks: 98, size: 2, feeDollars: 0.5 },
        { step: 3, side: -1, priceTicks: 101, size: 1, feeDollars: 0.25 },
      ]),
    );
    // Four bought at 99 on average; one sold two ticks above, three marked 1.5 above.
    expect([...accounts.averageEntryTicks]).toEqual([99, 99, 99]);
    expect([...accounts.realisedDollars]).toEqual([0, 0, 25]);
    expect([...accounts.unrealisedDollars]).toEqual([75, 75, 56.25]);
    expect([...accounts.feesDollars]).toEqual([1, 1, 1.25]);
  });
});
