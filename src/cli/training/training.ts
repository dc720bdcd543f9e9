/** Trains one policy in this process and waits for it; nothing of it knows a worker. */
import type { LearningConfig } from '../../learning/algorithms/config';
import type { Dataset } from '../../learning/data/dataset';
import { TrainingSession } from '../../learning/runs/trainer';
import type { TrainingOutcome, TrainingProgress } from '../../learning/runs/training';
import type { BackendName, EngineName } from '../../learning/algorithms/engineChoice';
import type { RewardWeights } from '../../env/types';

export interface TrainingJob {
  readonly shards: readonly Dataset[];
  readonly learning: LearningConfig;
  readonly weights: RewardWeights;
  readonly seed: number;
  readonly engine: EngineName;
  /** Given, rewards are learned from without luck. */
  readonly dollarsPerTick: number;
  /** IQL with NanoARB's fault put in. */
  readonly broadcastAdvantages?: boolean;
}

export interface TrainingReport {
  readonly outcome: TrainingOutcome;
  /** The last report of the run. */
  readonly progress: TrainingProgress | null;
}

/**
 * Diverging is an outcome, not an error.
 * @param backend that was started
 */
export async function trainPolicy(
  job: TrainingJob,
  backend: BackendName,
  onProgress: (progress: TrainingProgress) => void = () => {},
): Promise<TrainingReport> {
  const session = new TrainingSession(
    {
      now: () => performance.now(),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
    },
    backend,
  );
  let last: TrainingProgress | null = null;
  try {
    session.loadDataset(job.shards);
    const outcome = await session.train(
      {
        config: job.learning,
        weights: job.weights,
        seed: job.seed,
        fineTune: false,
        dollarsPerTick: job.dollarsPerTick,
        broadcastAdvantages: job.broadcastAdvantages ?? false,
      },
      {
        onProgress: (progress) => {
          last = progress;
          onProgress(progress);
        },
        onPolicy: () => {},
      },
      job.engine,
    );
    return { outcome, progress: last };
  } finally {
    session.dispose();
  }
}
