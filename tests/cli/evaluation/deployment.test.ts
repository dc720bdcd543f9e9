import { expect, it } from 'vitest';
import { gateResults, formatGate } from '../../../src/cli/evaluation/deployment';
import { onnxParity } from '../../../src/cli/evaluation/onnxParity';
import { seedStatistics } from '../../../src/cli/evaluation/seedStatistics';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { EvaluatedAgent } from '../../../src/evaluation/comparison';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { examplePolicy, exampleTransformer } from '../../agents/policies/examplePolicy';

const scenario = {
  market: DEFAULT_MARKET_CONFIG,
  env: DEFAULT_ENV_CONFIG,
  weights: DEFAULT_REWARD_WEIGHTS,
};

it.each([
  ['network', examplePolicy([32, 32])],
  ['transformer', exampleTransformer()],
])('the ONNX model of a %s in onnxruntime acts as the plain one, to 1e-5', async (_, policy) => {
  const parity = await onnxParity(policy, scenario);
  expect(parity).toBeLessThan(1e-5);
  // Float32 against float64: equal to the last bit would mean that nothing was compared.
  expect(parity).toBeGreaterThan(0);
});

it('a gate is printed with what was measured, and written with its verdicts', () => {
  const gate = {
    passed: false,
    fallback: 'inventory skewed',
    checks: [
      { name: 'drawdown', passed: true, value: 800, limit: 'at most $ 5000' },
      { name: 'out of distribution', passed: false, value: null, limit: 'at most 5 %' },
    ],
  };
  const text = formatGate(gate);
  expect(text).toContain('not measured');
  expect(text).toContain('May not be deployed. Fallback: ');
  expect(gateResults('x', gate, false).some((result) => 'pass' in result)).toBe(false);
  expect(gateResults('x', gate, true).map(({ name, pass }) => [name, pass])).toEqual([
    ['x.gate.drawdown', true],
    ['x.gate.outOfDistribution', false],
    ['x.gate', false],
  ]);
});

it('training seeds are compared on the same episodes, and those that are better are counted', () => {
  const agent = (name: string, ...returns: number[]): EvaluatedAgent => ({
    name,
    episodes: returns.map((value, seed) => ({ seed, return: value }) as EpisodeMetrics),
  });
  const policies = [1, 2, 3, 4, 5, 6, 7, 100].map((value) =>
    agent(`policy ${value}`, value, value),
  );
  const compared = [
    { name: 'low', agents: [agent('low', 0, 0)] },
    { name: 'middle', agents: [agent('middle', 3, 4), agent('middle', 6, 6)] },
  ];
  const { interquartileMean, rivals } = seedStatistics(policies, compared, 1);
  // The two lowest and the two highest are dropped: (3 + 4 + 5 + 6)/4.
  expect(interquartileMean.estimate).toBe(4.5);
  expect(interquartileMean.low).toBeLessThan(4.5);
  expect(interquartileMean.counts).toEqual(['training seeds', 'episodes']);
  expect(rivals[0]).toMatchObject({ rival: 'low', better: 8 });
  expect(rivals[0].difference.estimate).toBe(16);
  // 1, 3, 5, 7 against 3.5 and 2, 4, 6, 100 against 6, in turns.
  expect(rivals[1]).toMatchObject({ rival: 'middle', better: 3 });
  expect(rivals[1].difference.estimate).toBeCloseTo(16 - 4.75, 12);
});
