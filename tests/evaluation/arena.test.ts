/** Agents in one book, judged on common seeds. */
import { describe, expect, it } from 'vitest';
import { rivalBaseline } from '../../src/agents/rivals/rivalBaselines';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { playArena } from '../../src/evaluation/arena';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';

const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 100 };
const maker = rivalBaseline('imbalanceMaker', 'es');
const skewed = rivalBaseline('inventorySkewed', 'es');
const seeds = [11, 12, 13, 14];

describe('an arena on common seeds', () => {
  it('of one agent is its evaluation', () => {
    const scores = playArena({
      market: DEFAULT_MARKET_CONFIG,
      env,
      agents: [{ agent: maker }],
      owners: [1],
      seeds,
    });
    const episodes = evaluateAgent({
      market: DEFAULT_MARKET_CONFIG,
      env,
      weights: DEFAULT_REWARD_WEIGHTS,
      agent: maker,
      seeds,
    });
    for (const [index, [score]] of scores.entries()) {
      expect(score.profit).toBeCloseTo(episodes[index].profit, 6);
      expect(score.contractsTraded).toBe(episodes[index].contractsTraded);
      expect(score.meanAbsInventory).toBeCloseTo(episodes[index].meanAbsInventory, 9);
    }
  });

  it('has every agent beside the others, with a share of one volume', () => {
    const agents = [{ agent: maker }, { agent: skewed }, { agent: { kind: 'doNothing' as const } }];
    const scores = playArena({
      market: DEFAULT_MARKET_CONFIG,
      env,
      agents,
      owners: [1, 2, 3],
      seeds,
    });
    expect(scores).toHaveLength(seeds.length);
    for (const [first, second, idle] of scores) {
      expect(idle).toEqual({
        profit: 0,
        shareOfVolume: 0,
        contractsTraded: 0,
        fills: 0,
        meanAbsInventory: 0,
      });
      expect(first.shareOfVolume).toBeGreaterThan(0);
      expect(second.fills).toBeGreaterThan(0);
      expect(first.shareOfVolume + second.shareOfVolume).toBeLessThan(1);
    }
    const again = playArena({
      market: DEFAULT_MARKET_CONFIG,
      env,
      agents,
      owners: [1, 2, 3],
      seeds,
    });
    expect(again).toEqual(scores);
  });
});
