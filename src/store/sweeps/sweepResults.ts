/** Opens results of the command line's sweeps, and says which sweep is shown with every metric. */
import type { StoreApi } from 'zustand/vanilla';
import { reasonOf } from '../../market/validation';
import { LAZY_FILES } from '../lazyFiles';
import type { Notices } from '../notices';
import type { SessionState } from '../state';
import type { SweepsState } from './sweepsState';

export class SweepResults {
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly notices: Notices,
    private readonly newId: () => string,
  ) {}

  /**
   * Reads a file and shows it; says why where it is not sound. It stays for as long as the page.
   */
  async open(file: File): Promise<void> {
    try {
      const { readSweepResult } = await LAZY_FILES.sweepResult.load();
      const result = await readSweepResult(file);
      const opened = { id: this.newId(), name: file.name.replace(/\.json$/i, ''), result };
      this.set({ opened: [opened, ...this.store.getState().sweeps.opened], viewed: opened.id });
    } catch (error) {
      this.notices.add(`${file.name} was not opened. ${reasonOf(error)}`);
    }
  }

  /** Shows a result that was opened, or a sweep of this page, by its id; null closes the view. */
  show(id: string | null): void {
    if (this.store.getState().sweeps.viewed !== id) this.set({ viewed: id });
  }

  private set(change: Partial<SweepsState>): void {
    this.store.setState({ sweeps: { ...this.store.getState().sweeps, ...change } });
  }
}
