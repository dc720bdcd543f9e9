/**
 * The offer about a run that was cut short, or about the training seeds that were to follow it when
 * the page went away.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { RunRepository } from '../runs/runRepository';
import type { SessionState } from '../state';

export class InterruptedOffer {
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly repository: RunRepository,
    private readonly notify: (message: string) => void,
  ) {}

  /**
   * Takes the offer away, and makes this tab the only one at its run.
   * @returns null where nothing is offered, or, which is said, another tab trains it by now
   */
  async take(): Promise<{ readonly id: string; readonly release: () => void } | null> {
    const { interruptedRun: id, runs } = this.store.getState();
    if (id === null) return null;
    this.store.setState({ interruptedRun: null });
    const release = await this.repository.claim(id);
    if (release !== null) return { id, release };
    const name = runs.find((run) => run.id === id)?.name ?? 'That run';
    this.notify(`${name} trains in another tab.`);
    return null;
  }

  /** Keeps the run as it stands, as one that was stopped, and trains no seeds after it. */
  async keep(): Promise<void> {
    const taken = await this.take();
    if (taken === null) return;
    await this.repository.amend(taken.id, ({ status, seedsLeft = 0 }) => {
      if (status === 'running') return { status: 'stopped', seedsLeft: 0 };
      return seedsLeft > 0 ? { seedsLeft: 0 } : null;
    });
    taken.release();
  }

  /** Deletes the run, which can be undone for a while. */
  async discard(): Promise<void> {
    const id = this.store.getState().interruptedRun;
    this.store.setState({ interruptedRun: null });
    if (id !== null) await this.repository.deletion.delete(id);
  }
}
