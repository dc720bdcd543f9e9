import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import { parseMixture } from '../../../src/agents/agentSpecSchema';
import {
  defaultBehaviours,
  planEpisodes,
  type WeightedBehaviour,
} from '../../../src/agents/baselines/behaviours';
import { createAgent } from '../../../src/agents/createAgent';
import { tunedBaselines } from '../../../src/agents/baselines/tunedBaselines';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { MARKET_PRESETS } from '../../../src/market/config';
import { createMarket } from '../../../src/market/createMarket';
import { INSTRUMENTS } from '../../../src/market/instruments';

const random = { kind: 'random' } as const;
const doNothing = { kind: 'doNothing' } as const;
const fixed = { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 } as const;

describe('the plan of a dataset', () => {
  it('deals behaviours by weight', () => {
    const plan = planEpisodes(
      [
        { agent: random, weight: 1 },
        { agent: fixed, weight: 3 },
      ],
      8,
      1,
    );
    expect(plan.filter(({ agent }) => agent.kind === 'fixedSpread')).toHaveLength(6);
    expect(plan.slice(0, 4).filter(({ agent }) => agent.kind === 'random')).toHaveLength(1);
  });

  it('keeps every prefix within one episode of its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        (weights, episodes) => {
          const behaviours = weights.map((weight, index) => ({
            agent: { ...fixed, spreadTicks: index + 1 },
            weight,
          }));
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const plan = planEpisodes(behaviours, episodes, 3);
          for (const { agent, weight } of behaviours) {
            const played = plan.filter(
              (episode) =>
                episode.agent.kind === 'fixedSpread' &&
                episode.agent.spreadTicks === agent.spreadTicks,
            ).length;
            expect(played).toBeLessThan((weight / total) * episodes + 1);
          }
        },
      ),
    );
  });

  it('starts the same however long it is', () => {
    const behaviours = defaultBehaviours();
    expect(planEpisodes(behaviours, 100, 9).slice(0, 30)).toEqual(planEpisodes(behaviours, 30, 9));
  });

  it('never plays a behaviour of weight 0, and refuses a mixture of nothing', () => {
    const plan = planEpisodes(
      [
        { agent: doNothing, weight: 0 },
        { agent: random, weight: 1 },
      ],
      20,
      1,
    );
    expect(plan.every(({ agent }) => agent.kind === 'random')).toBe(true);
    expect(() => planEpisodes([], 1, 1)).toThrow('weights of at least 0, one of them above');
    expect(() => planEpisodes([{ agent: random, weight: -1 }], 1, 1)).toThrow(RangeError);
    expect(() => planEpisodes([{ agent: random, weight: Number.NaN }], 1, 1)).toThrow(RangeError);
  });

  it.each(MARKET_PRESETS)(
    '%s: holds random and noisy behaviours, so that the data covers more than the baselines',
    (preset) => {
      const kinds = defaultBehaviours(preset).map(({ agent }) => agent.kind);
      expect(kinds).toContain('random');
      expect(kinds).toContain('noisy');
      expect(kinds).toContain('avellanedaStoikov');
      expect(() => parseMixture(defaultBehaviours(preset))).not.toThrow();
    },
  );

  it('quotes every market by what was calibrated there', () => {
    for (const preset of MARKET_PRESETS) {
      const tuned = tunedBaselines(preset);
      const agents = defaultBehaviours(preset).map(({ agent }) =>
        agent.kind === 'noisy' ? agent.agent : agent,
      );
      expect(agents).toContainEqual(tuned.glft);
      for (const agent of agents) {
        if (agent.kind === 'avellanedaStoikov') expect(agent.k).toBe(tuned.avellanedaStoikov.k);
      }
    }
    expect(defaultBehaviours()).toBe(defaultBehaviours('es'));
  });

  it('loses far less on NQ than the mixture of ES does there', () => {
    const env = new MarketMakingEnv(
      createMarket({ preset: 'nq', regime: 'base' }),
      { ...DEFAULT_ENV_CONFIG, ...INSTRUMENTS.nq, episodeLength: 300 },
      DEFAULT_REWARD_WEIGHTS,
    );
    const meanReturn = (behaviours: readonly WeightedBehaviour[]) => {
      const plan = planEpisodes(behaviours, 28, 1);
      const total = plan.reduce((sum, { agent, seed }) => sum + episodeReturn(env, agent, seed), 0);
      return total / plan.length;
    };
    expect(meanReturn(defaultBehaviours('nq'))).toBeGreaterThan(
      meanReturn(defaultBehaviours('es')) / 3,
    );
  }, 30_000);
});

function episodeReturn(env: MarketMakingEnv, spec: AgentSpec, seed: number): number {
  const agent = createAgent(spec, env.config);
  const action = new Float64Array(5);
  env.reset({ seed });
  agent.reset(seed);
  let total = 0;
  while (env.isActive) {
    agent.act(env.context, action);
    total += env.step(action).reward;
  }
  return total;
}
