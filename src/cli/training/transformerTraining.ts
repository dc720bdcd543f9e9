/** Trains one Decision Transformer in this process and waits for it, its critic first if it needs one. */
import type {
  DecisionTransformerConfig,
  DecisionTransformerOutcome,
  DecisionTransformerProgress,
} from '../../learning/algorithms/decisionTransformerConfig';
import type { ReturnLabels } from '../../learning/runs/runState';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { TrainingSession } from '../../learning/runs/trainer';
import type { TrainingJob } from './training';

/** `learning` is the critic's, which only returns labelled by a critic need. */
export interface TransformerJob extends TrainingJob {
  readonly decisionTransformer: DecisionTransformerConfig;
}

export interface TransformerReport {
  readonly outcome: DecisionTransformerOutcome;
  /** What the model was told that every row of the data led to. */
  readonly labels: ReturnLabels;
}

/**
 * @param backend that was started
 * @throws Error when the critic diverges
 */
export async function trainTransformer(
  job: TransformerJob,
  backend: BackendName,
  onProgress: (progress: DecisionTransformerProgress) => void = () => {},
): Promise<TransformerReport> {
  const { decisionTransformer: config, learning, weights, seed, dollarsPerTick, engine } = job;
  const session = new TrainingSession(
    {
      now: () => performance.now(),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
    },
    backend,
  );
  const silent = { onProgress: () => {}, onPolicy: () => {} };
  try {
    session.loadDataset(job.shards);
    if (config.returnLabel === 'critic') {
      const critic = { config: learning, weights, seed, fineTune: false, dollarsPerTick };
      const { status } = await session.train(critic, silent, engine);
      if (status !== 'finished') throw new Error(`The critic of seed ${seed}: ${status}.`);
    }
    const request = { config, weights, dollarsPerTick, seed };
    const outcome = await session.trainDecisionTransformer(
      request,
      { ...silent, onProgress },
      null,
      engine,
    );
    const checkpoint = await session.decisionTransformerCheckpoint();
    if (checkpoint === null) throw new Error(`The transformer of seed ${seed} left no state.`);
    return { outcome, labels: checkpoint.labels };
  } finally {
    session.dispose();
  }
}
