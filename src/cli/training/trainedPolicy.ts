/** Makes the steps of a run as commands need them, each with its progress line. */
import type { BackendName } from '../../learning/algorithms/engineChoice';
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { Dataset } from '../../learning/data/dataset';
import { datasetHash } from '../../learning/data/datasetHash';
import { collectionOf, trainingTaskOf, type RunConfig } from '../../protocol/run';
import type { Recording } from '../../recordings/play/recording';
import type { Terminal } from '../program/command';
import { collectOnCores } from '../work/playing';
import { formatNumber } from '../output/results';
import { cloningJob } from './cloning';
import { DivergedError } from './divergedError';
import { networkOf, train, type TrainingJob } from './training';
import { updatePlan } from './updatePlan';

export interface CollectedData {
  readonly dataset: Dataset;
  readonly hash: string;
}

export async function collectWithProgress(
  config: RunConfig,
  { progress }: Terminal,
  recording?: Recording,
): Promise<CollectedData> {
  const { episodes } = config.dataset;
  const dataset = await collectOnCores({ ...collectionOf(config), recording }, (done) =>
    progress.update(`Collecting: episode ${done} of ${episodes}`),
  );
  const hash = datasetHash([dataset]);
  progress.finish(
    `Collected ${formatNumber(dataset.rows)} steps in ${episodes} episodes, hash ${hash}.`,
  );
  return { dataset, hash };
}

/** Derives what a run learns, and from which data. */
export function jobOf(config: RunConfig, dataset: Dataset): TrainingJob {
  return { ...trainingTaskOf(config), shards: [dataset], collected: config };
}

export interface TrainedAgent {
  readonly policy: AnyPolicy;
  /** Critics that were trained; null where none were. */
  readonly critics: CriticSnapshot | null;
  readonly seconds: number;
}

/**
 * @param backend that was started
 * @throws DivergedError when a loss stopped being a number
 */
export async function trainWithProgress(
  name: string,
  job: TrainingJob,
  backend: BackendName,
  { progress }: Terminal,
): Promise<TrainedAgent> {
  const start = performance.now();
  const plan = updatePlan(job);
  const { outcome } = await train(job, backend, (report) => {
    const phase = report.phase === name ? '' : `, ${report.phase}`;
    const rate = report.updatesPerSecond.toFixed(0);
    const loss = report.policyLoss.toFixed(3);
    progress.update(
      `Training (${name}${phase}): update ${report.update} of ${plan}, ${rate}/s, policy loss ${loss}`,
    );
  });
  if (outcome.status === 'diverged') {
    throw new DivergedError(name, outcome.update);
  }
  const seconds = (performance.now() - start) / 1000;
  progress.finish(`Trained (${name}) in ${seconds.toFixed(1)} s; updates: ${plan}.`);
  return { policy: outcome.policy, critics: outcome.critics ?? null, seconds };
}

/** Trains the clone that the learner of a job is compared with, as `trainWithProgress` does. */
export async function cloneWithProgress(
  name: string,
  job: TrainingJob,
  backend: BackendName,
  terminal: Terminal,
): Promise<TrainedAgent & { readonly policy: PolicySnapshot }> {
  const trained = await trainWithProgress(name, cloningJob(job), backend, terminal);
  return { ...trained, policy: networkOf(trained.policy) };
}
