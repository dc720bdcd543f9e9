/**
 * What a Decision Transformer does when it is asked for a return: it delivers where the scenario is
 * deterministic, and where returns are luck it gambles, unless its labels were cured of that.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { DecisionTransformerPolicy } from '../../../src/agents/policies/decisionTransformerPolicy';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { createBatchArrays } from '../../../src/learning/data/batchArrays';
import { disposeBatch, uploadBatch } from '../../../src/learning/tfjs/batch';
import type { Dataset } from '../../../src/learning/data/dataset';
import {
  episodeRanges,
  observationStatistics,
  returnsToGo,
  rewardScale,
  episodeReturns,
} from '../../../src/learning/data/datasetOperations';
import { criticReturns, controlVariateReturnsToGo } from '../../../src/learning/data/returnLabels';
import { TransitionSampler } from '../../../src/learning/data/sampler';
import { createSequenceArrays, SequenceSampler } from '../../../src/learning/data/sequences';
import { uploadSequences } from '../../../src/learning/tfjs/sequenceBatch';
import { saveLearner } from '../../../src/learning/tfjs/checkpoint';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { freshIql, freshTransformer } from '../tfjs/freshLearners';
import { datasetOf, FIRST_TERM_ONLY } from '../data/syntheticDataset';

const CONTEXT = 5;
const ONE_DOLLAR_PER_TICK = 1;
const WEIGHTS = { ...FIRST_TERM_ONLY, inventoryPnl: 1 };

/** Trains a small model on `dataset` with the given returns to go. */
async function train(
  dataset: Dataset,
  returns: Float32Array,
  updates: number,
): Promise<DecisionTransformerPolicy> {
  const ranges = episodeRanges(dataset);
  const statistics = observationStatistics(dataset, ranges);
  const largest = returns.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const scales = { returnScale: 1 / largest, timesteps: 16, bucket: 1 };
  const sizes = {
    observationLength: dataset.observationLength,
    actionLength: 5,
    embedding: 16,
    layers: 1,
    heads: 1,
    contextLength: CONTEXT,
    timesteps: 16,
  };
  const random = new Rng(1);
  const learner = freshTransformer(
    sizes,
    { learningRate: 5e-3, weightDecay: 1e-4, gradientClipNorm: 0.25, warmUpUpdates: 10 },
    random,
  );
  const sampler = new SequenceSampler(dataset, ranges, returns, statistics, scales);
  const arrays = createSequenceArrays(32, CONTEXT, dataset.observationLength);
  for (let update = 0; update < updates; update += 1) {
    sampler.sample(arrays, random);
    const batch = uploadSequences(arrays);
    tf.dispose({ ...learner.update(batch) });
    tf.dispose({ ...batch });
  }
  const parameters = await learner.model.data<'float32'>();
  learner.dispose();
  return new DecisionTransformerPolicy({
    kind: 'decisionTransformer',
    version: 0,
    updates,
    sizes,
    parameters: parameters.slice(),
    timestepBucket: 1,
    returnScale: scales.returnScale,
    returnRange: [-largest, largest],
    discount: 1,
    observationMean: statistics.mean,
    observationStd: statistics.std,
    observationKey: dataset.observationKey,
  });
}

