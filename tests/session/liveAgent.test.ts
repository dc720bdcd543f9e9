import { describe, expect, it, vi } from 'vitest';
import { decisionTransformerParameterCount } from '../../src/agents/policies/decisionTransformerLayout';
import { DecisionTransformerPolicy } from '../../src/agents/policies/decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from '../../src/agents/policies/decisionTransformerSnapshot';
import { observationLayout } from '../../src/env/observationLayout';
import { ACTION_LENGTH, REWARD_TERMS } from '../../src/env/types';
import { HEADER, SAMPLE, SAMPLE_TERMS } from '../../src/protocol/frames';
import { env, config, openSession, constantPolicy, NO_PAY } from './openSession';

/** The training returns go from 0 to 800. */
function transformer(version: number): DecisionTransformerSnapshot {
  const { length, key } = observationLayout(env.observation);
  const sizes = {
    observationLength: length,
    actionLength: ACTION_LENGTH,
    embedding: 4,
    layers: 1,
    heads: 1,
    contextLength: 2,
    timesteps: 4,
  };
  return {
    kind: 'decisionTransformer',
    version,
    updates: version,
    sizes,
    parameters: new Float32Array(decisionTransformerParameterCount(sizes)),
    timestepBucket: 10,
    returnScale: 1 / 800,
    returnRange: [0, 800],
    discount: 1,
    observationMean: new Float32Array(length),
    observationStd: new Float32Array(length).fill(1),
    observationKey: key,
  };
}

