/**
 * The episode repository keeps the episodes that outlast a visit: those that somebody marked, named
 * or brought in a file, and the newest of those that were opened. All others go with the page, or
 * storage would fill at ten times the market's pace. Episodes have ids of their own in storage,
 * because the first episode of every visit has the same number.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { StoredEpisode } from './episodes';
import type { LabStorage } from '../../lab/storage/types';
import { MAX_OPENED, isLabelled, isSoFar, storeEpisode } from './episodes';
import type { RunRepository } from '../runs/runRepository';
import type { SessionState } from '../state';

/** Most episodes of earlier visits that the page shows again. */
const MAX_SHOWN = 10;

interface KeptEpisode {
  readonly storageId: string;
  /** Episode as it was written last. */
  readonly episode: StoredEpisode;
}

const isWorthKeeping = (episode: StoredEpisode) =>
  isLabelled(episode) || (episode.isOpened && !isSoFar(episode.record));

export class EpisodeRepository {
  /** Kept episodes, by their id on the page. */
  private readonly kept = new Map<string, KeptEpisode>();
  /** Ids in storage whose place newer opened episodes took. */
  private readonly displaced = new Set<string>();
  private stopWatching: () => void = () => {};

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly repository: RunRepository,
    private readonly newId: () => string,
  ) {}

  /** Shows the episodes of earlier visits before those of this one, and keeps what changes. */
  async load(): Promise<void> {
    this.stopWatching = this.store.subscribe((state, before) => {
      if (state.episodes !== before.episodes) this.keep(state.episodes);
    });
    this.repository.whenReopened(() => this.writeAgain());
    await this.repository.attempt(async (storage) => {
      for (const edit of this.repository.journal.left()) {
        if (edit.kind !== 'episode') continue;
        await storage.episodes.label(edit.id, edit.labels);
        edit.forget();
      }
      const rows = (await storage.episodes.list()).slice(0, MAX_SHOWN);
      const found = await Promise.all(
        rows.map(async ({ id, name, bookmarks }) => {
          const record = await storage.episodes.get(id);
          return record === null ? [] : [storeEpisode(record, { name, bookmarks, isOpened: true })];
        }),
      );
      const episodes = found.flat().toReversed();
      for (const episode of episodes) {
        this.kept.set(episode.record.id, { storageId: episode.record.id, episode });
      }
      this.store.setState({ episodes: [...episodes, ...this.store.getState().episodes] });
    });
  }

  /** Stores again what a database that was opened again has lost. */
  private writeAgain(): void {
    void this.repository.attempt(async (storage) => {
      const stored = new Set((await storage.episodes.list()).map(({ id }) => id));
      for (const { storageId, episode } of Array.from(this.kept.values())) {
        if (!stored.has(storageId)) await this.put(storage, storageId, episode);
      }
    });
  }

  dispose(): void {
    this.stopWatching();
  }

  /** Deletes every stored episode; those on the page stay for this visit. */
  async clear(): Promise<void> {
    await this.repository.attempt(async (storage) => {
      for (const { id } of await storage.episodes.list()) await storage.episodes.delete(id);
    });
    this.kept.clear();
    await this.repository.saveRest();
  }

  /**
   * Stores what has changed. Writes follow each other in the order in which they are asked for;
   * nobody waits for them.
   */
  private keep(episodes: readonly StoredEpisode[]): void {
    for (const episode of episodes) {
      const { record, name, bookmarks } = episode;
      const before = this.kept.get(record.id);
      if (before?.episode === episode) continue;
      if (before === undefined) {
        if (!isWorthKeeping(episode)) continue;
        const storageId = this.newId();
        this.kept.set(record.id, { storageId, episode });
        void this.repository.attempt((storage) => this.put(storage, storageId, episode));
      } else if (isWorthKeeping(episode)) {
        const { storageId } = before;
        this.kept.set(record.id, { storageId, episode });
        const forget = this.repository.journal.note('episode', storageId, { name, bookmarks });
        void this.repository.attempt(async (storage) => {
          const isStored =
            !this.displaced.has(storageId) &&
            (await storage.episodes.label(storageId, { name, bookmarks }));
          if (!isStored) await this.put(storage, storageId, episode);
          forget();
        });
      } else {
        this.kept.delete(record.id);
        void this.repository.attempt((storage) => storage.episodes.delete(before.storageId));
      }
    }
  }

  /** Stores an episode; of those that were only opened, the newest stay. */
  private async put(
    storage: LabStorage,
    id: string,
    { record, name, bookmarks }: StoredEpisode,
  ): Promise<void> {
    await storage.episodes.put({ ...record, id }, { name, bookmarks });
    this.displaced.delete(id);
    const opened = (await storage.episodes.list()).filter((row) => !isLabelled(row));
    for (const { id: oldest } of opened.slice(MAX_OPENED)) {
      await storage.episodes.delete(oldest);
      this.displaced.add(oldest);
    }
  }
}
