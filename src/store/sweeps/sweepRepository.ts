/**
 * Keeps sweeps of this visit and of earlier ones: they are in the store, and each is written
 * through as soon as it changes. One that was deleted can be brought back until the next one is.
 */
import type { StoreApi } from 'zustand/vanilla';
import { SWEEP_TEXTS } from '../../content/sweeps';
import { InvalidInputError } from '../../market/validation';
import { parseSweep, sweepJson, type SweepRecord } from '../../protocol/sweep';
import type { RunRepository } from '../runs/runRepository';
import type { SessionState } from '../state';
import { HeldRunWatch } from '../runs/heldRunWatch';
import { missingPoints } from './sweepPlan';
import { isSweptElsewhere, type SweepsState } from './sweepsState';

export interface SweepRepositoryServices {
  readonly store: StoreApi<SessionState>;
  readonly repository: RunRepository;
  readonly notify: (message: string, details?: string) => void;
  readonly newId: () => string;
}

/** What the claim of a sweep is of. */
const claimOf = (id: string): string => `sweep ${id}`;

export class SweepRepository {
  private pastAtDeletion: SessionState['past'] = [];
  /** Newest versions of sweeps that storage may not have yet. */
  private readonly unstored = new Map<string, SweepRecord>();
  /** Looks again for as long as another tab measures a sweep. */
  private readonly watch = new HeldRunWatch(() => this.load());
  /** What was said of sweeps that cannot be read. */
  private readonly said = new Set<string>();
  private loading: Promise<void> | null = null;
  private isOutdated = false;

  constructor(private readonly services: SweepRepositoryServices) {
    services.repository.whenReopened(() => void this.storeLost());
    services.repository.whenChanged(() => void this.load());
  }

