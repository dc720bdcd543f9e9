/**
 * Reads the list of stored runs and shows it: with the labels that are on their way, without the
 * run that was deleted last, and with the runs that are not stored yet. A list that this tab
 * changes while it is read is read again.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { RunSummary } from '../../protocol/run';
import type { SessionState } from '../state';
import type { StorageAccess } from '../storageAccess';
import { HeldRunWatch } from './heldRunWatch';
import type { KeptRecords } from './keptRecords';
import type { RunAmendments } from './runAmendments';
import type { RunLabelWriter } from './runLabels';
import { isUnfinished } from '../training/seedPlan';
import { oldestFirst } from './runs';

/** Times that the list is read again when it changes while it is read. */
const MAX_READS = 4;

export class RunListReader {
  private readonly heldRuns = new HeldRunWatch(() => this.refresh());
  /** Counts what this tab changes, so that a list read meanwhile is read again. */
  private edits = 0;
  private refreshing: Promise<void> | null = null;
  private isOutdated = false;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly access: Pick<StorageAccess, 'attempt'>,
    private readonly kept: Pick<KeptRecords, 'isUnsaved'>,
    private readonly labels: Pick<RunLabelWriter, 'of'>,
    private readonly amendments: Pick<RunAmendments, 'applied'>,
  ) {}

  /** Shows what other tabs changed. Calls while one is under way share the next. */
  async refresh(): Promise<void> {
    this.isOutdated = true;
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = null;
    });
    await this.refreshing;
  }

  /** Does work that changes what is stored: a list that is read meanwhile is read again. */
  async edit<Result>(work: () => Promise<Result>): Promise<Result> {
    this.edits += 1;
    try {
      return await work();
    } finally {
      this.edits += 1;
    }
  }

  dispose(): void {
    this.heldRuns.dispose();
  }

  private async read(): Promise<void> {
    for (let reads = 0; this.isOutdated && reads < MAX_READS; reads += 1) {
      this.isOutdated = false;
      const { edits } = this;
      await this.access.attempt(async (storage) => {
        const stored = await storage.runs.list();
        const anyRuns = stored.some(isUnfinished);
        const held = anyRuns ? await storage.tabs.held() : new Set<string>();
        if (edits !== this.edits && reads < MAX_READS - 1) this.isOutdated = true;
        else this.show(stored, held);
      });
    }
  }

  /** @param stored newest first; what is not stored yet stays as it is on the page */
  private show(stored: readonly RunSummary[], held: ReadonlySet<string>): void {
    const { runs, deletedRun, runUnderWay } = this.store.getState();
    const own = new Map(runs.map((run) => [run.id, run]));
    const shown = stored
      .filter(({ id }) => id !== deletedRun?.id)
      .map((run) => {
        const mine = this.kept.isUnsaved(run.id) ? own.get(run.id) : undefined;
        return { ...this.amendments.applied(mine ?? run), ...this.labels.of(run.id) };
      });
    const ids = new Set(shown.map(({ id }) => id));
    const unstored = runs.filter(({ id }) => !ids.has(id) && this.kept.isUnsaved(id));
    const left = shown.filter(
      (run) => isUnfinished(run) && !held.has(run.id) && run.id !== runUnderWay,
    );
    const interrupted =
      left.find(({ status }) => status === 'running') ??
      (runUnderWay === null ? left.at(-1) : undefined);
    this.store.setState({
      heldRuns: [...held],
      interruptedRun: interrupted?.id ?? null,
      runs: oldestFirst([...shown, ...unstored]),
    });
    this.heldRuns.note(
      shown.some((run) => isUnfinished(run) && held.has(run.id) && run.id !== runUnderWay),
    );
  }
}
