import { afterAll, beforeAll, expect, it } from 'vitest';
import { CriticPair } from '../../../src/agents/policies/criticPair';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { initialiseMlp } from '../../../src/learning/algorithms/initialWeights';
import { freshIql } from '../tfjs/freshLearners';
import * as tf from '../../../src/learning/tfjs/tf';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';
import { policyTask } from './tasks';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
const sessions: TrainingSession[] = [];
afterAll(() => sessions.forEach((session) => session.dispose()));

const train = async (algorithm: 'bc' | 'iql') => {
  let time = 0;
  const session = new TrainingSession(
    { now: () => (time += 10), nextTask: () => Promise.resolve(), wait: () => Promise.resolve() },
    'cpu',
  );
  sessions.push(session);
  session.loadDataset([banditDataset(30, new Rng(3))]);
  const config = {
    ...DEFAULT_LEARNING_CONFIG,
    algorithm,
    hiddenSizes: [16],
    batchSize: 32,
    updates: 30,
    cloningUpdates: 10,
  };
  return await session.learn(
    policyTask(config, 1),
    { kind: 'fresh' },
    { onProgress: () => {}, onPolicy: () => {} },
  );
};

it('a run of IQL ends with its critics', async () => {
  const { policy, critics } = await train('iql');
  expect(critics?.discount).toBe(DEFAULT_LEARNING_CONFIG.discount);
  expect(policy.reference?.mean).toHaveLength(3);
});

it('cloning has none', async () => {
  const outcome = await train('bc');
  expect(outcome.status).toBe('finished');
  expect(outcome.critics).toBeUndefined();
});

it('critics as plain data say what the learner’s networks say, in dollars', async () => {
  const settings = {
    ...DEFAULT_LEARNING_CONFIG,
    observationLength: 3,
    actionLength: 5,
    hiddenSizes: [16, 8],
    normalisesAdvantages: true,
    policyDecayUpdates: null,
  };
  const learner = freshIql(settings, new Rng(8));
  const other = tf.tensor1d(initialiseMlp(learner.criticSizes, new Rng(9)));
  learner.targets[1].assign(other);
  const pair = new CriticPair({
    layerSizes: learner.criticSizes,
    critics: [
      await learner.targets[0].data<'float32'>(),
      await learner.targets[1].data<'float32'>(),
    ],
    observationMean: Float32Array.of(1, -2, 0),
    observationStd: Float32Array.of(2, 0.5, 1),
    rewardScale: 4,
    discount: 0.9,
    dollarsPerTick: null,
  });
  const standardised = [0.3, -1.2, 0.7];
  const observation = Float32Array.of(1 + 2 * 0.3, -2 + 0.5 * -1.2, 0.7);
  const action = [0.1, -0.4, 0.9, -1, 0.25];
  pair.judge(observation, action);
  const observations = tf.tensor2d([standardised]);
  const actions = tf.tensor2d([action]);
  const batch = { observations, actions, termWeights: null };
  const q = learner.targetQ(batch as Parameters<typeof learner.targetQ>[0]);
  const [expected] = await q.data<'float32'>();
  expect(4 * pair.value).toBeCloseTo(expected, 5);
  expect(pair.first).not.toBeCloseTo(pair.second, 3);
  tf.dispose([other, observations, actions, q]);
  learner.dispose();
});
