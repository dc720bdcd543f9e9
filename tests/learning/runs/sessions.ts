/** Training sessions on the CPU, small enough for tests, with a clock of their own. */
import type { AnyPolicy } from '../../../src/agents/policies/policySnapshot';
import {
  DEFAULT_LEARNING_CONFIG,
  type LearningConfig,
} from '../../../src/learning/algorithms/config';
import type { RunState } from '../../../src/learning/runs/runState';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import type {
  TrainingListeners,
  TrainingProgress,
  TrainingStart,
  TrainingTask,
} from '../../../src/learning/runs/training';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';
import { networkOf, policyTask } from './tasks';

export const small: LearningConfig = {
  ...DEFAULT_LEARNING_CONFIG,
  hiddenSizes: [16, 16],
  batchSize: 32,
  updates: 40,
  cloningUpdates: 20,
};

export const task = (changes: Partial<LearningConfig> = {}, seed = 1): TrainingTask =>
  policyTask({ ...small, ...changes }, seed);
export const fresh: TrainingStart = { kind: 'fresh' };

export function createListeners() {
  const policies: AnyPolicy[] = [];
  const reports: TrainingProgress[] = [];
  const listeners: TrainingListeners = {
    onPolicy: (policy) => void policies.push(policy),
    onProgress: (progress) => void reports.push(progress),
  };
  return { listeners, policies, reports };
}

/** A session whose clock advances `tick` milliseconds at every look. */
export function createSession(tick = 1) {
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
export const MANY_TURNS = 50;

export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

/** The state that a session is left with, as another thread or a later visit gets it. */
export async function stateOf(session: TrainingSession): Promise<RunState> {
  const state = structuredClone(await session.state());
  if (state === null) throw new Error('no state');
  return state;
}

export async function trainedWeights(tick: number, seed: number): Promise<number[]> {
  const { session, listeners } = createSession(tick);
  const { policy } = await session.learn(task({}, seed), fresh, listeners);
  session.dispose();
  return weightsOf(policy);
}

export const weightsOf = (policy: AnyPolicy) => {
  const { parameters, logStd } = networkOf(policy);
  return [...parameters, ...logStd];
};
