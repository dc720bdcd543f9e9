import { beforeAll, describe, expect, it } from 'vitest';
import { DecisionTransformerPolicy } from '../../../src/agents/policies/decisionTransformerPolicy';
import { takeApart } from '../../../src/agents/files/policyParts';
import type { AnyPolicy } from '../../../src/agents/policies/policySnapshot';
import {
  DEFAULT_LEARNING_CONFIG,
  type LearningConfig,
} from '../../../src/learning/algorithms/config';
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
import { readDatasetFile, writeDatasetFile } from '../../../src/learning/data/parquet';
import { returnLabels } from '../../../src/learning/data/returnLabels';
import type { RunState } from '../../../src/learning/runs/runState';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import type {
  TrainingListeners,
  TrainingOutcome,
  TrainingProgress,
  TrainingStart,
  TrainingTask,
} from '../../../src/learning/runs/training';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import * as tf from '../../../src/learning/tfjs/tf';
import { REWARD_TERM_COUNT } from '../../../src/env/types';
import { Rng } from '../../../src/market/rng';
import { exampleDataset, exampleOrigin } from '../data/exampleDataset';
import { banditDataset, datasetOf, FIRST_TERM_ONLY } from '../data/syntheticDataset';
import { networkOf, policyTask } from './tasks';

const small: LearningConfig = {
  ...DEFAULT_LEARNING_CONFIG,
  hiddenSizes: [16, 16],
  batchSize: 32,
  updates: 40,
  cloningUpdates: 20,
};

const task = (changes: Partial<LearningConfig> = {}, seed = 1): TrainingTask =>
  policyTask({ ...small, ...changes }, seed);
const fresh: TrainingStart = { kind: 'fresh' };

function createListeners() {
  const policies: AnyPolicy[] = [];
  const reports: TrainingProgress[] = [];
  const listeners: TrainingListeners = {
    onPolicy: (policy) => void policies.push(policy),
    onProgress: (progress) => void reports.push(progress),
  };
  return { listeners, policies, reports };
}

/** A session whose clock advances `tick` milliseconds at every look. */
function createSession(tick = 1) {
  let time = 0;
  const session = new TrainingSession(
    {
      now: () => (time += tick),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
      wait: () => Promise.resolve(),
    },
    'cpu',
  );
  session.loadDataset([banditDataset(20, new Rng(3))]);
  return { session, ...createListeners() };
}

/** The number of turns of the event loop in which a run that is not held makes many chunks. */
const MANY_TURNS = 50;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

/** The state that a session is left with, as another thread or a later visit gets it. */
async function stateOf(session: TrainingSession): Promise<RunState> {
  const state = structuredClone(await session.state());
  if (state === null) throw new Error('no state');
  return state;
}

async function trainedWeights(tick: number, seed: number): Promise<number[]> {
  const { session, listeners } = createSession(tick);
  const { policy } = await session.learn(task({}, seed), fresh, listeners);
  session.dispose();
  return weightsOf(policy);
}

const weightsOf = (policy: AnyPolicy) => {
  const { parameters, logStd } = networkOf(policy);
  return [...parameters, ...logStd];
};

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