  /** Reads the stored sweeps, those of other tabs included. Calls while one is under way share the next. */
  async load(): Promise<void> {
    this.isOutdated = true;
    this.loading ??= this.read().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async read(): Promise<void> {
    while (this.isOutdated) {
      this.isOutdated = false;
      const found = await this.services.repository.attempt(async (storage) => {
        const stored = await storage.sweeps.list();
        return { stored, held: await storage.tabs.held() };
      });
      this.show(found?.stored ?? null, found?.held ?? new Set());
    }
  }

  /** @param stored null where storage fails: then what is shown stays */
  private show(stored: readonly unknown[] | null, held: ReadonlySet<string>): void {
    const { running, deleted, shown, records: before } = this.state;
    const own = new Map((before ?? []).map((sweep) => [sweep.id, sweep]));
    const read = stored?.flatMap((value) => this.readable(value)) ?? [...own.values()];
    const listed = read
      .filter(({ id }) => id !== deleted?.id)
      .map((sweep) => {
        const { id } = sweep;
        const isOwn = running?.id === id || this.unstored.has(id);
        if (isOwn) return own.get(id) ?? sweep;
        return held.has(claimOf(id)) ? sweep : asLeft(sweep);
      });
    const ids = new Set(read.map(({ id }) => id));
    const unstored = [...own.values()].filter(({ id }) => !ids.has(id) && this.unstored.has(id));
    const records = newestFirst([...listed, ...unstored]);
    const isThere = records.some(({ id }) => id === shown);
    const first = before === null ? (records[0]?.id ?? null) : null;
    this.set({ records, shown: isThere ? shown : first });
    this.watch.note(records.some((sweep) => isSweptElsewhere(sweep, running)));
  }

  /**
   * Makes this tab the only one that measures or deletes a sweep.
   * @returns the sweep as it stands by now, and what ends the claim; null, which is said, where
   *   another tab measures it or has deleted it
   */
  async claim(
    sweep: SweepRecord,
  ): Promise<{ readonly sweep: SweepRecord; readonly release: () => void } | null> {
    const { id, name } = sweep;
    const release = await this.services.repository.claim(claimOf(id));
    if (release === null) {
      await this.load();
      this.set({ failure: SWEEP_TEXTS.sweptElsewhere(name) });
      return null;
    }
    await this.load();
    const now = this.find(id);
    if (now !== undefined) return { sweep: asLeft(now), release };
    release();
    this.set({ failure: SWEEP_TEXTS.deletedElsewhere(name) });
    return null;
  }

  /** Shows a sweep that is not in the list yet. */
  add(sweep: SweepRecord): void {
    this.set({
      records: newestFirst([sweep, ...(this.state.records ?? [])]),
      shown: sweep.id,
      failure: '',
    });
  }

  /** Shows a sweep in place of the one with its id. */
  put(sweep: SweepRecord): void {
    const records = this.state.records ?? [];
    this.set({ records: records.map((one) => (one.id === sweep.id ? sweep : one)) });
  }

  /** Shows a sweep and stores it. */
  keep(sweep: SweepRecord): void {
    this.put(sweep);
    void this.store(sweep);
  }

  /** Keeps a sweep that came as a file, and shows it. It has no agent here that could go on. */
  async keepImported(imported: SweepRecord): Promise<void> {
    const sweep = { ...asLeft(imported), id: this.services.newId(), source: null };
    this.add(sweep);
    await this.store(sweep);
  }

  /** Deletes a sweep, unless it is under way in some tab. */
  async delete(id: string): Promise<void> {
    const found = this.find(id);
    if (found === undefined || this.state.running?.id === id) return;
    this.set({ failure: '' });
    const claimed = await this.claim(found);
    if (claimed === null) return;
    const { sweep, release } = claimed;
    const records = (this.state.records ?? []).filter((one) => one.id !== id);
    const shown = this.state.shown === id ? (records[0]?.id ?? null) : this.state.shown;
    this.pastAtDeletion = this.services.store.getState().past;
    this.set({ records, shown, deleted: sweep });
    this.unstored.delete(id);
    await this.services.repository.attempt(async (storage) => {
      await storage.sweeps.delete(id);
      storage.tabs.announce();
    });
    release();
  }

  /** Brings the sweep that was deleted last back. @returns false where there is none */
  undelete(): boolean {
    const { deleted } = this.state;
    if (deleted === null) return false;
    this.set({ deleted: null });
    this.add(deleted);
    void this.store(deleted, true);
    return true;
  }

  /** Whether nothing was changed since the last deletion, so that undo is meant for it. */
  isNewest(): boolean {
    return (
      this.state.deleted !== null && this.services.store.getState().past === this.pastAtDeletion
    );
  }

  find(id: string): SweepRecord | undefined {
    return this.state.records?.find((sweep) => sweep.id === id);
  }

  get state(): SweepsState {
    return this.services.store.getState().sweeps;
  }

  set(change: Partial<SweepsState>): void {
    this.services.store.setState({ sweeps: { ...this.state, ...change } });
  }

  /** Reads what storage has; what another version wrote is said and left as it is. */
  private readable(value: unknown): readonly SweepRecord[] {
    try {
      return [parseSweep(value)];
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      if (!this.said.has(error.message)) {
        this.services.notify(SWEEP_TEXTS.unreadable, error.message);
      }
      this.said.add(error.message);
      return [];
    }
  }

  /** @param isRestored whether it was deleted, and is brought back */
  private async store(sweep: SweepRecord, isRestored = false): Promise<void> {
    const { id, name } = sweep;
    this.unstored.set(id, sweep);
    const isKept = await this.services.repository.attempt(async (storage) => {
      const json = sweepJson(sweep);
      if (isRestored) await storage.sweeps.restore(json);
      const isStored = isRestored || (await storage.sweeps.put(json));
      storage.tabs.announce();
      return isStored;
    });
    if (isKept === undefined) return;
    if (this.unstored.get(id) === sweep) this.unstored.delete(id);
    if (isKept || this.find(id) === undefined) return;
    this.set({
      records: (this.state.records ?? []).filter((one) => one.id !== id),
      failure: SWEEP_TEXTS.deletedElsewhere(name),
    });
  }

  /** Stores what a database has lost; what it has may be newer than what this tab shows. */
  private async storeLost(): Promise<void> {
    const { records, running } = this.state;
    const stored = await this.services.repository.attempt((storage) => storage.sweeps.list());
    const ids = new Set(stored?.map((sweep) => (sweep as { readonly id: string }).id));
    for (const sweep of records ?? []) {
      const isOwn = running?.id === sweep.id || this.unstored.has(sweep.id);
      if (isOwn || !ids.has(sweep.id)) await this.store(sweep);
    }
  }

  dispose(): void {
    this.watch.dispose();
  }
}

/** How a sweep stands that nobody makes any more. */
export const endOf = (sweep: SweepRecord): 'finished' | 'stopped' =>
  missingPoints(sweep).length === 0 ? 'finished' : 'stopped';

const asLeft = (sweep: SweepRecord): SweepRecord =>
  sweep.status === 'running' ? { ...sweep, status: endOf(sweep) } : sweep;

const newestFirst = (sweeps: readonly SweepRecord[]): SweepRecord[] =>
  sweeps.toSorted((a, b) => b.createdAt - a.createdAt);