/** Spearman's ρ: the correlation of ranks; no ties here. */
function rankCorrelation(left: readonly number[], right: readonly number[]): number {
  const ranks = (list: readonly number[]) =>
    list.map((value) => list.filter((other) => other < value).length);
  const a = ranks(left);
  const b = ranks(right);
  const n = left.length;
  const squares = a.reduce((sum, rank, index) => sum + (rank - b[index]) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** Five steps that each pay (1 + first action)/2; every episode keeps to one level. */
function levelsDataset(): Dataset {
  const random = new Rng(2);
  return datasetOf(
    Array.from({ length: 200 }, () => {
      const level = 1.8 * random.uniform() - 0.9;
      return {
        steps: Array.from({ length: 5 }, (_, step) => ({
          observation: [step / 5, random.normal()],
          action: [level],
          reward: (1 + level) / 2,
        })),
        finalObservation: [1, 0],
        ends: 'truncated' as const,
      };
    }),
  );
}

/** One step, two ways: +0.7 gambles (−1 on average, 10 either way), −0.7 earns 1 for sure. */
function gamblingDataset(): Dataset {
  const random = new Rng(3);
  const luck: number[] = [];
  const dataset = datasetOf(
    Array.from({ length: 400 }, () => {
      const gambles = random.uniform() < 0.5;
      const coin = random.uniform() < 0.5 ? -1 : 1;
      luck.push(gambles ? coin : 0);
      return {
        steps: [
          {
            observation: [1],
            action: [(gambles ? 0.7 : -0.7) + 0.2 * (random.uniform() - 0.5)],
            reward: gambles ? -1 + 10 * coin : 1,
          },
        ],
        finalObservation: [1],
        ends: 'terminated' as const,
      };
    }),
  );
  // What the gambler held when the price jumped by one tick.
  dataset.inventory.fill(10);
  dataset.midInnovationTicks.set(luck);
  return dataset;
}

/** The first action at the first step when asked for `target`. */
function choice(policy: DecisionTransformerPolicy, target: number): number {
  policy.reset();
  policy.decide(0, target, Float32Array.of(1));
  return policy.action[0];
}

/** Q of every row by IQL; terminations only, so it is the mean reward of the action. */
async function criticOf(dataset: Dataset): Promise<Float32Array> {
  const ranges = episodeRanges(dataset);
  const statistics = observationStatistics(dataset, ranges);
  const scale = rewardScale(episodeReturns(dataset, ranges)) / 100;
  const random = new Rng(4);
  const learner = freshIql(
    {
      observationLength: 1,
      actionLength: 5,
      hiddenSizes: [32, 32],
      learningRate: 3e-3,
      discount: 0.99,
      expectile: 0.7,
      temperature: 3,
      normalisesAdvantages: false,
      targetRate: 0.05,
      policyDecayUpdates: null,
    },
    random,
  );
  const sampler = new TransitionSampler(dataset, ranges, statistics, scale);
  const arrays = createBatchArrays(128, 1, 5);
  for (let update = 0; update < 250; update += 1) {
    sampler.sample(arrays, random);
    const batch = uploadBatch(arrays);
    tf.dispose({ ...learner.update(batch) });
    disposeBatch(batch);
  }
  const { parameters } = await saveLearner(learner);
  learner.dispose();
  return criticReturns(
    {
      layerSizes: learner.criticSizes,
      critics: [parameters.target1, parameters.target2],
      observationMean: statistics.mean,
      observationStd: statistics.std,
      rewardScale: scale,
      discount: learner.settings.discount,
      dollarsPerTick: null,
    },
    dataset,
  );
}

describe('asking for a return', () => {
  beforeAll(async () => {
    await chooseBackend({ only: 'wasm', wasmPaths: null });
  });

  it('gets it where rewards follow from actions', async () => {
    const dataset = levelsDataset();
    const policy = await train(dataset, returnsToGo(dataset, episodeRanges(dataset)), 250);
    const targets = Array.from({ length: 15 }, (_, index) => 0.5 + (index * 4) / 14);
    const achieved = targets.map((target) => {
      policy.reset();
      let left = target;
      for (let step = 0; step < 5; step += 1) {
        policy.decide(step, left, Float32Array.of(step / 5, 0));
        left -= (1 + policy.action[0]) / 2;
      }
      return target - left;
    });
    expect(rankCorrelation(targets, achieved)).toBeGreaterThan(0.9);
    const worst = targets.map((target, index) => Math.abs(target - achieved[index]));
    expect(Math.max(...worst)).toBeLessThan(1);
  });

  it('makes a gambler of a model that was shown plain returns', async () => {
    const dataset = gamblingDataset();
    const policy = await train(dataset, returnsToGo(dataset, episodeRanges(dataset)), 200);
    expect(choice(policy, 9)).toBeGreaterThan(0.3);
  });

  it('does not when luck was taken off the returns', async () => {
    const dataset = gamblingDataset();
    const ranges = episodeRanges(dataset);
    const returns = controlVariateReturnsToGo(dataset, ranges, WEIGHTS, ONE_DOLLAR_PER_TICK);
    expect(new Set(returns)).toEqual(new Set([-1, 1]));
    const policy = await train(dataset, returns, 200);
    expect(choice(policy, 1)).toBeLessThan(-0.3);
  });

  it('does not when a critic wrote the returns', async () => {
    const dataset = gamblingDataset();
    const q = await criticOf(dataset);
    const mean = (gambles: boolean) => {
      const chosen = q.filter((_, row) => dataset.actions[5 * row] > 0 === gambles);
      return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
    };
    expect(mean(false)).toBeGreaterThan(mean(true) + 0.5);
    const policy = await train(dataset, q, 200);
    expect(choice(policy, Math.max(...q))).toBeLessThan(-0.3);
  });
});
