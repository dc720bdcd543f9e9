/** Trains in this process and waits for it; nothing of it knows a worker. */
import { setTimeout } from 'node:timers/promises';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { Dataset, ReturnLabels } from '../../learning/data/dataset';
import type { EngineHooks } from '../../learning/runs/engine';
import { TrainingSession } from '../../learning/runs/trainer';
import type { RunConfig } from '../../protocol/run';
import type { TrainingOutcome, TrainingProgress, TrainingTask } from '../../learning/runs/training';

/** A task and its data. */
export interface TrainingJob extends TrainingTask {
  readonly shards: readonly Dataset[];
  /** Run by whose config the data are collected again; absent where no run's are. */
  readonly collected?: RunConfig;
}

export interface TrainingReport {
  readonly outcome: TrainingOutcome;
  /** Last report of the run. */
  readonly progress: TrainingProgress | null;
  /** Returns to go that a Decision Transformer was given; null for other learners. */
  readonly labels: ReturnLabels | null;
}

/**
 * Trains what a job asks for. Diverging is an outcome, not an error.
 * @param backend that was started
 * @param hooks what an experiment changes in the updates
 */
export async function train(
  { shards, collected: _collected, ...task }: TrainingJob,
  backend: BackendName,
  onProgress: (progress: TrainingProgress) => void = () => {},
  hooks: EngineHooks = {},
): Promise<TrainingReport> {
  const session = new TrainingSession(
    {
      now: () => performance.now(),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
      wait: setTimeout,
    },
    backend,
    hooks,
  );
  let last: TrainingProgress | null = null;
  try {
    session.loadDataset(shards);
    const outcome = await session.learn(
      task,
      { kind: 'fresh' },
      {
        onProgress: (progress) => {
          last = progress;
          onProgress(progress);
        },
        onPolicy: () => {},
      },
    );
    const state = await session.state();
    const labels = state?.kind === 'decisionTransformer' ? state.checkpoint.labels : null;
    return { outcome, progress: last, labels };
  } finally {
    session.dispose();
  }
}

/** @throws Error for a Decision Transformer */
export function networkOf(policy: AnyPolicy): PolicySnapshot {
  if (policy.kind === 'gaussianMlp') return policy;
  throw new Error('expected the network of cloning or IQL, got a Decision Transformer');
}
