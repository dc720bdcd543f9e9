/** Whole episodes in the simulated market, and everything they produced as plain numbers. */
import { createAgent } from '../../src/agents/createAgent';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { Rng } from '../../src/market/rng';
import { createMarket } from '../../src/market/createMarket';

export const ES = { preset: 'es', regime: 'base' } as const;

/** Quotes near the touch, leans against inventory, is often filled. */
export const MAKER: AgentSpec = {
  kind: 'inventorySkewed',
  spreadTicks: 1,
  skewTicks: 1,
  sizeFraction: 0.5,
};

export function envWith(changes: Partial<EnvConfig> = {}): MarketMakingEnv {
  const config = { ...DEFAULT_ENV_CONFIG, ...changes };
  return new MarketMakingEnv(createMarket(ES), config, DEFAULT_REWARD_WEIGHTS);
}

/** A step as numbers, observation and fills included. */
export function stepRow(env: MarketMakingEnv, result: ReturnType<MarketMakingEnv['step']>) {
  const { observation, reward, rewardTerms, terminated, truncated, info } = result;
  const { count, timeNs, priceTicks, size } = env.fills;
  return [
    ...observation,
    reward,
    ...rewardTerms,
    ...env.adverseTerms,
    env.midInnovationTicks,
    env.midDriftTicks,
    Number(terminated),
    Number(truncated),
    ...Object.values(info),
    ...timeNs.subarray(0, count),
    ...priceTicks.subarray(0, count),
    ...size.subarray(0, count),
  ];
}

/** Random actions that stand for `hold` steps each. */
export function randomActions(seed: number, steps: number, hold = 5): Float64Array[] {
  const random = new Rng(seed, 99);
  let action = new Float64Array(5);
  return Array.from({ length: steps }, (_, step) => {
    if (step % hold === 0) {
      const u = () => random.uniform();
      action = Float64Array.of(2 * u() - 1, 2 * u() - 1, 0.5 + 2 * u(), u(), u());
    }
    return action;
  });
}

/** @returns every step's row until the end of the episode */
export function play(env: MarketMakingEnv, spec: AgentSpec, seed: number): number[][] {
  const agent = createAgent(spec, env.config);
  const action = new Float64Array(5);
  const rows: number[][] = [];
  env.reset({ seed });
  agent.reset(seed);
  while (env.isActive) {
    agent.act(env.context, action);
    rows.push(stepRow(env, env.step(action)));
  }
  return rows;
}
