/**
 * Makes the clones that runs are compared with, in the trainer, after a run's own learning. A run
 * is not lost for its clone: where there is none, the evaluation goes on, and the deploy gate says
 * that it was not measured.
 */
import { proxy } from 'comlink';
import type { PolicySnapshot } from '../agents/policies/policySnapshot';
import type { TrainerApi } from '../protocol/api';
import { learnerOf, type RunConfig } from '../protocol/run';
import { describeError, WorkerFailure } from './workerFailure';
import type { WorkerSupervisor } from './workerSupervisor';

/** Trainers in which the clone is tried. */
const ATTEMPTS = 2;

export interface CloneOptions {
  /** Sees to it that the trainer holds the run's data. */
  readonly provideDataset: () => Promise<void>;
  /** Called with the updates made, of all. */
  readonly onProgress: (done: number, total: number) => void;
  readonly onProblem: (message: string, details: string) => void;
  readonly signal: AbortSignal;
}

/**
 * @returns null for a run that is a clone itself, or where none could be trained
 * @throws the signal's reason when aborted
 */
export async function trainClone(
  trainer: WorkerSupervisor<TrainerApi>,
  config: RunConfig,
  { provideDataset, onProgress, onProblem, signal }: CloneOptions,
): Promise<PolicySnapshot | null> {
  if (learnerOf(config) === 'bc') return null;
  const report = proxy((done: number, total: number) => {
    if (!signal.aborted) onProgress(done, total);
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await trainer.whenReady();
      await provideDataset();
      signal.throwIfAborted();
      const clone = await trainer.call<PolicySnapshot | null>(
        async (remote) => await remote.trainClone(config, report),
      );
      signal.throwIfAborted();
      if (clone === null) onProblem('The clone to compare with diverged.', '');
      return clone;
    } catch (error) {
      signal.throwIfAborted();
      const hasDied = error instanceof WorkerFailure && !trainer.isReady;
      if (hasDied && attempt < ATTEMPTS) continue;
      onProblem('The clone to compare with could not be trained.', describeError(error));
      return null;
    }
  }
}