describe('the agent of a market session', () => {
  it('adopts the newest policy when it follows them, and not before', () => {
    const { session, frameAfter, sample } = openSession({ speed: 1 });
    session.offerPolicy(constantPolicy(4, 0));
    expect(frameAfter(100).header[HEADER.policyVersion]).toBeNaN();
    session.followPolicies(1);
    expect(frameAfter(100).header[HEADER.policyVersion]).toBe(4);
    const middle = sample(0)[SAMPLE.spread];
    session.offerPolicy(constantPolicy(5, 2));
    expect(frameAfter(100).header[HEADER.policyVersion]).toBe(5);
    expect(sample(0)[SAMPLE.spread]).toBeGreaterThan(middle);
    session.setAgent({ kind: 'doNothing' });
    session.offerPolicy(constantPolicy(6, 0));
    expect(frameAfter(100).header[HEADER.policyVersion]).toBeNaN();
  });

  it('asks a transformer for its share, less what it was paid under the weights on screen', () => {
    const asked: number[] = [];
    const decide = vi
      .spyOn(DecisionTransformerPolicy.prototype, 'decide')
      .mockImplementation((_, returnToGo) => void asked.push(returnToGo));
    const { session, frameAfter, sample } = openSession({ speed: 1 });
    session.setWeights({ ...NO_PAY, spreadPenalty: 10 });
    session.offerPolicy(transformer(1));
    session.followPolicies(0.5);
    expect(frameAfter(100).header[HEADER.policyVersion]).toBe(1);
    // Half way from 0 to 800; it quotes the middle of the box, a spread of 2.75 ticks.
    expect(asked).toEqual([400]);
    const penalty = sample(0)[SAMPLE_TERMS + REWARD_TERMS.indexOf('spreadPenalty')];
    expect(penalty).toBeLessThan(0);
    frameAfter(100);
    expect(asked[1]).toBeCloseTo(400 - 10 * penalty, 9);
    session.setWeights(NO_PAY);
    session.followPolicies(0.75);
    frameAfter(100);
    const second = sample(0)[SAMPLE_TERMS + REWARD_TERMS.indexOf('spreadPenalty')];
    // The rewards so far count as much against three quarters as against half.
    expect(asked[2]).toBeCloseTo(600 - 10 * (penalty + second), 9);
    session.offerPolicy(transformer(2));
    expect(frameAfter(100).header[HEADER.policyVersion]).toBe(2);
    expect(asked[3]).toBe(asked[2]);
    decide.mockRestore();
  });

  it('forgets the policy of a run when another begins, and lets its agent go on', () => {
    const { session, frameAfter } = openSession({ speed: 1 });
    const version = () => frameAfter(100).header[HEADER.policyVersion];
    session.offerPolicy(constantPolicy(4, 0));
    session.followPolicies(1, 'Run 1');
    expect(version()).toBe(4);
    session.forgetPolicies();
    session.offerPolicy(constantPolicy(0, 0));
    expect(version()).toBe(4);
    session.forgetPolicies();
    session.followPolicies(1, 'Run 2');
    expect(version()).toBe(4);
    session.offerPolicy(constantPolicy(1, 0));
    expect(version()).toBe(1);
  });

  it('waits with the agent before it until there is a first policy', () => {
    const { session, frameAfter } = openSession({ speed: 1 });
    session.followPolicies(1);
    expect(frameAfter(100).header[HEADER.policyVersion]).toBeNaN();
    session.offerPolicy(constantPolicy(0, 0));
    expect(frameAfter(100).header[HEADER.policyVersion]).toBe(0);
  });

  it('names a policy of other observations, and quotes nothing instead', () => {
    const { session, failures, frameAfter } = openSession({ speed: 1 });
    session.followPolicies(1);
    session.offerPolicy({ ...constantPolicy(1, 0), observationKey: 'v9+1x5' });
    expect(String(failures[0])).toContain('policy.observationKey: expected');
    expect(frameAfter(100).header[HEADER.bidPrice]).toBeNaN();
  });

  it('takes out an agent whose action is not a number, and goes on', () => {
    const { session, failures, frameAfter } = openSession({ speed: 1 });
    session.setAgent({ kind: 'fixedSpread', spreadTicks: Number.NaN, sizeFraction: 1 });
    const { header } = frameAfter(100);
    expect(String(failures[0])).toContain('expected a number, got NaN');
    expect(header[HEADER.step]).toBe(1);
    expect(header[HEADER.bidPrice]).toBeNaN();
    expect(frameAfter(100).header[HEADER.step]).toBe(2);
    expect(failures).toHaveLength(1);
  });

  it('shows an agent what it learned to read, in the same episode begun anew', () => {
    const { session, failures, episodes, frameAfter } = openSession({ speed: 1 });
    const narrow = { ...env.observation, levels: 3 };
    expect(frameAfter(200).header[HEADER.step]).toBe(2);
    const policy = constantPolicy(1, 0, narrow);
    session.setAgent({ kind: 'network', policy, stochastic: false });
    const { header } = frameAfter(0);
    expect([header[HEADER.step], header[HEADER.episode], header[HEADER.seed]]).toEqual([0, 2, 7]);
    expect(frameAfter(200).header[HEADER.step]).toBe(2);
    // A baseline reads nothing, and goes on where it is.
    session.setAgent({ kind: 'doNothing' });
    expect(frameAfter(100).header[HEADER.step]).toBe(3);
    session.configure({ market: config.market, env, seed: 9 });
    session.setAgent({ kind: 'network', policy, stochastic: false });
    session.configure({ market: config.market, env, seed: 9 });
    expect(frameAfter(100).header[HEADER.policyVersion]).toBe(1);
    expect([failures, episodes]).toEqual([[], []]);
  });

  it('follows a run that reads other observations from its first policy on', () => {
    const { session, failures, frameAfter } = openSession({ speed: 1 });
    session.followPolicies(1, 'Run 1');
    session.offerPolicy(constantPolicy(1, 0));
    expect(frameAfter(200).header[HEADER.step]).toBe(2);
    session.offerPolicy(constantPolicy(2, 0, { ...env.observation, levels: 3 }));
    const { header } = frameAfter(100);
    expect([header[HEADER.policyVersion], header[HEADER.step]]).toEqual([2, 1]);
    session.offerPolicy(constantPolicy(3, 0, { ...env.observation, levels: 3 }));
    expect(frameAfter(100).header[HEADER.step]).toBe(2);
    expect(failures).toEqual([]);
  });

  it('refuses an agent that does not fit, and keeps the one it has', () => {
    const { session, frameAfter } = openSession({ speed: 1 });
    const policy = { ...constantPolicy(1, 0), observationKey: 'v9+1x5' };
    expect(() => session.setAgent({ kind: 'network', policy, stochastic: false })).toThrow(
      'policy.observationKey',
    );
    expect(frameAfter(100).header[HEADER.bidPrice]).toBeGreaterThan(0);
  });
});
