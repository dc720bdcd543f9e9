import { describe, expect, it, vi } from 'vitest';
import { NO_MODELS } from '../../../src/agents/policies/examinationModels';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { Lab } from '../../../src/lab/types';
import type { EvaluationRow } from '../../../src/evaluation/metrics';
import type { RunRecord } from '../../../src/protocol/run';
import { exampleModels } from '../../agents/policies/exampleModels';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleRow } from '../../components/examples';
import { openTestSession } from '../testSession';
import { exampleRun } from './exampleRun';

const rows: readonly EvaluationRow[] = [
  exampleRow('network', [1, 2, 3]),
  exampleRow('inventory skewed', [10, 20, 30]),
];

async function opened(
  evaluatePolicy: Lab['evaluatePolicy'],
  evaluation = [] as EvaluationRow[],
  change: Partial<RunRecord> = {},
) {
  const storage = createMemoryStorage();
  await storage.runs.put(exampleRun('a', { evaluation, ...change }), { kept: true });
  const { session } = openTestSession('', { storage, answers: { evaluatePolicy } });
  await vi.waitFor(() => expect(session.state.runs).toHaveLength(1));
  return { session, storage };
}

describe('the evaluation of a run that has none', () => {
  it('plays its policy under its own config, and keeps what was measured', async () => {
    const evaluatePolicy = vi.fn<Lab['evaluatePolicy']>((_, onProgress) => {
      onProgress(3, 16);
      return Promise.resolve(rows);
    });
    const { session, storage } = await opened(evaluatePolicy);
    const progress: unknown[] = [];
    session.store.subscribe(({ evaluatedRun }) => progress.push(evaluatedRun));
    await session.evaluations.evaluate('a');
    const { config, policy } = exampleRun('a');
    expect(evaluatePolicy.mock.calls[0][0]).toEqual({
      config,
      policy,
      models: NO_MODELS,
      targetShare: 0.8,
    });
    expect(progress).toContainEqual({ id: 'a', done: 3, total: 16 });
    expect(session.state.evaluatedRun).toBeNull();
    expect(session.state.runs[0].evaluation).toEqual([
      { ...rows[0], examined: undefined },
      rows[1],
    ]);
    expect(await storage.runs.getState('a')).toEqual({ kept: true });
    expect(session.state.notices.at(-1)?.message).toBe(
      'Run a was evaluated without a clone and critics: there is none in its file.',
    );
  });

  describe('of an agent that brought a gate along', () => {
    const gateOf = (passed: boolean) => ({ passed, fallback: 'inventory skewed', checks: [] });
    const examination = {
      decisions: 1,
      outOfDistributionRate: 0,
      maxStabilityIndex: 0,
      leastStableFeature: 0,
      unstableShare: 0,
      criticDisagreement: 0,
      cloneSurprise: 0,
      parity: 0,
      calibration: null,
    };
    const examined = { gate: gateOf(false), examination };
    const brought = exampleRow('network', [], { examined: { gate: gateOf(true), examination } });
    const measured = () => Promise.resolve([{ ...rows[0], examined }, rows[1]]);

    it('leaves it where no clone came with the agent', async () => {
      const { session } = await opened(measured, [brought]);
      await session.evaluations.evaluate('a');
      const [own] = session.state.runs[0].evaluation;
      expect([own.metrics.length, own.examined?.gate.passed]).toEqual([3, true]);
    });

    it('judges anew with the clone and the critics that came with the agent', async () => {
      const models = exampleModels(examplePolicy());
      const evaluatePolicy = vi.fn<Lab['evaluatePolicy']>(measured);
      const { session, storage } = await opened(evaluatePolicy, [brought], { models });
      await session.evaluations.evaluate('a');
      expect(evaluatePolicy.mock.calls[0][0].models).toEqual(models);
      expect(session.state.runs[0].evaluation[0].examined?.gate.passed).toBe(false);
      expect((await storage.runs.get('a'))?.models).toEqual(models);
      expect(session.state.notices).toEqual([]);
    });
  });

  describe('takes long, and meanwhile', () => {
    /** Begins to evaluate a run that was cut short. */
    async function evaluating() {
      let finish = () => {};
      const evaluatePolicy = vi.fn<Lab['evaluatePolicy']>(
        () =>
          new Promise((resolve) => {
            finish = () => resolve(rows);
          }),
      );
      const { session, storage } = await opened(evaluatePolicy, [], {
        status: 'running',
        update: 40,
      });
      const work = session.evaluations.evaluate('a');
      await vi.waitFor(() => expect(evaluatePolicy).toHaveBeenCalled());
      return { session, storage, finish: () => (finish(), work) };
    }

    it('the run is kept as it is and named: that stays', async () => {
      const { session, storage, finish } = await evaluating();
      await session.training.keepInterrupted();
      await session.runs.label('a', { name: 'Patient' });
      await finish();
      const stopped = { status: 'stopped', name: 'Patient', evaluation: [{}, {}] };
      expect(await storage.runs.get('a')).toMatchObject(stopped);
      expect(await storage.runs.getState('a')).toEqual({ kept: true });
      expect(session.state.runs[0]).toMatchObject(stopped);
      expect(session.state.notices.at(-1)?.message).toMatch(/^Patient was evaluated without/);
    });

    it('another tab trains the run to its end: the evaluation is dropped, and says so', async () => {
      const { session, storage, finish } = await evaluating();
      await storage.runs.put(exampleRun('a', { update: 2300 }), null);
      await finish();
      expect(await storage.runs.get('a')).toStrictEqual(exampleRun('a', { update: 2300 }));
      expect(session.state.notices.at(-1)?.message).toContain('Run a was trained further');
    });
  });

  it('does not begin while another tab trains the run', async () => {
    const evaluatePolicy = vi.fn<Lab['evaluatePolicy']>(() => Promise.resolve(rows));
    const { session } = await opened(evaluatePolicy, [], { status: 'running' });
    session.store.setState({ heldRuns: ['a'], interruptedRun: null });
    await session.evaluations.evaluate('a');
    await session.finalWord.measure('a');
    expect(evaluatePolicy).not.toHaveBeenCalled();
    expect(session.state).toMatchObject({ evaluatedRun: null, finalWord: { progress: null } });
  });

  it('can be given up, and a failure is said', async () => {
    const { session } = await opened(
      (_, __, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
    const work = session.evaluations.evaluate('a');
    session.evaluations.cancel();
    await work;
    expect(session.state.notices).toEqual([]);
    const failing = await opened(() => Promise.reject(new Error('No worker.')));
    await failing.session.evaluations.evaluate('a');
    expect(failing.session.state.notices.at(-1)?.message).toBe(
      'The run could not be evaluated. No worker.',
    );
    expect(failing.session.state.runs[0].evaluation).toEqual([]);
  });
});
