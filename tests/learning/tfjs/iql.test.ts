/** Properties that make an update IQL; goldens.test.ts compares it with PyTorch. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Adam } from '../../../src/learning/tfjs/adam';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { disposeBatch, type Batch } from '../../../src/learning/tfjs/batch';
import { applyMlp } from '../../../src/learning/tfjs/mlp';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { freshCloner, freshIql } from './freshLearners';
import { settings, randomBatch, values } from './iqlExamples';

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

describe('on a chain of four states where half the actions earn 1', () => {
  const GAMMA = 0.9;
  const STATES = [0, 1, 2, 3];

  /** Every state with both actions, each exactly once; the last state ends it. */
  function chainBatch(): Batch {
    const oneHot = (state: number) => STATES.map((other) => Number(other === state));
    const pairs = STATES.flatMap((state) => [1, -1].map((action) => ({ state, action })));
    return {
      observations: tf.tensor2d(pairs.map(({ state }) => oneHot(state))),
      actions: tf.tensor2d(pairs.map(({ action }) => [action, 0, 0, 0, 0])),
      rewards: tf.tensor1d(pairs.map(({ action }) => Number(action > 0))),
      nextObservations: tf.tensor2d(pairs.map(({ state }) => oneHot(state + 1))),
      terminals: tf.tensor1d(pairs.map(({ state }) => Number(state === 3))),
      termWeights: null,
    };
  }

  function learnedValues(expectile: number): number[] {
    const learner = freshIql(
      { ...settings, expectile, discount: GAMMA, learningRate: 5e-3, targetRate: 0.1 },
      new Rng(31),
    );
    const batch = chainBatch();
    for (let update = 0; update < 500; update += 1) tf.dispose({ ...learner.update(batch) });
    const learned = tf.tidy(() => {
      const states = tf.slice(batch.nextObservations, [0, 0], [6, 4]);
      return values(applyMlp(learner.value, learner.valueSizes, states));
    });
    learner.dispose();
    disposeBatch(batch);
    // Next states of states 0, 1 and 2, each twice: the values of 1, 2 and 3.
    return [learned[0], learned[2], learned[4]];
  }

  it('τ = 0.5 learns the value of the behaviour, and V grows with τ', async () => {
    await chooseBackend({ only: 'wasm', wasmPaths: null });
    const [half, more, most] = [0.5, 0.7, 0.9].map(learnedValues);
    const behaviour = [2, 1, 0].map((left) => (0.5 * (1 - GAMMA ** (left + 1))) / (1 - GAMMA));
    half.forEach((value, state) => expect(value).toBeCloseTo(behaviour[state], 1));
    half.forEach((value, state) => {
      expect(more[state]).toBeGreaterThan(value + 0.05);
      expect(most[state]).toBeGreaterThan(more[state] + 0.05);
    });
    // The last step is one draw of 0 or 1: its τ-expectile is τ itself.
    expect(half[2]).toBeCloseTo(0.5, 1);
    expect(more[2]).toBeCloseTo(0.7, 1);
    expect(most[2]).toBeCloseTo(0.9, 1);
    await chooseBackend({ only: 'cpu', wasmPaths: null });
  });
});

describe('one update', () => {
  it('moves critics and value by their own losses alone, whatever the policy is', () => {
    const run = (policyScale: number) => {
      const learner = freshIql(settings, new Rng(5));
      tf.tidy(() => learner.policy.assign(tf.mul(learner.policy, policyScale)));
      const batch = randomBatch(16, new Rng(6));
      tf.dispose({ ...learner.update(batch) });
      const result = [learner.value, ...learner.critics, ...learner.targets].map(values);
      learner.dispose();
      disposeBatch(batch);
      return result;
    };
    expect(run(5)).toEqual(run(1));
  });

  it('bootstraps from a truncated step and not from a terminated one', () => {
    const criticLoss = (terminal: number, discount: number) => {
      const learner = freshIql({ ...settings, discount }, new Rng(7));
      const batch = randomBatch(8, new Rng(8));
      batch.terminals.dispose();
      const terminals = tf.tensor1d(Array.from({ length: 8 }, () => terminal));
      const diagnostics = learner.update({ ...batch, terminals });
      const [loss] = values(diagnostics.criticLoss);
      learner.dispose();
      return loss;
    };
    expect(criticLoss(1, 0.99)).toBe(criticLoss(1, 0));
    expect(criticLoss(0, 0)).toBe(criticLoss(1, 0));
    expect(Math.abs(criticLoss(0, 0.99) - criticLoss(0, 0))).toBeGreaterThan(1e-3);
  });

  it('moves the targets by exactly the target rate towards the new critics', () => {
    const learner = freshIql({ ...settings, targetRate: 0.25 }, new Rng(9));
    const before = learner.targets.map(values);
    const batch = randomBatch(8, new Rng(10));
    tf.dispose({ ...learner.update(batch) });
    const critics = learner.critics.map(values);
    learner.targets.forEach((target, index) => {
      const after = values(target);
      const worst = after.reduce((largest, value, place) => {
        const expected = 0.25 * critics[index][place] + 0.75 * before[index][place];
        return Math.max(largest, Math.abs(value - expected));
      }, 0);
      expect(worst).toBeLessThan(1e-6);
    });
    learner.dispose();
    disposeBatch(batch);
  });

  it('reports the gradients that Adam took in: after one update its means are a tenth of them', () => {
    const learner = freshIql(settings, new Rng(7));
    const batch = randomBatch(8, new Rng(8));
    const diagnostics = learner.update(batch);
    const cloner = freshCloner([4, 16, 5], 3e-4, new Rng(7));
    const cloning = cloner.update(batch);
    const taken = (...optimisers: readonly Adam[]) =>
      10 * Math.hypot(...optimisers.flatMap(({ mean }) => [...values(mean)]));
    const norms = [
      [cloning.gradientNorm, taken(cloner.policyOptimiser)],
      [diagnostics.gradientNorm, taken(learner.policyOptimiser)],
      [diagnostics.valueGradientNorm, taken(learner.valueOptimiser)],
      [diagnostics.criticGradientNorm, taken(...learner.criticOptimisers)],
    ] as const;
    for (const [reported, norm] of norms) {
      expect(norm).toBeGreaterThan(0.01);
      expect(values(reported)[0] / norm).toBeCloseTo(1, 5);
    }
    tf.dispose([{ ...diagnostics }, { ...cloning }]);
    learner.dispose();
    cloner.dispose();
    disposeBatch(batch);
  });

  it('fits one batch when it sees nothing else', () => {
    const learner = freshIql({ ...settings, learningRate: 1e-2, discount: 0 }, new Rng(11));
    const batch = randomBatch(12, new Rng(12));
    const losses: number[] = [];
    for (let update = 0; update < 150; update += 1) {
      const diagnostics = learner.update(batch);
      if (update === 0 || update === 149) losses.push(values(diagnostics.criticLoss)[0]);
      tf.dispose({ ...diagnostics });
    }
    expect(losses[1]).toBeLessThan(0.01 * losses[0]);
    learner.dispose();
    disposeBatch(batch);
  });
});
