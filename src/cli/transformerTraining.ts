/** Trains one Decision Transformer in this process and waits for it, its critic first if it needs one. */
import type {
  DecisionTransformerConfig,
  DecisionTransformerOutcome,
  DecisionTransformerProgress,
} from '../learning/decisionTransformerConfig';
import { TrainingSession } from '../learning/trainer';
import type { TrainingJob } from './training';

/** `learning` is the critic's, which only returns labelled by a critic need. */
export interface TransformerJob extends TrainingJob {
  readonly decisionTransformer: DecisionTransformerConfig;
}

/** A backend must have been chosen. @throws Error when the critic diverges */
export async function trainTransformer(
  job: TransformerJob,
  onProgress: (progress: DecisionTransformerProgress) => void = () => {},
): Promise<DecisionTransformerOutcome> {
  const { decisionTransformer: config, learning, weights, seed, dollarsPerTick } = job;
  const session = new TrainingSession({
    now: () => performance.now(),
    nextTask: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const silent = { onProgress: () => {}, onPolicy: () => {} };
  try {
    session.loadDataset(job.shards);
    if (config.returnLabel === 'critic') {
      const critic = { config: learning, weights, seed, fineTune: false, dollarsPerTick };
      const { status } = await session.train(critic, silent);
      if (status !== 'finished') throw new Error(`The critic of seed ${seed}: ${status}.`);
    }
    const request = { config, weights, dollarsPerTick, seed };
    return await session.trainDecisionTransformer(request, { ...silent, onProgress });
  } finally {
    session.dispose();
  }
}
