/**
 * Looks at the policy of one run now and then while it trains. One look at a time, and no more than
 * a few in a run: the collectors have cores to share.
 */
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { TrainerApi, TrainingProgress } from '../protocol/api';
import type { RunEvaluation } from './runEvaluation';
import type { TrainingEvent, TrainRequest } from './types';
import type { WorkerSupervisor } from './workerSupervisor';

/** Most validations of a run, which are spread evenly over its updates. */
const VALIDATIONS = 8;

export class RunValidation {
  /** The validation under way; null between two. */
  private underWay: Promise<void> | null = null;
  /** Whether the baselines were played on the validation episodes. */
  private hasBaselines = false;
  /** Update from which on the next validation is due. */
  private nextUpdate = 0;

  constructor(
    private readonly request: TrainRequest,
    private readonly trainer: WorkerSupervisor<TrainerApi>,
    private readonly evaluation: RunEvaluation,
    private readonly emit: (event: TrainingEvent) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Validates the newest policy when that is due. */
  consider({ phase, update, totalUpdates }: TrainingProgress): void {
    if (phase === 'critic' || this.underWay !== null || update < this.nextUpdate) return;
    this.nextUpdate = update + totalUpdates / VALIDATIONS;
    this.underWay = this.trainer
      .call<AnyPolicy | null>(async (remote) => await remote.policy())
      .then((policy) => (policy === null ? undefined : this.validate(policy)))
      // A failed validation does not end the run: a worker that failed is reported when it is
      // needed again.
      .catch(() => undefined)
      .finally(() => {
        this.underWay = null;
      });
  }

  /** Resolves when no validation is under way. */
  async settled(): Promise<void> {
    await this.underWay;
  }

  /** Plays a policy on the validation episodes; the first time, the baselines too. */
  async validate(policy: AnyPolicy): Promise<void> {
    const { config, targetShare } = this.request;
    const point = await this.evaluation.validate(config, policy, targetShare, this.signal);
    this.emit({ kind: 'validated', point });
    if (this.hasBaselines) return;
    this.hasBaselines = true;
    const baselines = await this.evaluation.validateBaselines(config, this.signal);
    this.emit({ kind: 'validatedBaselines', baselines });
  }
}
