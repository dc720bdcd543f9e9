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
import { missingPoints } from './sweepPlan';
import type { SweepsState } from './sweepsState';

export interface SweepRepositoryServices {
  readonly store: StoreApi<SessionState>;
  readonly repository: RunRepository;
  readonly notify: (message: string, details?: string) => void;
  readonly newId: () => string;
}

export class SweepRepository {
  private pastAtDeletion: SessionState['past'] = [];

  constructor(private readonly services: SweepRepositoryServices) {
    services.repository.whenReopened(() => void this.storeAll());
  }

  /** Reads the stored sweeps, those of other tabs included. */
  async load(): Promise<void> {
    const stored =
      (await this.services.repository.attempt((storage) => storage.sweeps.list())) ?? [];
    const read = stored.flatMap((value) => this.readable(value));
    const { running, deleted, shown, records: before } = this.state;
    const own = new Map((before ?? []).map((sweep) => [sweep.id, sweep]));
    const listed = read
      .filter(({ id }) => id !== deleted?.id)
      .map((sweep) => (running?.id === sweep.id ? (own.get(sweep.id) ?? sweep) : asLeft(sweep)));
    const ids = new Set(read.map(({ id }) => id));
    const unstored = [...own.values()].filter(({ id }) => !ids.has(id));
    const records = newestFirst([...listed, ...unstored]);
    const isThere = records.some(({ id }) => id === shown);
    const first = before === null ? (records[0]?.id ?? null) : null;
    this.set({ records, shown: isThere ? shown : first });
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

  /** Deletes a sweep, unless it is under way. */
  async delete(id: string): Promise<void> {
    const sweep = this.find(id);
    if (sweep === undefined || this.state.running?.id === id) return;
    const records = (this.state.records ?? []).filter((one) => one.id !== id);
    const shown = this.state.shown === id ? (records[0]?.id ?? null) : this.state.shown;
    this.pastAtDeletion = this.services.store.getState().past;
    this.set({ records, shown, deleted: sweep });
    await this.services.repository.attempt((storage) => storage.sweeps.delete(id));
  }

  /** Brings the sweep that was deleted last back. @returns false where there is none */
  undelete(): boolean {
    const { deleted } = this.state;
    if (deleted === null) return false;
    this.set({ deleted: null });
    this.add(deleted);
    void this.store(deleted);
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
      this.services.notify(SWEEP_TEXTS.unreadable, error.message);
      return [];
    }
  }

  private async store(sweep: SweepRecord): Promise<void> {
    await this.services.repository.attempt((storage) => storage.sweeps.put(sweepJson(sweep)));
  }

  private async storeAll(): Promise<void> {
    for (const sweep of this.state.records ?? []) await this.store(sweep);
  }
}

/** How a sweep stands that nobody makes any more. */
export const endOf = (sweep: SweepRecord): 'finished' | 'stopped' =>
  missingPoints(sweep).length === 0 ? 'finished' : 'stopped';

const asLeft = (sweep: SweepRecord): SweepRecord =>
  sweep.status === 'running' ? { ...sweep, status: endOf(sweep) } : sweep;

const newestFirst = (sweeps: readonly SweepRecord[]): SweepRecord[] =>
  sweeps.toSorted((a, b) => b.createdAt - a.createdAt);
