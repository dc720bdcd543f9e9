import { describe, expect, it } from 'vitest';
import { NO_METRICS } from '../../../src/learning/algorithms/trainingMetrics';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { TrainingEvent } from '../../../src/lab/types';
import { liveAgentTitle } from '../../../src/store/live/liveAgentTitle';
import { exampleRun } from '../runs/exampleRun';
import { openTestSession, policy, runState } from '../testSession';

const settled = () => new Promise(setImmediate);
const progress = (policyVersion: number): TrainingEvent => ({
  kind: 'progress',
  progress: {
    ...NO_METRICS,
    algorithm: 'iql',
    phase: 'training',
    update: 10 * policyVersion + 1,
    totalUpdates: 2300,
    updatesPerSecond: 40,
    secondsLeft: 10,
    policyVersion,
  },
});
const follows = (title: string, run: unknown) => ({
  kind: 'trained',
  run,
  targetShare: 0.8,
  title,
});

async function openWith(...ids: readonly string[]) {
  const storage = createMemoryStorage();
  for (const [index, id] of ids.entries()) {
    await storage.runs.put(exampleRun(id, { name: `Run ${id}`, createdAt: index }), runState);
  }
  const opened = openTestSession('', { storage });
  await settled();
  return opened;
}

describe('the live agent', () => {
  it('follows a run that goes on after a reload, though it already traded its old policy', async () => {
    const storage = createMemoryStorage();
    const cutShort = { name: 'Run 3', status: 'running' } as const;
    await storage.runs.put(exampleRun('cut', cutShort), runState);
    const { session, events, asked } = openTestSession('#agent=trained&run=cut', { storage });
    await settled();
    expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'network', title: 'Run 3' });
    await session.training.resumeInterrupted();
    expect(session.state.followsRun).toBe(false);
    events.onTraining(progress(9));
    expect(asked('setAgent').at(-1)).toEqual(follows('Run 3', 'cut'));
    expect(session.state).toMatchObject({ watchedRun: 'cut', followsRun: true });
  });

  it('follows the run that fine-tunes the one it watched', async () => {
    const { session, events, asked } = await openWith('1', '2');
    await session.watchedRun.watch('1');
    expect(liveAgentTitle(session.state)).toBe('Run 1');
    session.training.train(session.state.runs[0]);
    await settled();
    events.onTraining(progress(0));
    expect(liveAgentTitle(session.state)).toBe('Run 1');
    events.onTraining(progress(1));
    expect(asked('setAgent').at(-1)).toEqual(follows('Run 3', 'run-1'));
    expect(liveAgentTitle(session.state)).toBe('Run 3');
  });

  it('follows a second run, and each of a group', async () => {
    const { session, events, asked } = openTestSession('#trainingSeeds=3');
    session.training.train(null);
    events.onTraining(progress(2));
    events.onTraining({ kind: 'finished', policy, state: runState });
    expect([session.state.followsRun, liveAgentTitle(session.state)]).toEqual([false, 'Run 1']);
    events.onTraining(progress(1));
    expect(asked('setAgent')).toEqual([follows('Run 1', 'run-1'), follows('Run 2', 'run-2')]);
  });

  it('keeps what was chosen while the run trained, until asked to follow or the next run', async () => {
    const { session, events, asked } = await openWith('1');
    session.training.train(null);
    session.settings.set('agent', 'random');
    events.onTraining(progress(1));
    expect(session.state).toMatchObject({ agentPinned: true, watchedRun: null });
    expect(asked('setAgent')).toEqual([{ kind: 'random' }]);
    await session.watchedRun.watch('1');
    events.onTraining(progress(2));
    expect(liveAgentTitle(session.state)).toBe('Run 1');
    const { runUnderWay } = session.state;
    session.watchedRun.follow(runUnderWay ?? '');
    expect(liveAgentTitle(session.state)).toBe('Run 2');
    expect(session.state.agentPinned).toBe(false);
    session.settings.set('agent', 'random');
    events.onTraining({ kind: 'finished', policy, state: runState });
    expect(session.state.settings.agent).toBe('random');
    session.training.train(null);
    events.onTraining(progress(1));
    expect(liveAgentTitle(session.state)).toBe('Run 3');
  });

  it('is the newest run’s policy when a trained one is chosen before any has trained', async () => {
    const { session, asked } = await openWith('1', '2');
    session.settings.set('agent', 'trained');
    await settled();
    expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'network', title: 'Run 2' });
    expect(liveAgentTitle(session.state)).toBe('Run 2');
  });
});
