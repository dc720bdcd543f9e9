/**
 * Keeps the checkpoints of one run. A checkpoint is taken every few seconds while it trains, and
 * the first has the dataset stored, so that no more than those seconds are lost when the trainer
 * dies or the page goes away.
 */
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { RunState } from '../learning/runs/runState';
import type { TrainerApi } from '../protocol/api';
import type { TrainerData } from './heldDataset';
import type { RunCheckpoint } from './types';
import type { WorkerSupervisor } from './workerSupervisor';

const INTERVAL_MS = 4000;

export interface CheckpointListener {
  /** Called with the newest checkpoint, and again when its dataset has been hashed. */
  onCheckpoint(checkpoint: RunCheckpoint): void;
  /** Called when the dataset could not be stored; training goes on. */
  onProblem(message: string, details: string): void;
  /** Says whether the run is still training; a checkpoint that comes later is dropped. */
  isTraining(): boolean;
}

export class RunCheckpoints {
  /** Checkpoint from which training can go on; null before the first. */
  newest: RunCheckpoint | null = null;
  /** Resolves when the checkpoint that is being taken is kept, or failed; null between them. */
  private taking: Promise<void> | null = null;
  /** Time of the last checkpoint; null before the first report. */
  private takenMs: number | null = null;

  constructor(
    private readonly trainer: WorkerSupervisor<TrainerApi>,
    private readonly data: TrainerData,
    /** The clock, in milliseconds; monotonic. */
    private readonly now: () => number,
    private readonly listener: CheckpointListener,
  ) {}

  /**
   * Takes a checkpoint when the last one is old enough.
   * @param hasPolicy false while a critic is trained: the newest policy is of another run
   */
  consider(hasPolicy: boolean): void {
    const nowMs = this.now();
    this.takenMs ??= nowMs;
    if (this.taking !== null || nowMs - this.takenMs < INTERVAL_MS) return;
    this.takeNext(hasPolicy);
  }

  /**
   * Takes a checkpoint of a run that has stopped making updates, however young the last one is.
   * Before the first report there is nothing to go on from.
   */
  takeNow(hasPolicy: boolean): void {
    if (this.takenMs !== null) this.takeNext(hasPolicy);
  }

  /** Makes this state the newest checkpoint, and stores its dataset. */
  async keep(state: RunState, policy: AnyPolicy | null): Promise<void> {
    const checkpoint = { state, policy, datasetHash: this.data.hash };
    this.publish(checkpoint);
    const note = await this.data.store();
    if (note === null) return;
    if (note.problem !== '') this.listener.onProblem(note.problem, `dataset ${note.hash}`);
    if (this.newest === checkpoint) this.publish({ ...checkpoint, datasetHash: note.hash });
  }

  /** Takes a checkpoint once the one that is being taken is kept. */
  private takeNext(hasPolicy: boolean): void {
    const taking = (this.taking ?? Promise.resolve())
      .then(() => this.take(hasPolicy))
      // A trainer that died says so where its training is waited for.
      .catch(() => undefined)
      .finally(() => {
        if (this.taking === taking) this.taking = null;
        this.takenMs = this.now();
      });
    this.taking = taking;
  }

  private async take(hasPolicy: boolean): Promise<void> {
    const state = await this.trainer.call<RunState | null>(async (remote) => await remote.state());
    const policy = hasPolicy
      ? await this.trainer.call<AnyPolicy | null>(async (remote) => await remote.policy())
      : null;
    if (state !== null && this.listener.isTraining()) await this.keep(state, policy);
  }

  private publish(checkpoint: RunCheckpoint): void {
    this.newest = checkpoint;
    this.listener.onCheckpoint(checkpoint);
  }
}
