import { beforeAll, describe, expect, it } from 'vitest';
import { DecisionTransformerPolicy } from '../../../src/agents/policies/decisionTransformerPolicy';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  type DecisionTransformerConfig,
} from '../../../src/learning/algorithms/decisionTransformerConfig';
import type { Dataset } from '../../../src/learning/data/dataset';
import {
  heldOutEpisodes,
  trainingEpisodes,
  type EpisodeRange,
} from '../../../src/learning/data/datasetOperations';
import { returnLabels } from '../../../src/learning/data/returnLabels';
import type { TrainingTask } from '../../../src/learning/runs/training';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import * as tf from '../../../src/learning/tfjs/tf';
import { REWARD_TERM_COUNT } from '../../../src/env/types';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';
import { task, fresh, createSession, stateOf } from './sessions';

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

describe('training a Decision Transformer', () => {
  const transformerTask = (changes: Partial<DecisionTransformerConfig> = {}): TrainingTask => ({
    ...task(),
    decisionTransformer: {
      ...COMPACT_DECISION_TRANSFORMER_CONFIG,
      embedding: 8,
      layers: 1,
      contextLength: 4,
      timesteps: 16,
      batchSize: 8,
      updates: 12,
      warmUpUpdates: 4,
      ...changes,
    },
  });

  it('reports, and ends with a model that can act', async () => {
    const { session, listeners, policies, reports } = createSession();
    const outcome = await session.learn(transformerTask(), fresh, listeners);
    expect(outcome.status).toBe('finished');
    expect(reports.at(-1)).toMatchObject({ algorithm: 'dt', update: 12, totalUpdates: 12 });
    expect(reports.every((report) => report.policyLoss > 0 && report.gradientNorm > 0)).toBe(true);
    expect(reports.every((report) => Number.isNaN(report.meanQ))).toBe(true);
    expect(policies.map((policy) => policy.version)).toEqual([...policies.keys()]);
    if (outcome.policy.kind !== 'decisionTransformer') throw new Error('not a transformer');
    const policy = new DecisionTransformerPolicy(outcome.policy);
    policy.decide(0, 5, Float32Array.of(0.1, 0.2, 0.3));
    expect(policy.action.every((value) => Math.abs(value) < 1)).toBe(true);
    session.dispose();
  });

  it('resumed from a checkpoint ends with the same bits, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const { session: whole, listeners } = createSession();
    const { policy } = await whole.learn(transformerTask(), fresh, listeners);
    whole.dispose();
    const { session: first } = createSession(1e6);
    await first.learn(transformerTask(), fresh, {
      onPolicy() {},
      onProgress: (report) => {
        if (report.update === 5) first.stop();
      },
    });
    const from = await stateOf(first);
    first.dispose();
    expect(from).toMatchObject({ kind: 'decisionTransformer', checkpoint: { update: 5 } });
    const { session: second } = createSession();
    const resumed = await second.learn(transformerTask(), { kind: 'resume', from }, listeners);
    expect([...resumed.policy.parameters]).toEqual([...policy.parameters]);
    second.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('measures returns on the episodes that it learns from alone', async () => {
    const ranges = async (change: (dataset: Dataset) => void) => {
      const dataset = banditDataset(20, new Rng(3));
      change(dataset);
      const { session, listeners } = createSession();
      session.loadDataset([dataset]);
      const { policy } = await session.learn(transformerTask(), fresh, listeners);
      session.dispose();
      if (policy.kind !== 'decisionTransformer') throw new Error('not a transformer');
      return { scale: policy.returnScale, range: policy.returnRange };
    };
    const expected = await ranges(() => {});
    const withLuckyEpisodes = (episodes: (dataset: Dataset) => EpisodeRange[]) =>
      ranges((dataset) => {
        for (const { start, end } of episodes(dataset)) {
          for (let row = start; row < end; row += 1) dataset.terms[REWARD_TERM_COUNT * row] = 1000;
        }
      });
    expect(await withLuckyEpisodes(heldOutEpisodes)).toEqual(expected);
    expect((await withLuckyEpisodes(trainingEpisodes)).range[1]).toBeGreaterThan(1000);
  });

  it('takes its returns from a critic of its own where it asks for them', async () => {
    const { session, listeners } = createSession();
    const asked = transformerTask({ returnLabel: 'critic' });
    const { policy } = await session.learn(asked, fresh, listeners);
    if (policy.kind !== 'decisionTransformer') throw new Error('not a transformer');
    expect(policy.discount).toBe(DEFAULT_LEARNING_CONFIG.discount);
    expect(policy.returnRange[0]).toBeLessThan(policy.returnRange[1]);
    const dataset = banditDataset(20, new Rng(3));
    const labelled = { ...asked, decisionTransformer: { returnLabel: 'critic' } } as const;
    expect(() => returnLabels(dataset, labelled, null)).toThrow(
      'decisionTransformer.returnLabel: expected plain or withoutLuck',
    );
    session.dispose();
  });

  it('ranks what the critic expects from 0 to 1, and says that it asks for a quantile', async () => {
    const { session, listeners } = createSession();
    const asked = transformerTask({ returnLabel: 'quantile' });
    const { policy } = await session.learn(asked, fresh, listeners);
    if (policy.kind !== 'decisionTransformer') throw new Error('not a transformer');
    expect(policy).toMatchObject({ conditioning: 'valueQuantile', discount: 1 });
    // Without ties, the numbers are the middles of as many equal parts.
    const rows = 180;
    expect(policy.returnRange[0]).toBeCloseTo(0.5 / rows, 5);
    expect(policy.returnRange[1]).toBeCloseTo(1 - 0.5 / rows, 5);
    const state = await stateOf(session);
    if (state.kind !== 'decisionTransformer') throw new Error('not a transformer');
    const { returns } = state.checkpoint.labels;
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    expect(mean).toBeCloseTo(0.5, 1);
    session.dispose();
  });
});
