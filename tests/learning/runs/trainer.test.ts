import { beforeAll, describe, expect, it } from 'vitest';
import { takeApart } from '../../../src/agents/files/policyParts';
import type { Dataset } from '../../../src/learning/data/dataset';
import { readDatasetFile, writeDatasetFile } from '../../../src/learning/data/parquet';
import type { RunState } from '../../../src/learning/runs/runState';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import type { TrainingOutcome } from '../../../src/learning/runs/training';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { exampleDataset, exampleOrigin } from '../data/exampleDataset';
import { banditDataset, datasetOf, FIRST_TERM_ONLY } from '../data/syntheticDataset';
import { networkOf } from './tasks';
import {
  task,
  fresh,
  createSession,
  MANY_TURNS,
  turns,
  stateOf,
  trainedWeights,
  weightsOf,
} from './sessions';

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
