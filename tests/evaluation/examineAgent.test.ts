import { describe, expect, it } from 'vitest';
import type { CriticSnapshot } from '../../src/agents/policies/criticPair';
import { NetworkPolicy } from '../../src/agents/policies/networkPolicy';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { examineAgent } from '../../src/evaluation/examineAgent';
import { summariseBehaviour } from '../../src/evaluation/examination';
import type { ExaminationRequest } from '../../src/evaluation/examinationRequest';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';
import { examplePolicy, exampleReference } from '../agents/policies/examplePolicy';

const policy = { ...examplePolicy(), reference: exampleReference() };
const inputs = policy.layerSizes[0];

/** Linear critics that say `a` and `b` whatever they are asked. */
const constantCritics = (a: number, b: number, discount = 0.9): CriticSnapshot => {
  const bias = (value: number) => {
    const parameters = new Float32Array(inputs + 5 + 1);
    parameters[inputs + 5] = value;
    return parameters;
  };
  return {
    layerSizes: [inputs + 5, 1],
    critics: [bias(a), bias(b)],
    observationMean: policy.observationMean,
    observationStd: policy.observationStd,
    rewardScale: 2,
    discount,
    dollarsPerTick: null,
  };
};

const request: ExaminationRequest = {
  market: DEFAULT_MARKET_CONFIG,
  env: { ...DEFAULT_ENV_CONFIG, episodeLength: 60 },
  weights: DEFAULT_REWARD_WEIGHTS,
  agent: { kind: 'network', policy, stochastic: false },
  seeds: [3, 4],
  critics: null,
  clone: null,
  exported: null,
};

describe('an examination', () => {
  it('plays exactly the episodes of an evaluation', () => {
    const { market, env, weights, agent, seeds } = request;
    const evaluated = evaluateAgent({ market, env, weights, agent, seeds });
    const examined = examineAgent({ ...request, critics: constantCritics(1, 2) });
    expect(examined.map(({ metrics }) => metrics)).toEqual(evaluated);
  });

  it('says nothing of what it was not given', () => {
    const bare = { ...request, agent: { ...request.agent, policy: examplePolicy() } };
    const episodes = examineAgent(bare as ExaminationRequest).map(
      ({ behaviourSummary }) => behaviourSummary,
    );
    expect(summariseBehaviour(episodes, examplePolicy())).toMatchObject({
      decisions: 120,
      outOfDistributionRate: Number.NaN,
      maxStabilityIndex: Number.NaN,
      leastStableFeature: -1,
      criticDisagreement: Number.NaN,
      cloneSurprise: Number.NaN,
      parity: Number.NaN,
      calibration: null,
    });
  });

  it('finds every decision out of distribution beside a reference of other numbers, none beside a wide one', () => {
    const rate = (limit: number) => {
      const reference = {
        ...exampleReference(),
        distances: exampleReference().distances.map((percent) => percent * limit),
      };
      const agent = { ...request.agent, policy: { ...policy, reference } };
      const episodes = examineAgent({ ...request, agent } as ExaminationRequest);
      return summariseBehaviour(
        episodes.map(({ behaviourSummary }) => behaviourSummary),
        { reference },
      );
    };
    expect(rate(1e-6).outOfDistributionRate).toBe(1);
    expect(rate(1e9).outOfDistributionRate).toBe(0);
    // Uniform features are not what a market shows.
    expect(rate(1).maxStabilityIndex).toBeGreaterThan(1);
  });

  it('measures the critics’ disagreement in dollars', () => {
    const episodes = examineAgent({ ...request, critics: constantCritics(3, -1) });
    const { criticDisagreement, calibration } = summariseBehaviour(
      episodes.map(({ behaviourSummary }) => behaviourSummary),
      policy,
    );
    // |3 − (−1)| over a reward scale of 2.
    expect(criticDisagreement).toBeCloseTo(2, 6);
    expect(calibration?.bins.every(({ predicted }) => predicted === -0.5)).toBe(true);
  });

  it('holds a critic against the rewards that followed', () => {
    const short = { ...request, env: { ...request.env, episodeLength: 40 }, seeds: [3] };
    const [{ metrics, behaviourSummary }] = examineAgent({
      ...short,
      critics: constantCritics(0, 0, 0),
    });
    // With γ = 0 what followed is the step's own reward, and their sum is the return.
    expect(behaviourSummary.realised).toHaveLength(40);
    const sum = behaviourSummary.realised.reduce((total, reward) => total + reward, 0);
    expect(sum).toBeCloseTo(metrics.return, 2);
  });

  it('values positions at the efficient price where the critics learned without luck', () => {
    const critics = constantCritics(0, 0, 0);
    const [plain] = examineAgent({ ...request, seeds: [3], critics });
    const [less] = examineAgent({
      ...request,
      seeds: [3],
      critics: { ...critics, dollarsPerTick: request.env.tickValueDollars },
    });
    const spread = (values: Float32Array) =>
      values.reduce((total, value) => total + value * value, 0);
    expect(spread(less.behaviourSummary.realised)).toBeLessThan(
      spread(plain.behaviourSummary.realised),
    );
    expect(less.metrics).toEqual(plain.metrics);
  });

  it('is least surprised by the clone itself: ½·ln 2π + log σ a dimension', () => {
    const clone = examplePolicy();
    const episodes = examineAgent({ ...request, clone });
    const { std } = new NetworkPolicy(clone);
    const expected = std.reduce(
      (sum, value) => sum + 0.5 * Math.log(2 * Math.PI) + Math.log(value),
      0,
    );
    const behaviourSummary = episodes.map((episode) => episode.behaviourSummary);
    expect(summariseBehaviour(behaviourSummary, policy).cloneSurprise).toBeCloseTo(expected, 6);
    const other = examineAgent({ ...request, clone: examplePolicy([16, 8], 4) });
    expect(
      summariseBehaviour(
        other.map((episode) => episode.behaviourSummary),
        policy,
      ).cloneSurprise,
    ).toBeGreaterThan(expected);
  });

  it('measures how far an exported agent is from the one it was made of', () => {
    const parity = (exported: typeof policy) =>
      summariseBehaviour(
        examineAgent({
          ...request,
          exported: { kind: 'network', policy: exported, stochastic: false },
        }).map(({ behaviourSummary }) => behaviourSummary),
        policy,
      ).parity;
    expect(parity(policy)).toBe(0);
    const parameters = policy.parameters.slice();
    parameters[parameters.length - 1] += 0.01;
    expect(parity({ ...policy, parameters })).toBeGreaterThan(1e-5);
  });
});
