/**
 * Knows the data that the trainer holds: collected for a run, taken from storage, or imported from
 * a file. It stays for the next run, which uses it when its config names the same episodes. Knows
 * nothing of what is trained on it.
 */
import { transfer } from 'comlink';
import type { RewardWeights } from '../env/types';
import type { DatasetOrigin, DatasetSummary, ImportedDataset } from '../learning/data/dataset';
import { canonicalJson } from '../market/canonicalJson';
import type { StoredDatasetNote, TrainerApi } from '../protocol/api';
import { collectionOf, datasetOriginOf, type RunConfig } from '../protocol/run';
import { buffersOf } from '../protocol/transfer';
import type { CollectorPool } from './collectorPool';
import type { WorkerSupervisor } from './workerSupervisor';

interface HeldDataset {
  readonly origin: DatasetOrigin;
  readonly summary: DatasetSummary;
  /** Hash of the dataset; null until it was stored or read from storage. */
  readonly hash: string | null;
}

/** Says whether a dataset is what a run would collect, or the file that it names; rewards aside. */
export function hasEpisodesOf(
  { origin, summary }: Omit<HeldDataset, 'hash'>,
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

  constructor(
    private readonly pool: CollectorPool,
    private readonly trainer: WorkerSupervisor<TrainerApi>,
  ) {}

  /** Hash of the dataset; null until it was stored or read from storage. */
  get hash(): string | null {
    return this.held?.hash ?? null;
  }

  /** Drops what is known of the dataset: the trainer that held it is gone. */
  forget(): void {
    this.held = null;
  }

  /** See `Lab`. */
  async importFile(file: Blob): Promise<ImportedDataset> {
    await this.trainer.whenReady();
    const bytes = await file.arrayBuffer();
    const imported = await this.trainer.call<ImportedDataset>(
      async (remote) => await remote.importDataset(transfer(bytes, [bytes])),
    );
    this.held = { summary: imported.summary, origin: imported.origin, hash: null };
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
   * Describes the dataset that is held, where a run of this config can learn from it; null
   * otherwise.
   */
  summaryFor(config: RunConfig): DatasetSummary | null {
    return this.held !== null && hasEpisodesOf(this.held, config) ? this.held.summary : null;
  }

  /**
   * Gives the trainer the dataset of a run. Simulates only when neither the trainer nor storage has
   * it.
   * @param storedHash under which storage may have it; null where it was never stored
   * @param onCollecting episodes done of all; not called where nothing is simulated
   * @throws WorkerFailure when the trainer dies; the signal's reason when aborted
   */
  async provide(
    config: RunConfig,
    storedHash: string | null,
    onCollecting: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<DatasetSummary> {
    const summary =
      this.summaryFor(config) ??
      (storedHash === null ? null : await this.loadStored(config, storedHash));
    return summary ?? (await this.collect(config, onCollecting, signal));
  }

  /**
   * Stores the dataset, once, for a trainer that takes over or a later visit.
   * @returns null where there is nothing new to store
   */
  async store(): Promise<StoredDatasetNote | null> {
    const { held } = this;
    if (held === null || held.hash !== null) return null;
    const note = await this.trainer.call<StoredDatasetNote>(
      async (remote) => await remote.storeDataset(held.origin),
    );
    if (this.held === held) this.held = { ...held, hash: note.hash };
    return note;
  }

  private async loadStored(config: RunConfig, hash: string): Promise<DatasetSummary | null> {
    const summary = await this.trainer.call<DatasetSummary | null>(
      async (remote) => await remote.loadStoredDataset(hash),
    );
    if (summary !== null) this.held = { origin: datasetOriginOf(config), summary, hash };
    return this.summaryFor(config);
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
    this.held = { origin: datasetOriginOf(config), summary, hash: null };
    return summary;
  }
}
