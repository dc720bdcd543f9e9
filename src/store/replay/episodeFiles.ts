/** Episodes leave the page as files, and those of a file join its own. */
import type { StoreApi } from 'zustand/vanilla';
import { NOT_OURS } from '../../content/files';
import { InvalidInputError, reasonOf } from '../../market/validation';
import type { EpisodeFile } from '../../protocol/episodeFile';
import { fileKindOf } from '../../protocol/fileKind';
import { LAZY_FILES } from '../lazyFiles';
import type { Playback } from '../live/playback';
import type { Notices } from '../notices';
import type { SessionState } from '../state';
import { requireFileKind } from '../wrongFile';
import { keepNewest, lastLiveEpisode, storeEpisode, type StoredEpisode } from './episodes';
import type { ReplayController } from './replayController';

/**
 * Largest file that is opened; one of a million steps, ten times the longest episode there is, is
 * smaller.
 */
const MAX_BYTES = 2 ** 29;

/** @throws MissingFileError when what writes the file cannot be loaded */
export async function episodeBytes({
  record,
  name,
  bookmarks,
}: StoredEpisode): Promise<Uint8Array<ArrayBuffer>> {
  const { writeEpisodeFile } = await LAZY_FILES.episodeFile.load();
  return writeEpisodeFile({ record, name, bookmarks });
}

/**
 * Reads the episode of a file.
 * @throws InvalidInputError naming the first field that is wrong
 * @throws MissingFileError when what reads the file cannot be loaded
 */
export async function readEpisode(file: Blob): Promise<EpisodeFile> {
  if (file.size > MAX_BYTES) {
    throw new InvalidInputError('episode', `at most ${MAX_BYTES} bytes`, file.size);
  }
  await requireFileKind(file, ['episode']);
  const { readEpisodeFile } = await LAZY_FILES.episodeFile.load();
  return readEpisodeFile(new Uint8Array(await file.arrayBuffer()));
}

/**
 * Takes in the episode of a file, at once: what is read meanwhile is among the others by then.
 * @returns it under an id that none of `others` has; or the one among them that has the same
 *   numbers
 */
export function episodeBeside(
  read: EpisodeFile,
  fileName: string,
  others: readonly StoredEpisode[],
): StoredEpisode {
  const same = others.find(({ record }) => isSame(record.samples, read.record.samples));
  if (same !== undefined) return same;
  const ids = new Set(others.map(({ record }) => record.id));
  let { id } = read.record;
  for (let copy = 2; ids.has(id); copy += 1) id = `${read.record.id} (${copy})`;
  const name = read.name === '' ? fileName : read.name;
  return storeEpisode({ ...read.record, id }, { name, bookmarks: read.bookmarks });
}

const isSame = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));

export class EpisodeFiles {
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly replay: ReplayController,
    private readonly playback: Pick<Playback, 'showReplay'>,
    private readonly notices: Notices,
  ) {}

  /**
   * Writes the replayed episode as a file, or the last completed one.
   * @returns null when there is none, or when it could not be written, which is said
   */
  async write(): Promise<{ readonly blob: Blob; readonly name: string } | null> {
    const { episodes } = this.store.getState();
    const stored =
      this.replay.player === null
        ? (lastLiveEpisode(episodes) ?? episodes.at(-1))
        : this.replay.stored;
    if (stored === undefined || stored === null) return null;
    const { episode, seed } = stored.record;
    const name = `nanoarb-episode-${episode}-seed-${seed}.safetensors`;
    try {
      return { blob: new Blob([await episodeBytes(stored)]), name };
    } catch (error) {
      this.notices.add(`${name} was not saved. ${reasonOf(error)}`);
      return null;
    }
  }

  /** Opens a file in replay. A file that is refused becomes a notice, and nothing changes. */
  async open(file: File): Promise<void> {
    try {
      const read = await readEpisode(file);
      const { episodes } = this.store.getState();
      const stored = episodeBeside(read, file.name, episodes);
      if (!episodes.includes(stored)) {
        // The new episode counts as open before any is dropped to make room for it.
        this.store.setState({ episodes: keepNewest([...episodes, stored], stored.record.id) });
      }
      this.playback.showReplay(stored.record.id);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const isUnknown = error instanceof InvalidInputError && (await fileKindOf(file)) === null;
      if (isUnknown) this.notices.add(`${file.name} was not opened. ${NOT_OURS}`, error.message);
      else this.notices.add(`${file.name} was not opened. ${error.message}`);
    }
  }
}
