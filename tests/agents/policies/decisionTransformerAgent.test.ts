import { describe, expect, it, vi } from 'vitest';
import { DecisionTransformerAgent } from '../../../src/agents/policies/decisionTransformerAgent';
import type { DecisionTransformerSnapshot } from '../../../src/agents/policies/decisionTransformerSnapshot';
import { DecisionTransformerPolicy } from '../../../src/agents/policies/decisionTransformerPolicy';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { unscaleDimension } from '../../../src/env/actionMap';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { createMarket } from '../../../src/market/createMarket';
import type { RewardWeights } from '../../../src/env/types';
import { envWith } from '../../env/episodes';
import { exampleToldTransformer, exampleTransformer } from './examplePolicy';

const context = () => {
  const market = createMarket(DEFAULT_MARKET_CONFIG);
  const env = new MarketMakingEnv(market, DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS);
  env.reset({ seed: 1 });
  return env.context;
};

/** Actions of three decisions on the same state, with a reward of 7 after each. */
function actionsOf(snapshot: DecisionTransformerSnapshot, target: number): number[][] {
  const agent = new DecisionTransformerAgent(snapshot, target, DEFAULT_ENV_CONFIG);
  agent.reset();
  const state = context();
  return Array.from({ length: 3 }, () => {
    const action = new Float64Array(5);
    agent.act(state, action);
    agent.observeReward(7);
    return [...action];
  });
}

/** The same of a model that is asked for these returns. */
function expectedOf(snapshot: DecisionTransformerSnapshot, asked: readonly number[]): number[][] {
  const policy = new DecisionTransformerPolicy(snapshot);
  const { step, observation } = context();
  return asked.map((value) => {
    policy.decide(step, value, observation);
    return Array.from(policy.action, (scaled, index) => unscaleDimension(scaled, index));
  });
}

const returns: DecisionTransformerSnapshot = { ...exampleTransformer(), returnRange: [0, 100] };
const quantiles: DecisionTransformerSnapshot = {
  ...returns,
  conditioning: 'valueQuantile',
  returnRange: [0, 1],
};

describe('a Decision Transformer that is asked for a return', () => {
  it('is asked for what is left of it, as those of earlier versions are', () => {
    const expected = expectedOf(returns, [50, 43, 36]);
    expect(actionsOf(returns, 50)).toEqual(expected);
    expect(actionsOf({ ...returns, conditioning: 'returnToGo' }, 50)).toEqual(expected);
  });

  it('is never asked for more than its data have', () => {
    expect(actionsOf(returns, 110)).toEqual(expectedOf(returns, [100, 100, 96]));
  });
});

describe('a Decision Transformer that is asked for a quantile', () => {
  it('is asked for the same at every decision, whatever it earns', () => {
    expect(actionsOf(quantiles, 0.75)).toEqual(expectedOf(quantiles, [0.75, 0.75, 0.75]));
  });

  it('is asked for another from the next decision on', () => {
    const agent = new DecisionTransformerAgent(quantiles, 0.75, DEFAULT_ENV_CONFIG);
    const action = new Float64Array(5);
    agent.act(context(), action);
    agent.observeReward(7);
    agent.setTarget(0.25);
    agent.act(context(), action);
    expect([...action]).toEqual(expectedOf(quantiles, [0.75, 0.25])[1]);
  });
});

describe('a Decision Transformer of every weighting', () => {
  it('acts by the weights in force, and takes what it earned off in their deviations', () => {
    const model = exampleToldTransformer();
    const env = envWith({ episodeLength: 20 });
    env.reset({ seed: 4 });
    const averse = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 1000, fees: 0 };
    const decide = (weights: RewardWeights) => {
      env.setWeights(weights);
      const agent = new DecisionTransformerAgent(model, 1, env.config);
      agent.reset();
      const action = new Float64Array(5);
      agent.act(env.context, action);
      return { agent, action };
    };
    const usual = decide(DEFAULT_REWARD_WEIGHTS);
    const careful = decide(averse);
    expect(careful.action).not.toEqual(usual.action);
    // ‖Lᵀw‖ with L = 10·I is 10·√(1 + 1 + 1 + 1000² + 0.25²): a deviation of −10,000 is one.
    const asked = vi.spyOn(DecisionTransformerPolicy.prototype, 'decide');
    careful.agent.observeReward(10 * Math.hypot(1, 1, 1, 1000, 0.25));
    careful.agent.act(env.context, new Float64Array(5));
    expect(asked.mock.lastCall?.[1]).toBeCloseTo(0, 6);
    asked.mockRestore();
  });
});
