/**
 * Names, notes and tags of runs on their way to storage. They change field by field, apart from the
 * runs themselves, and a journal has them until they are stored.
 */
import type { EditJournal } from '../../lab/storage/editJournal';
import { StorageError } from '../../lab/storage/storageError';
import type { LabStorage, RunLabels } from '../../lab/storage/types';

type Labels = Partial<RunLabels>;

export class RunLabelWriter {
  /** Labels that are not stored yet, by run. */
  private readonly waiting = new Map<string, Labels>();

  constructor(
    private readonly opened: () => Promise<LabStorage>,
    private readonly journal: EditJournal,
  ) {}

  /** Runs of which a label is not stored. */
  get unsaved(): readonly string[] {
    return [...this.waiting.keys()];
  }

  /** Labels of a run that are newer than the stored ones. */
  of(id: string): Labels {
    return this.waiting.get(id) ?? {};
  }

  forget(id: string): void {
    this.waiting.delete(id);
  }

  /**
   * Takes labels at once and stores them.
   * @returns why they could not be stored; null if they are
   */
  async write(id: string, labels: Labels): Promise<StorageError | null> {
    const forget = this.journal.note('run', id, labels);
    this.waiting.set(id, { ...this.of(id), ...labels });
    return await this.store(id, labels, forget);
  }

  /** Stores what could not be stored of a run. @returns why it still cannot be; null if it is */
  async retry(id: string): Promise<StorageError | null> {
    const labels = this.waiting.get(id);
    return labels === undefined ? null : await this.store(id, labels);
  }

  /** Stores the labels that a page took and did not live to store. */
  async storeLeft(storage: LabStorage): Promise<void> {
    const left = this.journal.left().filter((edit) => edit.kind === 'run');
    if (left.length === 0) return;
    const stored = new Set((await storage.runs.list()).map(({ id }) => id));
    for (const { id, labels, editedAt, forget } of left) {
      if (stored.has(id)) await storage.runs.label(id, labels, editedAt);
      forget();
    }
    storage.tabs.announce();
  }

  private async store(
    id: string,
    labels: Labels,
    forget: () => void = () => undefined,
  ): Promise<StorageError | null> {
    try {
      const storage = await this.opened();
      await storage.runs.label(id, labels);
      forget();
      this.drop(id, labels);
      storage.tabs.announce();
      return null;
    } catch (error) {
      if (error instanceof StorageError) return error;
      throw error;
    }
  }

  /** Says that labels are stored, unless they were changed again meanwhile. */
  private drop(id: string, labels: Labels): void {
    const rest = Object.entries(this.of(id)).filter(
      ([field, value]) => labels[field as keyof RunLabels] !== value,
    );
    if (rest.length === 0) this.waiting.delete(id);
    else this.waiting.set(id, Object.fromEntries(rest));
  }
}
