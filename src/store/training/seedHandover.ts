/**
 * The run before the one under way in its group keeps how many seeds are left until this one is
 * stored, and its claim, so that other tabs leave them alone.
 */
import type { RunRepository } from '../runs/runRepository';

interface RunBefore {
  readonly id: string;
  /** Ends this tab's claim of the run. */
  readonly release: () => void;
}

export class SeedHandover {
  private before: RunBefore | null = null;

  constructor(private readonly repository: Pick<RunRepository, 'amend' | 'refresh'>) {}

  /** Lets a run that is done say how many seeds are left. */
  keep(before: RunBefore): void {
    this.before = before;
  }

  /** Leaves the seeds to the run under way as soon as that is stored. */
  after(stored: Promise<void>): void {
    const { before } = this;
    this.before = null;
    if (before !== null) void stored.then(() => this.take(before));
  }

  /** Trains no more of them. */
  drop(): void {
    this.after(Promise.resolve());
  }

  /** Lets whoever asks first have them. */
  letGo(): void {
    if (this.before === null) return;
    this.before.release();
    this.before = null;
    void this.repository.refresh();
  }

  private async take(before: RunBefore): Promise<void> {
    await this.repository.amend(before.id, () => ({ seedsLeft: 0 }));
    before.release();
  }
}
