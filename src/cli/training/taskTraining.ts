/** Trains what a run config names in this process, whichever learner it is, with its progress line. */
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { Dataset } from '../../learning/data/dataset';
import { TrainingSession } from '../../learning/runs/trainer';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { trainingTaskOf, type RunConfig } from '../../protocol/run';
import type { Terminal } from '../program/command';

export interface TrainedAgent {
  readonly policy: AnyPolicy;
  /** Null where none were trained. */
  readonly critics: CriticSnapshot | null;
  readonly seconds: number;
}

/**
 * @param backend that was started
 * @throws Error when a loss stopped being a number
 */
export async function trainTask(
  name: string,
  config: RunConfig,
  dataset: Dataset,
  backend: BackendName,
  { progress }: Terminal,
): Promise<TrainedAgent> {
  const start = performance.now();
  const session = new TrainingSession(
    {
      now: () => performance.now(),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
    },
    backend,
  );
  try {
    session.loadDataset([dataset]);
    const outcome = await session.learn(
      trainingTaskOf(config),
      { kind: 'fresh' },
      {
        onPolicy: () => {},
        onProgress: ({ phase, update, totalUpdates, updatesPerSecond, policyLoss }) =>
          progress.update(
            `Training (${name}, ${phase}): update ${update} of ${totalUpdates}, ${updatesPerSecond.toFixed(0)}/s, policy loss ${policyLoss.toFixed(3)}`,
          ),
      },
    );
    if (outcome.status === 'diverged') {
      throw new Error(`Training (${name}) diverged at update ${outcome.update}.`);
    }
    const seconds = (performance.now() - start) / 1000;
    const { updates } = outcome.policy;
    progress.finish(`Trained (${name}) for ${updates} updates in ${seconds.toFixed(1)} s.`);
    return { policy: outcome.policy, critics: outcome.critics ?? null, seconds };
  } finally {
    session.dispose();
  }
}
