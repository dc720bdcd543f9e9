/** The losses of IQL, each on its own; iql.test.ts has whole updates. */
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { disposeBatch } from '../../../src/learning/tfjs/batch';
import { logDensity } from '../../../src/learning/tfjs/gaussianPolicy';
import {
  advantageWeights,
  expectileLoss,
  termAdvantageWeights,
  termExpectileLoss,
  weightedPolicyLoss,
} from '../../../src/learning/tfjs/iql';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { freshIql } from './freshLearners';
import { settings, randomBatch, values } from './iqlExamples';

const plain = (temperature: number) => ({ temperature, normalisesAdvantages: false });

/**
 * The value that minimises the expectile loss over equally likely samples, by bisection on its
 * gradient.
 */
function fittedExpectile(samples: readonly number[], expectile: number): number {
  const targets = tf.tensor1d([...samples]);
  const slope = tf.grad((value: tf.Tensor) => expectileLoss(tf.sub(targets, value), expectile));
  let low = -10;
  let high = 10;
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    const [derivative] = tf.tidy(() => values(slope(tf.scalar(middle))));
    if (derivative < 0) low = middle;
    else high = middle;
  }
  targets.dispose();
  return (low + high) / 2;
}

/**
 * Inverse of the normal distribution function, by bisection on its series (Abramowitz and Stegun
 * 26.2.11).
 */
