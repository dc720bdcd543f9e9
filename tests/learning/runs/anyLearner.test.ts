import { beforeAll, describe, expect, it } from 'vitest';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  type DecisionTransformerConfig,
} from '../../../src/learning/algorithms/decisionTransformerConfig';
import type { TrainingTask } from '../../../src/learning/runs/training';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { FIRST_TERM_ONLY } from '../data/syntheticDataset';
import { small, task, fresh, createListeners, createSession, stateOf } from './sessions';

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
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
