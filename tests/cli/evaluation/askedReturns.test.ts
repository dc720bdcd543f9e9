import { expect, it } from 'vitest';
import {
  askedReturnResults,
  askForReturns,
  formatAskedReturns,
} from '../../../src/cli/evaluation/askedReturns';
import { readAgent } from '../../../src/cli/output/files';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { exampleTransformer } from '../../agents/policies/examplePolicy';

it('a Decision Transformer is asked for five returns of its data, on the same few episodes', () => {
  const scenario = {
    market: DEFAULT_MARKET_CONFIG,
    env: { ...DEFAULT_ENV_CONFIG, episodeLength: 50 },
    weights: DEFAULT_REWARD_WEIGHTS,
  };
  const example = exampleTransformer();
  // Without weights it quotes in the middle of its box, whatever it is asked.
  const parameters = new Float32Array(example.parameters.length);
  const policy = { ...example, parameters, returnRange: [-100, 300] as const };
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
  const asked = askForReturns(scenario, policy, seeds, () => {});
  expect(asked.episodes).toBe(16);
  expect(asked.points.map((point) => point.asked)).toEqual([-100, 0, 100, 200, 300]);
  for (const { achieved } of asked.points) {
    expect(achieved.low).toBeLessThan(achieved.estimate);
    expect(achieved.high).toBeGreaterThan(achieved.estimate);
  }
  expect(formatAskedReturns(asked)).toContain('Over 16 episodes each; Spearman');
  const names = askedReturnResults('x', asked).map(({ name }) => name);
  expect(names).toContain('x.target75.achieved.low');
  expect(names.at(-1)).toBe('x.targets.rankCorrelation');
});

it('the bundled Decision Transformer earns more the more it is asked for', async () => {
  const { card, policy } = await readAgent('public/agents/es-dt.safetensors');
  if (policy.kind !== 'decisionTransformer') throw new Error('expected a Decision Transformer');
  const { market, env, weights } = card.config;
  const scenario = { market, env: { ...env, episodeLength: 200 }, weights };
  const { points } = askForReturns(scenario, policy, [11, 12, 13, 14], () => {});
  const [lowest, , middle, , highest] = points.map(({ achieved }) => achieved.estimate);
  expect(middle).toBeGreaterThan(lowest);
  expect(highest).toBeGreaterThan(middle);
});
