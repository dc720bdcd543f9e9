/**
 * Stitching (Kumar et al. 2022, "When should we prefer offline RL over behavioural cloning?"). Two
 * paths cross at X. Those that come from S turn down there and die; only those that come from P
 * turn up, to the goal. From S to the goal nobody ever went, so that it takes values, not
 * imitation, to find the way.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { NetworkPolicy } from '../../../src/agents/policies/networkPolicy';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import {
  DEFAULT_LEARNING_CONFIG,
  type LearningConfig,
} from '../../../src/learning/algorithms/config';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import { Rng } from '../../../src/market/rng';
import { datasetOf, type Episode } from '../data/syntheticDataset';
import { networkOf, policyTask } from './tasks';

const S = [1, 0, 0];
const X = [0, 1, 0];
const P = [0, 0, 1];
const NOWHERE = [0, 0, 0];
const UP = 0.7;
const DOWN = -0.7;

function crossingPaths(random: Rng): Episode[] {
  const step = (observation: readonly number[], direction: number, reward: number) => ({
    observation,
    action: [direction + 0.3 * (2 * random.uniform() - 1)],
    reward,
  });
  const episode = (steps: Episode['steps']): Episode => ({
    steps,
    finalObservation: NOWHERE,
    ends: 'terminated',
  });
  return [
    ...Array.from({ length: 60 }, () => episode([step(S, DOWN, 0)])),
    ...Array.from({ length: 40 }, () => episode([step(S, UP, 0), step(X, DOWN, 0)])),
    ...Array.from({ length: 30 }, () => episode([step(P, UP, 0), step(X, UP, 1)])),
  ];
}

async function train(algorithm: LearningConfig['algorithm']): Promise<PolicySnapshot> {
  let milliseconds = 0;
  const session = new TrainingSession(
    {
      now: () => (milliseconds += 10),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
      wait: () => Promise.resolve(),
    },
    'wasm',
  );
  session.loadDataset([datasetOf(crossingPaths(new Rng(1)))]);
  const config = {
    ...DEFAULT_LEARNING_CONFIG,
    algorithm,
    hiddenSizes: [32, 32],
    batchSize: 64,
    updates: 500,
    cloningUpdates: 0,
    learningRate: 3e-3,
  };
  const { policy } = await session.learn(
    policyTask(config, 1),
    { kind: 'fresh' },
    { onPolicy() {}, onProgress() {} },
  );
  session.dispose();
  return networkOf(policy);
}

/** Where the policy's mean action leads from S: up at both forks is the goal. */
function destination(policy: PolicySnapshot): 'goal' | 'dead' {
  const network = new NetworkPolicy(policy);
  const goesUp = (observation: readonly number[]) => {
    network.forward(Float32Array.from(observation));
    return network.mean[0] > 0;
  };
  return goesUp(S) && goesUp(X) ? 'goal' : 'dead';
}

describe('two crossing paths', () => {
  beforeAll(async () => {
    await chooseBackend({ only: 'wasm', wasmPaths: null });
  });

  it('lead cloning to where most of the data goes', async () => {
    expect(destination(await train('bc'))).toBe('dead');
  });

  it('lead IQL to the goal, along a way that no episode took', async () => {
    expect(destination(await train('iql'))).toBe('goal');
  });
});
