/**
 * Knows the data that the trainer holds: collected for a run, taken from storage, or imported from
 * a file. It stays for the next run, which uses it when its config names the same episodes. Knows
 * nothing of what is trained on it.
 */
import { transfer } from 'comlink';
import type { RewardWeights } from '../env/types';
import type { DatasetOrigin, DatasetSummary, ImportedDataset } from '../learning/data/dataset';
import { canonicalJson } from '../market/canonicalJson';
import type { StoredDatasetContents, StoredDatasetNote, TrainerApi } from '../protocol/api';
import { collectionOf, datasetOriginOf, type RunConfig } from '../protocol/run';
import { buffersOf } from '../protocol/transfer';
import type { CollectorPool } from './collectorPool';
import { WorkerFailure } from './workerFailure';
import type { WorkerSupervisor } from './workerSupervisor';

interface HeldDataset extends StoredDatasetContents {
  /** Hash of the dataset; null for one that was collected and not stored yet. */
  readonly hash: string | null;
  /** Whether storage was asked to keep it. */
  readonly isStored: boolean;
}

/** Says whether a dataset is what a run would collect, or the file that it names; rewards aside. */
export function hasEpisodesOf(
  { origin, summary }: StoredDatasetContents,
  config: RunConfig,
): boolean {
  const wanted = datasetOriginOf(config);
  return (
    summary.episodes === config.dataset.episodes && episodesKey(origin) === episodesKey(wanted)
  );
}

function episodesKey({ market, env, mixture, seed }: DatasetOrigin): string {
  return canonicalJson({ market, env, mixture, seed });
}

export class TrainerData {
  private held: HeldDataset | null = null;
  /** File that was imported last: its data is read again where the trainer has let go of it. */
  private file: { readonly hash: string; readonly file: Blob } | null = null;
  private importing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pick<CollectorPool, 'collect'>,
    private readonly trainer: Pick<WorkerSupervisor<TrainerApi>, 'call' | 'whenReady'>,
  ) {}

  /** Hash of the dataset; null where it was collected and not stored yet. */
  get hash(): string | null {
    return this.held?.hash ?? null;
  }

  /** Drops what is known of the dataset: the trainer that held it is gone. */
  forget(): void {
    this.held = null;
  }

  /** See `Lab`. */
  async importFile(file: Blob): Promise<ImportedDataset> {
    const work = this.readFile(file);
    this.importing = work.catch(() => undefined);
    const imported = await work;
    this.file = { hash: imported.hash, file };
    return imported;
  }

  /** See `Lab`. */
  async exportFile(weights: RewardWeights): Promise<Blob | null> {
    if (this.held === null) return null;
    const { origin } = this.held;
    const parts = await this.trainer.call(
      async (remote) => await remote.exportDataset({ ...origin, weights }),
    );
    return new Blob(parts, { type: 'application/vnd.apache.parquet' });
  }

  /**
   * Describes the dataset that is held, where it is what a run of this config learns from; null
   * otherwise.
   * @param hash of the run's dataset; null where its config alone names it
   */
  summaryFor(config: RunConfig, hash: string | null): DatasetSummary | null {
    if (this.held === null || !hasEpisodesOf(this.held, config)) return null;
    // Changed data has no mixture that would play it again: only its hash tells what it is.
    const isNamed = config.dataset.behaviours !== null || hash !== null;
    const isIt = hash === null || this.held.hash === null || this.held.hash === hash;
    return isNamed && isIt ? this.held.summary : null;
  }

  /**
   * Gives the trainer the dataset of a run. Simulates only when neither the trainer nor storage has
   * it, nor the file that was imported last.
   * @param hash of the run's dataset; null where its config alone names it
   * @param onCollecting episodes done of all; not called where nothing is simulated
   * @throws Error where the data came from a file that is not here
   * @throws WorkerFailure when the trainer dies; the signal's reason when aborted
   */
  async provide(
    config: RunConfig,
    hash: string | null,
    onCollecting: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<DatasetSummary> {
    await this.importing;
    const summary =
      this.summaryFor(config, hash) ??
      (hash === null ? null : await this.loadStored(config, hash)) ??
      (hash === null || this.file?.hash !== hash
        ? null
        : await this.readAgain(config, hash, this.file.file));
    if (summary !== null) return summary;
    if (config.dataset.behaviours !== null) {
      return this.summaryFor(config, null) ?? (await this.collect(config, onCollecting, signal));
    }
    throw new Error(
      'The data of this run came from a file, and this browser no longer has it. Open the file again (Data, Import Parquet), then train.',
    );
  }

  /**
   * Stores the dataset, once, for a trainer that takes over or a later visit.
   * @returns null where there is nothing new to store
   */
  async store(): Promise<StoredDatasetNote | null> {
    const { held } = this;
    if (held === null || held.isStored) return null;
    const note = await this.trainer.call<StoredDatasetNote>(
      async (remote) => await remote.storeDataset(held.origin),
    );
    if (this.held === held) this.held = { ...held, hash: note.hash, isStored: true };
    return note;
  }

  private async readFile(file: Blob): Promise<ImportedDataset> {
    await this.trainer.whenReady();
    const bytes = await file.arrayBuffer();
    const imported = await this.trainer.call<ImportedDataset>(
      async (remote) => await remote.importDataset(transfer(bytes, [bytes])),
    );
    const { summary, origin, hash } = imported;
    this.held = { summary, origin, hash, isStored: false };
    return imported;
  }

  /** Reads the file of a run again; one that is gone or was changed since is not it any more. */
  private async readAgain(
    config: RunConfig,
    hash: string,
    file: Blob,
  ): Promise<DatasetSummary | null> {
    try {
      await this.readFile(file);
    } catch (error) {
      if (error instanceof WorkerFailure) throw error;
      return null;
    }
    return this.summaryFor(config, hash);
  }

  private async loadStored(config: RunConfig, hash: string): Promise<DatasetSummary | null> {
    const stored = await this.trainer.call<StoredDatasetContents | null>(
      async (remote) => await remote.loadStoredDataset(hash),
    );
    if (stored !== null) this.held = { ...stored, hash, isStored: true };
    return this.summaryFor(config, hash);
  }

  private async collect(
    config: RunConfig,
    onCollecting: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<DatasetSummary> {
    const collection = collectionOf(config);
    const total = collection.episodes.length;
    onCollecting(0, total);
    const shards = await this.pool.collect(collection, (done) => onCollecting(done, total), signal);
    this.held = null;
    const summary = await this.trainer.call((remote) =>
      remote.loadDataset(transfer(shards, shards.flatMap(buffersOf))),
    );
    this.held = { origin: datasetOriginOf(config), summary, hash: null, isStored: false };
    return summary;
  }
}
