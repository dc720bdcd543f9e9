/** Learners of every weighting, on data whose best action depends on the weights alone. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CriticPair } from '../../../src/agents/policies/criticPair';
import { NetworkPolicy } from '../../../src/agents/policies/networkPolicy';
import { REWARD_TERM_COUNT, TERM, type RewardWeights } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';
import type { Dataset } from '../../../src/learning/data/dataset';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  type ReturnLabel,
} from '../../../src/learning/algorithms/decisionTransformerConfig';
import type { TrainingStart, TrainingTask } from '../../../src/learning/runs/training';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';
import { createListeners, fresh, stateOf, task } from './sessions';
import { networkOf } from './tasks';

beforeAll(async () => {
  await chooseBackend({ only: 'wasm', wasmPaths: null });
});

/** Spread capture pays the first action as it is, and the fees term pays its opposite. */
function opposedDataset(): Dataset {
  const dataset = banditDataset(40, new Rng(3));
  const terms = new Float32Array(dataset.terms.length);
  for (let row = 0; row < dataset.rows; row += 1) {
    const action = dataset.actions[row * 5];
    terms[row * REWARD_TERM_COUNT + TERM.spreadCapture] = action;
    terms[row * REWARD_TERM_COUNT + TERM.fees] = -action;
  }
  return { ...dataset, terms };
}

function open() {
  let time = 0;
  const session = new TrainingSession(
    {
      now: () => (time += 1),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
      wait: () => Promise.resolve(),
    },
    'wasm',
  );
  session.loadDataset([opposedDataset()]);
  return session;
}

const NOTHING: RewardWeights = {
  spreadCapture: 0,
  adverseSelection: 0,
  inventoryPnl: 0,
  fees: 0,
  inventoryPenalty: 0,
  spreadPenalty: 0,
};
const capture = { ...NOTHING, spreadCapture: 2 };
const fees = { ...NOTHING, fees: 2 };
const asked = (updates = 12, cloningUpdates = 6) =>
  task({ conditioning: 'weights', updates, cloningUpdates });

describe('a policy of every weighting', () => {
  it('acts in opposite ways under opposite weights, and so do its critics judge', async () => {
    const session = open();
    const { listeners } = createListeners();
    const { policy, critics } = await session.learn(asked(3000, 100), fresh, listeners);
    session.dispose();
    expect(policy.weightRanges).toEqual(WEIGHT_RANGES);
    const network = new NetworkPolicy(networkOf(policy));
    const actionUnder = (weights: RewardWeights) => {
      network.setWeights(weights);
      network.forward(new Float32Array(3));
      return network.mean[0];
    };
    expect(actionUnder(capture)).toBeGreaterThan(0.4);
    expect(actionUnder(fees)).toBeLessThan(-0.4);
    if (critics === undefined) throw new Error('no critics');
    const pair = new CriticPair(critics);
    const gain = (weights: RewardWeights) => {
      pair.setWeights(weights);
      const [up, down] = [1, -1].map((action) => {
        pair.judge(new Float32Array(3), [action, 0, 0, 0, 0]);
        return pair.value;
      });
      return up - down;
    };
    // An action of 1 instead of −1 earns 2 · 2 dollars at once.
    expect(gain(capture)).toBeGreaterThan(2);
    expect(gain(capture)).toBeLessThan(6);
    expect(gain(fees)).toBeLessThan(-2);
    expect(gain(fees)).toBeGreaterThan(-6);
  }, 60_000);

  it('goes on from its state with the same bits, and keeps its ranges there', async () => {
    const whole = open();
    const { policy } = await whole.learn(asked(), fresh, createListeners().listeners);
    whole.dispose();
    const first = open();
    const { listeners } = createListeners();
    const stopping = {
      ...listeners,
      onProgress: ({ update }: { readonly update: number }) => {
        if (update >= 8) first.stop();
      },
    };
    await first.learn(asked(), fresh, stopping);
    const from = await stateOf(first);
    first.dispose();
    expect(from.kind === 'gaussianMlp' && from.checkpoint.weightRanges).toEqual(WEIGHT_RANGES);
    expect(from.checkpoint.update).toBeLessThan(18);
    const second = open();
    const start: TrainingStart = { kind: 'resume', from };
    const { policy: resumed } = await second.learn(asked(), start, createListeners().listeners);
    second.dispose();
    expect(resumed.parameters).toEqual(policy.parameters);
  });

  it('is not fine-tuned into one of fixed weights', async () => {
    const session = open();
    await session.learn(asked(), fresh, createListeners().listeners);
    const start: TrainingStart = { kind: 'fineTune', from: await stateOf(session) };
    await expect(session.learn(task(), start, createListeners().listeners)).rejects.toThrow(
      'learning.conditioning: expected weights, that of the run to continue, got "fixed"',
    );
    session.dispose();
  });
});

describe('a Decision Transformer of every weighting', () => {
  const transformer = (returnLabel: ReturnLabel): TrainingTask => ({
    ...asked(),
    weights: capture,
    decisionTransformer: {
      ...COMPACT_DECISION_TRANSFORMER_CONFIG,
      returnLabel,
      embedding: 8,
      layers: 1,
      contextLength: 4,
      timesteps: 16,
      batchSize: 8,
      updates: 12,
      warmUpUpdates: 4,
    },
  });

  it('is asked for deviations, and goes on from its state with the same bits', async () => {
    const whole = open();
    const { listeners } = createListeners();
    const { policy } = await whole.learn(transformer('withoutLuck'), fresh, listeners);
    whole.dispose();
    if (policy.kind !== 'decisionTransformer') throw new Error('not a transformer');
    expect(policy).toMatchObject({
      conditioning: 'returnDeviations',
      returnScale: 1,
      weightRanges: WEIGHT_RANGES,
    });
    // Deviations of returns to go lie about 0, a few of them at most away.
    const [low, high] = policy.returnRange;
    expect(low).toBeLessThan(-1);
    expect(high).toBeGreaterThan(1);
    expect(high - low).toBeLessThan(10);
    const first = open();
    await first.learn(transformer('withoutLuck'), fresh, {
      ...listeners,
      onProgress: ({ update }) => {
        if (update >= 4) first.stop();
      },
    });
    const from = await stateOf(first);
    first.dispose();
    const second = open();
    const start: TrainingStart = { kind: 'resume', from };
    const { policy: resumed } = await second.learn(transformer('withoutLuck'), start, listeners);
    second.dispose();
    expect(resumed.parameters).toEqual(policy.parameters);
  });

  it('is not told the returns of a critic, which knows one weighting', async () => {
    const session = open();
    const learning = session.learn(transformer('critic'), fresh, createListeners().listeners);
    await expect(learning).rejects.toThrow(
      'decisionTransformer.returnLabel: expected plain or withoutLuck',
    );
    session.dispose();
  });
});
