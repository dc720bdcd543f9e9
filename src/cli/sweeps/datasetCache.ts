/** Datasets of the units under way, so that trainings on the same data collect them once. */
import type { Dataset } from '../../learning/data/dataset';
import { COLUMN_NAMES } from '../../learning/data/datasetColumns';

export interface CachedDataset {
  readonly dataset: Dataset;
  readonly hash: string;
}

/** Bytes of datasets that are kept beside the newest. */
const MOST_BYTES = 512 * 2 ** 20;

export class DatasetCache {
  /** In the order of their last use. */
  private readonly entries = new Map<string, Promise<CachedDataset>>();
  private readonly sizes = new Map<string, number>();

  /** Gives the dataset of a unit; a second caller waits for the first one's collection. */
  async get(name: string, collect: () => Promise<CachedDataset>): Promise<CachedDataset> {
    const known = this.entries.get(name);
    const entry = known ?? collect();
    this.entries.delete(name);
    this.entries.set(name, entry);
    try {
      const data = await entry;
      this.sizes.set(name, bytesOf(data.dataset));
      this.shrink(name);
      return data;
    } catch (error) {
      this.entries.delete(name);
      throw error;
    }
  }

  private shrink(newest: string): void {
    let bytes = [...this.sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const name of this.entries.keys()) {
      if (bytes <= MOST_BYTES) return;
      const size = this.sizes.get(name);
      if (name === newest || size === undefined) continue;
      this.entries.delete(name);
      this.sizes.delete(name);
      bytes -= size;
    }
  }
}

const bytesOf = (dataset: Dataset): number =>
  COLUMN_NAMES.reduce((sum, name) => sum + dataset[name].byteLength, 0);
