/**
 * Whole runs of this visit in memory: those that are not stored, and the newest of the others, so
 * that a database that the browser lost can be written again.
 */
import { bytesOf } from '../../lab/storage/bytesOf';
import type { RunAmendment, RunLabels } from '../../lab/storage/types';
import type { RunRecord } from '../../protocol/run';

/** Most bytes of stored runs that stay in memory; what is not stored stays whatever its size. */
const MAX_BYTES = 64e6;

export interface KeptRecord {
  readonly run: RunRecord;
  /** State from which its training can go on; null for none. */
  readonly state: object | null;
  /** Number that tells this version of the run from those before. */
  readonly version: number;
}

interface Kept extends KeptRecord {
  readonly bytes: number;
  readonly isStored: boolean;
}

export class KeptRecords {
  /** Oldest first, by when they were last saved. */
  private readonly kept = new Map<string, Kept>();
  private versions = 0;

  constructor(private readonly maxBytes = MAX_BYTES) {}

  get unsaved(): readonly string[] {
    return [...this.kept].flatMap(([id, { isStored }]) => (isStored ? [] : [id]));
  }

  isUnsaved(id: string): boolean {
    return this.kept.get(id)?.isStored === false;
  }

  get(id: string): KeptRecord | undefined {
    return this.kept.get(id);
  }

  /** Keeps the newest version of a run, which is not stored yet. */
  set(run: RunRecord, state: object | null): KeptRecord {
    this.versions += 1;
    const bytes = bytesOf(run) + bytesOf(state);
    const kept = { run, state, bytes, version: this.versions, isStored: false };
    this.kept.delete(run.id);
    this.kept.set(run.id, kept);
    return kept;
  }

  /** Changes a few fields of the newest version, which is as stored as before. */
  change(id: string, labels: Partial<RunLabels> | RunAmendment): void {
    const before = this.kept.get(id);
    if (before !== undefined) this.kept.set(id, { ...before, run: { ...before.run, ...labels } });
  }

  /** Says that a version of a run is stored, and lets go of the oldest that are. */
  noteStored({ run: { id }, version }: KeptRecord): void {
    const kept = this.kept.get(id);
    if (kept?.version === version) this.kept.set(id, { ...kept, isStored: true });
    const stored = [...this.kept].filter(([, { isStored }]) => isStored);
    let bytes = stored.reduce((sum, [, one]) => sum + one.bytes, 0);
    for (const [oldest, one] of stored) {
      if (bytes <= this.maxBytes) return;
      this.kept.delete(oldest);
      bytes -= one.bytes;
    }
  }

  delete(id: string): void {
    this.kept.delete(id);
  }
}
