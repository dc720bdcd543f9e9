/** The steps of a run as commands make them, each with its progress line. */
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { Dataset } from '../../learning/data/dataset';
import { datasetHash } from '../../learning/data/datasetHash';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { collectionOf, type RunConfig } from '../../protocol/run';
import type { Terminal } from '../program/command';
import { collectOnCores } from '../work/playing';
import { formatNumber } from '../output/results';
import { trainPolicy, type TrainingJob } from './training';

export interface CollectedData {
  readonly dataset: Dataset;
  readonly hash: string;
}

export async function collectWithProgress(
  config: RunConfig,
  { progress }: Terminal,
): Promise<CollectedData> {
  const { episodes } = config.dataset;
  const dataset = await collectOnCores(collectionOf(config), (done) =>
    progress.update(`Collecting: episode ${done} of ${episodes}`),
  );
  const hash = datasetHash([dataset]);
  progress.finish(
    `Collected ${formatNumber(dataset.rows)} steps in ${episodes} episodes, hash ${hash}.`,
  );
  return { dataset, hash };
}

/** What a run learns from its data, without luck in the rewards. */
export function jobOf(
  { env, weights, learning, seed, engine }: RunConfig,
  dataset: Dataset,
): TrainingJob {
  const dollarsPerTick = env.tickValueDollars;
  return { shards: [dataset], learning, weights, seed, engine, dollarsPerTick };
}

export interface TrainedPolicy {
  readonly policy: PolicySnapshot;
  /** Null where none were trained. */
  readonly critics: CriticSnapshot | null;
  readonly seconds: number;
}

/**
 * @param backend that was started
 * @throws Error when a loss stopped being a number
 */
export async function trainWithProgress(
  name: string,
  job: TrainingJob,
  backend: BackendName,
  { progress }: Terminal,
): Promise<TrainedPolicy> {
  const start = performance.now();
  const { outcome } = await trainPolicy(job, backend, (report) => {
    const rate = report.updatesPerSecond.toFixed(0);
    const loss = report.policyLoss.toFixed(3);
    progress.update(
      `Training (${name}): update ${report.update} of ${report.totalUpdates}, ${rate}/s, policy loss ${loss}`,
    );
  });
  if (outcome.status === 'diverged') {
    throw new Error(`Training (${name}) diverged at update ${outcome.update}.`);
  }
  const seconds = (performance.now() - start) / 1000;
  progress.finish(
    `Trained (${name}) for ${outcome.policy.updates} updates in ${seconds.toFixed(1)} s.`,
  );
  return { policy: outcome.policy, critics: outcome.critics ?? null, seconds };
}