function normalQuantile(probability: number): number {
  const distribution = (x: number) => {
    let term = x;
    let sum = x;
    for (let n = 1; n < 200; n += 1) {
      term *= (x * x) / (2 * n + 1);
      sum += term;
    }
    return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  };
  let low = -6;
  let high = 6;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (distribution(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const STRATA = Array.from({ length: 4000 }, (_, index) => (index + 0.5) / 4000);

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

describe('the expectile loss', () => {
  it.each([
    [0.7, 0.6044],
    [0.9, 0.75],
  ])('at τ = %f is least at %f for a uniform distribution', (expectile, expected) => {
    expect(fittedExpectile(STRATA, expectile)).toBeCloseTo(expected, 3);
  });

  it.each([
    [0.7, 0.3371],
    [0.8, 0.5492],
    [0.9, 0.8616],
  ])('at τ = %f is least at %f for a normal distribution', (expectile, expected) => {
    expect(fittedExpectile(STRATA.map(normalQuantile), expectile)).toBeCloseTo(expected, 2.5);
  });

  it('gives larger values for larger τ', () => {
    const samples = [-1, 0, 0.5, 3];
    const fitted = [0.5, 0.6, 0.7, 0.8, 0.9].map((tau) => fittedExpectile(samples, tau));
    expect(fitted).toEqual([...fitted].sort((left, right) => left - right));
    expect(fitted[0]).toBeCloseTo(0.625, 4);
  });
});

it('a vector that minimises the expectile loss of terms is worth the expectile of the worths', () => {
  // Worths under w = (1, 2) are −1, 1, 4 and 9.
  const samples = tf.tensor2d([
    [1, -1],
    [-1, 1],
    [2, 1],
    [3, 3],
  ]);
  const weights = tf.tensor2d([1, 2, 1, 2, 1, 2, 1, 2], [4, 2]);
  const slope = tf.grad((value: tf.Tensor) =>
    termExpectileLoss(tf.sub(samples, value), weights, 0.8),
  );
  let fitted: tf.Tensor = tf.zeros([1, 2]);
  for (let step = 0; step < 200; step += 1) {
    fitted = tf.tidy(() => tf.sub(fitted, tf.mul(slope(fitted), 0.5)));
  }
  const [first, second] = values(fitted);
  expect(first + 2 * second).toBeCloseTo(fittedExpectile([-1, 1, 4, 9], 0.8), 3);
});

describe('advantage weights', () => {
  it('are e^{β(q − V)}, and exactly 100 above the limit', () => {
    const weights = tf.tidy(() =>
      values(
        advantageWeights(
          tf.tensor1d([0, 1, 2, 50, 1000]),
          tf.tensor1d([0, 0, 1.5, 0, 0]),
          plain(3),
        ),
      ),
    );
    expect(weights[0]).toBe(1);
    expect(weights[1]).toBeCloseTo(Math.exp(3), 4);
    expect(weights[2]).toBeCloseTo(Math.exp(1.5), 5);
    expect(weights[3]).toBe(100);
    expect(weights[4]).toBe(100);
  });

  it('are e^{βA/√mean A²} where they are normalised, whatever the advantages are measured in', () => {
    const advantages = [-1, 0, 1, 2, 4];
    const weightsOf = (unit: number) =>
      tf.tidy(() => {
        const q = tf.tensor1d(advantages.map((advantage) => unit * advantage));
        return values(
          advantageWeights(q, tf.zeros([5]), { ...plain(3), normalisesAdvantages: true }),
        );
      });
    const deviation = Math.sqrt(22 / 5);
    advantages.forEach((advantage, index) => {
      const expected = Math.min(100, Math.exp((3 * advantage) / deviation));
      expect(weightsOf(1)[index]).toBeCloseTo(expected, 4);
      expect(weightsOf(1e-4)[index] / expected).toBeCloseTo(1, 3);
      expect(weightsOf(1e4)[index] / expected).toBeCloseTo(1, 5);
    });
    expect(weightsOf(1)[4]).toBe(100);
    expect(weightsOf(0)).toEqual([1, 1, 1, 1, 1]);
  });

  it('of vectors are those of w·a where all rows have one weighting, whatever w is multiplied by', () => {
    const advantages = [
      [1, -3],
      [2, 1],
      [-1, 0],
    ];
    const normalised = { ...plain(2), normalisesAdvantages: true };
    const weightsUnder = (w: readonly [number, number]) =>
      tf.tidy(() => {
        const weights = tf.tensor2d([...w, ...w, ...w], [3, 2]);
        return values(termAdvantageWeights(tf.tensor2d(advantages), weights, normalised));
      });
    const worths = advantages.map(([first, second]) => 0.5 * first + 2 * second);
    const scalar = tf.tidy(() =>
      values(advantageWeights(tf.tensor1d(worths), tf.zeros([3]), normalised)),
    );
    for (const factor of [1, 1000]) {
      weightsUnder([0.5 * factor, 2 * factor]).forEach((weight, row) => {
        expect(weight).toBeCloseTo(scalar[row], 4);
      });
    }
  });

  it('belong each to its own transition: permuting them changes the policy loss', () => {
    const learner = freshIql(settings, new Rng(1));
    const batch = randomBatch(16, new Rng(2));
    const weights = tf.linspace(0.1, 10, 16);
    const loss = (w: tf.Tensor1D) =>
      tf.tidy(() => values(weightedPolicyLoss(learner.policy, learner.policySizes, batch, w))[0]);
    const likelihood = tf.tidy(() =>
      values(logDensity(learner.policy, learner.policySizes, batch.observations, batch.actions)),
    );
    const isManual = likelihood.map((value, index) => -(0.1 + (9.9 * index) / 15) * value);
    expect(loss(weights)).toBeCloseTo(isManual.reduce((sum, value) => sum + value, 0) / 16, 3);
    expect(Math.abs(loss(tf.reverse(weights)) - loss(weights))).toBeGreaterThan(0.1);
    learner.dispose();
    disposeBatch(batch);
  });

  it('at β = 0 leave the gradient of behaviour cloning', () => {
    const learner = freshIql(settings, new Rng(3));
    const batch = randomBatch(16, new Rng(4));
    tf.tidy(() => {
      const weights = advantageWeights(learner.targetQ(batch), tf.zeros([16]), plain(0));
      const { observations, actions } = batch;
      const weighted = tf.grad((policy) =>
        weightedPolicyLoss(policy, learner.policySizes, batch, weights),
      )(learner.policy);
      const cloning = tf.grad((policy) =>
        tf.neg(tf.mean(logDensity(policy, learner.policySizes, observations, actions))),
      )(learner.policy);
      expect(values(weighted)).toEqual(values(cloning));
      expect(values(cloning).some((value) => Math.abs(value) > 1e-3)).toBe(true);
    });
    learner.dispose();
    disposeBatch(batch);
  });
});

describe("NanoARB's fault, a column of weights times a row of likelihoods", () => {
  it('leaves nothing but cloning: its gradient has exactly the direction of BC', () => {
    const learner = freshIql(settings, new Rng(21));
    const batch = randomBatch(16, new Rng(22));
    const { observations, actions } = batch;
    const likelihood = (policy: tf.Tensor) =>
      logDensity(policy, learner.policySizes, observations, actions);
    const cosineWithCloning = (loss: (policy: tf.Tensor) => tf.Scalar) =>
      tf.tidy(() => {
        const ours = tf.grad(loss)(learner.policy);
        const cloning = tf.grad((policy) => tf.neg(tf.mean(likelihood(policy))))(learner.policy);
        const norms = tf.mul(tf.norm(ours), tf.norm(cloning));
        return values(tf.div(tf.sum(tf.mul(ours, cloning)), norms))[0];
      });
    const weights = tf.tensor1d(
      Array.from({ length: 16 }, (_, index) => Math.exp(0.4 * index - 3)),
    );
    const fault = cosineWithCloning((policy) =>
      weightedPolicyLoss(policy, learner.policySizes, batch, tf.reshape(weights, [16, 1])),
    );
    const right = cosineWithCloning((policy) =>
      weightedPolicyLoss(policy, learner.policySizes, batch, weights),
    );
    expect(fault).toBeCloseTo(1, 5);
    expect(right).toBeLessThan(0.95);
    learner.dispose();
    disposeBatch(batch);
  });
});