describe('a training session', () => {
  it('clones first, then trains, and reports both phases to the end', async () => {
    const { session, listeners, policies, reports } = createSession();
    const outcome = await session.learn(task(), fresh, listeners);
    expect(outcome.status).toBe('finished');
    expect(outcome.policy.updates).toBe(60);
    expect(reports.map((report) => report.phase)).toContain('cloning');
    expect(reports.at(-1)).toMatchObject({ phase: 'training', update: 60, totalUpdates: 60 });
    expect(reports.every((report) => report.clippedShare >= 0 || report.phase === 'cloning')).toBe(
      true,
    );
    expect(policies.map((policy) => policy.version)).toEqual([...policies.keys()]);
    expect(policies.at(-1)).toBe(outcome.policy);
    session.dispose();
  });

  it('gives the same weights for the same seed, however its updates fall into chunks', async () => {
    const reference = await trainedWeights(1, 7);
    expect(await trainedWeights(300, 7)).toEqual(reference);
    expect(await trainedWeights(1, 8)).not.toEqual(reference);
  });

  it('gives the same parts of an agent file for the same seed, however fast it was', async () => {
    const parts = [1, 900].map(async (tick) => {
      const { session, listeners } = createSession(tick);
      const { policy } = await session.learn(task(), fresh, listeners);
      session.dispose();
      return takeApart(policy);
    });
    const [fast, slow] = await Promise.all(parts);
    expect(slow).toEqual(fast);
  });

  it('publishes a policy every two seconds, numbered without gaps', async () => {
    const { session, listeners, policies } = createSession(500);
    await session.learn(task(), fresh, listeners);
    expect(policies.length).toBeGreaterThan(10);
    expect(policies.map((policy) => policy.version)).toEqual([...policies.keys()]);
    session.dispose();
  });

  it('stops where it is and keeps the policy so far', async () => {
    const { session, listeners, reports } = createSession(300);
    const outcome = await session.learn(task({ updates: 100_000 }), fresh, {
      ...listeners,
      onProgress: (report) => {
        listeners.onProgress(report);
        if (reports.length === 3) session.stop();
      },
    });
    expect(outcome.status).toBe('stopped');
    expect(outcome.policy.updates).toBe(reports.at(-1)?.update);
    session.dispose();
  });

  it('makes no update while it is paused', async () => {
    const { session, listeners, reports } = createSession(300);
    let training = Promise.resolve<TrainingOutcome | null>(null);
    await new Promise<void>((resolve) => {
      training = session.learn(task(), fresh, {
        ...listeners,
        onProgress: (report) => {
          listeners.onProgress(report);
          if (reports.length !== 2) return;
          session.pause();
          resolve();
        },
      });
    });
    await turns(MANY_TURNS);
    expect(reports).toHaveLength(2);
    session.resume();
    expect((await training)?.status).toBe('finished');
    session.dispose();
  });

  it('reports divergence and returns the last policy that was sound', async () => {
    const { session, listeners, policies } = createSession(300);
    const outlier = banditDataset(20, new Rng(3));
    outlier.finalObservations.fill(3e38);
    session.loadDataset([outlier]);
    const diverged = await session.learn(task({ updates: 200 }), fresh, listeners);
    expect(diverged.status).toBe('diverged');
    expect(diverged.policy.parameters.every(Number.isFinite)).toBe(true);
    expect(policies).toContain(diverged.policy);
    session.dispose();
  });

  it('ends finite, or as diverged with a sound policy, where settings make IQL explode', async () => {
    const { session, listeners } = createSession(300);
    session.loadDataset([banditDataset(14, new Rng(5))]);
    const extreme = task({
      expectile: 0.99,
      temperature: 30,
      learningRate: 0.1,
      cloningUpdates: 0,
      updates: 300,
    });
    const { status, policy } = await session.learn(extreme, fresh, listeners);
    expect(['finished', 'diverged']).toContain(status);
    expect(policy.parameters.every(Number.isFinite)).toBe(true);
    expect(networkOf(policy).logStd.every(Number.isFinite)).toBe(true);
    session.dispose();
  });

  it('continues from the run before when it fine-tunes', async () => {
    const { session, listeners, policies } = createSession();
    const first = await session.learn(task(), fresh, listeners);
    policies.length = 0;
    const from = await stateOf(session);
    await session.learn(task({}, 2), { kind: 'fineTune', from }, listeners);
    expect([...policies[0].parameters]).toEqual([...first.policy.parameters]);
    expect(policies.at(-1)?.updates).toBe(40);
    session.dispose();
  });

  it('says what is missing before it can train', async () => {
    const { session, listeners } = createSession();
    const empty = new TrainingSession(
      { now: () => 0, nextTask: () => Promise.resolve(), wait: () => Promise.resolve() },
      'cpu',
    );
    await expect(empty.learn(task(), fresh, listeners)).rejects.toThrow('dataset: expected one');
    await session.learn(task({ updates: 1 }), fresh, listeners);
    const from = await stateOf(session);
    await expect(
      session.learn(task({ hiddenSizes: [8] }), { kind: 'fineTune', from }, listeners),
    ).rejects.toThrow('learning.hiddenSizes: expected 16-16');
    session.dispose();
  });

  it('keeps the loaded dataset when the next one is unsound', () => {
    const { session } = createSession();
    const broken = datasetOf([
      {
        steps: [{ observation: [NaN], action: [], reward: 0 }],
        finalObservation: [0],
        ends: 'terminated',
      },
    ]);
    expect(() => session.loadDataset([broken])).toThrow(
      'shards[0].observations[0]: expected a finite number, got NaN',
    );
  });

  it.each([
    ['cloning', 12],
    ['training', 37],
  ] as const)('resumed from a checkpoint while %s ends with the same bits', async (phase, at) => {
    const { session: whole, listeners } = createSession();
    const uninterrupted = await whole.learn(task(), fresh, listeners);
    whole.dispose();

    const { session: first } = createSession(1e6);
    const { status } = await first.learn(task(), fresh, {
      onPolicy() {},
      onProgress: (report) => {
        if (report.update === at) first.stop();
      },
    });
    expect(status).toBe('stopped');
    const from = await stateOf(first);
    first.dispose();
    expect(from.checkpoint).toMatchObject({ phase, update: at });

    const { session: second, listeners: theirs, policies } = createSession();
    const resumed = await second.learn(task(), { kind: 'resume', from }, theirs);
    expect(resumed.status).toBe('finished');
    expect(weightsOf(resumed.policy)).toEqual(weightsOf(uninterrupted.policy));
    expect(policies[0].version).toBe(from.checkpoint.policyVersion + 1);
    second.dispose();
  });

  it('refuses a checkpoint of other data or with a part missing', async () => {
    const { session, listeners } = createSession();
    await session.learn(task({ updates: 1 }), fresh, listeners);
    const from = await stateOf(session);
    if (from.kind !== 'gaussianMlp') throw new Error('not the state of a policy');
    const { checkpoint } = from;
    const { value, ...others } = checkpoint.learner.parameters;
    expect(value.length).toBeGreaterThan(0);
    const broken: RunState = {
      ...from,
      checkpoint: { ...checkpoint, learner: { ...checkpoint.learner, parameters: others } },
    };
    const resume = (state: RunState) =>
      session.learn(task(), { kind: 'resume', from: state }, listeners);
    await expect(resume(broken)).rejects.toThrow('checkpoint.learner.parameters.value: expected');
    session.loadDataset([banditDataset(3, new Rng(3))]);
    await expect(resume(from)).rejects.toThrow(
      'dataset.rows: expected 200 rows, those of the checkpoint, got 30',
    );
    session.dispose();
  });

  it('holds as many tensors after a run as before it', async () => {
    const before = tf.memory().numTensors;
    const { session, listeners, reports } = createSession(300);
    const held: number[] = [];
    await session.learn(task(), fresh, {
      ...listeners,
      onProgress: (report) => {
        listeners.onProgress(report);
        if (report.phase === 'training') held.push(tf.memory().numTensors);
      },
    });
    expect(reports.length).toBeGreaterThan(5);
    expect(new Set(held).size).toBe(1);
    session.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the dataset of a session', () => {
  const bytesOf = (parts: Uint8Array<ArrayBuffer>[]) => new Blob(parts).arrayBuffer();

  it('can be a file, and a bad file leaves the one before it', async () => {
    const { session } = createSession();
    const dataset = exampleDataset([5, 6]);
    const file = await bytesOf(writeDatasetFile(dataset, exampleOrigin));
    const { summary, hash } = await session.importDataset(file);
    expect(summary).toMatchObject({ rows: 11, episodes: 2 });
    await expect(session.importDataset(file.slice(0, -1))).rejects.toThrow('file');
    const again = await readDatasetFile(await bytesOf(await session.exportDataset(exampleOrigin)));
    expect(again.hash).toBe(hash);
    session.dispose();
  });

  it('may be of an earlier version, in which columns are missing', () => {
    const { session } = createSession();
    const { midDriftTicks, ...older } = exampleDataset([5, 6]);
    session.loadDataset([older as Dataset]);
    expect(session.loadedDataset()).toStrictEqual({
      ...older,
      midDriftTicks: new Float32Array(midDriftTicks.length),
    });
    session.dispose();
  });

  it('leaves with rewards under the weights that are asked for', async () => {
    const { session } = createSession();
    const dataset = exampleDataset([5, 6]);
    await session.importDataset(await bytesOf(writeDatasetFile(dataset, exampleOrigin)));
    const origin = { ...exampleOrigin, weights: FIRST_TERM_ONLY };
    const read = await readDatasetFile(await bytesOf(await session.exportDataset(origin)));
    const firstTerms = Float32Array.from({ length: 11 }, (_, row) => dataset.terms[6 * row]);
    expect(read.dataset.rewards).toStrictEqual(firstTerms);
    session.dispose();
  });
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

describe('a task of any learner', () => {
  const transformer: DecisionTransformerConfig = {
    ...COMPACT_DECISION_TRANSFORMER_CONFIG,
    returnLabel: 'critic',
    embedding: 8,
    layers: 1,
    contextLength: 4,
    timesteps: 16,
    batchSize: 8,
    updates: 6,
    warmUpUpdates: 2,
  };
  const anyTask = (changes: Partial<TrainingTask> = {}): TrainingTask => ({
    ...task({ updates: 8, cloningUpdates: 4 }),
    ...changes,
  });

  it('trains a critic before the transformer that asks it, and publishes only the latter', async () => {
    const { session } = createSession();
    const { listeners, policies, reports } = createListeners();
    const asked = anyTask({ decisionTransformer: transformer });
    const { policy } = await session.learn(asked, fresh, listeners);
    expect(policy.kind).toBe('decisionTransformer');
    expect(policies.every(({ kind }) => kind === 'decisionTransformer')).toBe(true);
    expect([...new Set(reports.map(({ phase, algorithm }) => `${phase} ${algorithm}`))]).toEqual([
      'critic iql',
      'training dt',
    ]);
    // 4 of cloning, 8 of IQL, 6 of the transformer.
    expect(reports.at(-1)).toMatchObject({ update: 18, totalUpdates: 18 });
    expect((await stateOf(session)).kind).toBe('decisionTransformer');
    reports.length = 0;
    await session.learn(
      { ...asked, decisionTransformer: { ...transformer, updates: 2 } },
      fresh,
      listeners,
    );
    expect(reports.some(({ phase }) => phase === 'critic')).toBe(false);
    await session.learn({ ...asked, seed: 2 }, fresh, listeners);
    expect(reports.some(({ phase }) => phase === 'critic')).toBe(true);
    session.dispose();
  });

  it('goes from cloning to IQL in another session, with the policy and the standardisation', async () => {
    const { session: first } = createSession();
    const clone = await first.learn(
      anyTask({ learning: { ...small, algorithm: 'bc', updates: 8 } }),
      fresh,
      createListeners().listeners,
    );
    const from = await stateOf(first);
    first.dispose();
    const { session: second } = createSession();
    const { listeners, policies } = createListeners();
    const tuned = await second.learn(anyTask(), { kind: 'fineTune', from }, listeners);
    expect([...policies[0].parameters]).toEqual([...clone.policy.parameters]);
    expect(tuned.policy.updates).toBe(8);
    expect([...tuned.policy.parameters]).not.toEqual([...clone.policy.parameters]);
    second.dispose();
  });

  it('is compared with cloning of all its updates and its seed, whatever it is paid for, made once', async () => {
    const { session } = createSession();
    const reports: [number, number][] = [];
    const note = (done: number, total: number) => void reports.push([done, total]);
    const clone = await session.trainClone(anyTask(), note);
    const plain = anyTask({ learning: { ...small, algorithm: 'bc', updates: 12 } });
    const { policy } = await session.learn(plain, fresh, createListeners().listeners);
    expect(clone?.parameters).toStrictEqual(policy.parameters);
    expect([clone?.updates, reports.at(-1)]).toEqual([12, [12, 12]]);
    reports.length = 0;
    const dearer = anyTask({ weights: { ...FIRST_TERM_ONLY, inventoryPenalty: 9 } });
    expect(await session.trainClone(dearer, note)).toBe(clone);
    expect(reports).toEqual([]);
    const another = await session.trainClone(anyTask({ seed: 2 }), note);
    expect(another?.parameters).not.toEqual(clone?.parameters);
    session.dispose();
  });

  it('leaves the run that it is compared with as the one to continue', async () => {
    const { session } = createSession();
    await session.learn(anyTask(), fresh, createListeners().listeners);
    const before = await stateOf(session);
    await session.trainClone(anyTask(), () => {});
    expect(await stateOf(session)).toStrictEqual(before);
    session.dispose();
  });

  it('has no clone when that is stopped, and can make it again', async () => {
    const { session } = createSession(1e6);
    expect(await session.trainClone(anyTask(), () => session.stop())).toBeNull();
    expect((await session.trainClone(anyTask(), () => {}))?.updates).toBe(12);
    session.dispose();
  });

  it('has the critics of its data and rewards, of its own or of the run before', async () => {
    const { session } = createSession();
    const learn = (asked: TrainingTask) => session.learn(asked, fresh, createListeners().listeners);
    const plain = anyTask({ decisionTransformer: { ...transformer, returnLabel: 'plain' } });
    expect((await learn(plain)).critics).toBeUndefined();
    const own = await learn(anyTask({ decisionTransformer: transformer }));
    expect(own.critics?.discount).toBe(small.discount);
    expect((await learn(plain)).critics?.critics).toStrictEqual(own.critics?.critics);
    const dearer = { ...plain, weights: { ...FIRST_TERM_ONLY, inventoryPenalty: 9 } };
    expect((await learn(dearer)).critics).toBeUndefined();
    session.dispose();
  });

  it('continues a transformer from its weights, and only one of the same sizes', async () => {
    const { session } = createSession();
    const plain = anyTask({ decisionTransformer: { ...transformer, returnLabel: 'plain' } });
    const first = await session.learn(plain, fresh, createListeners().listeners);
    const from = await stateOf(session);
    const { listeners, policies } = createListeners();
    await session.learn(plain, { kind: 'fineTune', from }, listeners);
    expect([...policies[0].parameters]).toEqual([...first.policy.parameters]);
    const wider = { ...transformer, returnLabel: 'plain', embedding: 16 } as const;
    await expect(
      session.learn(anyTask({ decisionTransformer: wider }), { kind: 'fineTune', from }, listeners),
    ).rejects.toThrow('decisionTransformer.embedding: expected 8, that of the run to continue');
    await expect(session.learn(anyTask(), { kind: 'fineTune', from }, listeners)).rejects.toThrow(
      'start.from: expected a run of cloning or IQL',
    );
    session.dispose();
  });

  it.each([
    ['cloning', anyTask({ learning: { ...small, algorithm: 'bc', updates: 12 } }), 5],
    ['IQL', anyTask(), 9],
    [
      'a transformer',
      anyTask({ decisionTransformer: { ...transformer, returnLabel: 'plain' } }),
      3,
    ],
    ['a critic', anyTask({ decisionTransformer: transformer }), 7],
    ['a transformer with a critic', anyTask({ decisionTransformer: transformer }), 15],
  ])('of %s resumed in another session ends with the same bits', async (_, asked, at) => {
    const { session: whole } = createSession(1e6);
    const uninterrupted = await whole.learn(asked, fresh, createListeners().listeners);
    whole.dispose();
    const { session: first } = createSession(1e6);
    const stopped = await first.learn(asked, fresh, {
      onPolicy() {},
      onProgress: ({ update }) => {
        if (update === at) first.stop();
      },
    });
    expect(stopped.status).toBe('stopped');
    const from = await stateOf(first);
    first.dispose();
    const { session: second } = createSession(1e6);
    const resumed = await second.learn(
      asked,
      { kind: 'resume', from },
      createListeners().listeners,
    );
    second.dispose();
    expect(resumed.status).toBe('finished');
    expect([...resumed.policy.parameters]).toEqual([...uninterrupted.policy.parameters]);
  });
});
