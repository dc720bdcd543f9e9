/** Episodes as files: out of the page's own, and in among them. */
import { InvalidInputError } from '../../market/validation';
import { readEpisodeFile, writeEpisodeFile, type EpisodeFile } from '../../protocol/episodeFile';
import { storeEpisode, type StoredEpisode } from './episodes';

/** A million steps, ten times the longest episode there is, are less. */
const MAX_BYTES = 2 ** 29;

export const episodeBytes = ({ record, name, bookmarks }: StoredEpisode): Uint8Array<ArrayBuffer> =>
  writeEpisodeFile({ record, name, bookmarks });

/**
 * @returns the episode of a file, under an id that none of `others` has; the one
 *   there already is when the file holds the same numbers
 * @throws InvalidInputError naming the first field that is wrong
 */
export async function readEpisode(
  file: Blob,
  fileName: string,
  others: readonly StoredEpisode[],
): Promise<StoredEpisode> {
  if (file.size > MAX_BYTES) {
    throw new InvalidInputError('episode', `at most ${MAX_BYTES} bytes`, file.size);
  }
  const read: EpisodeFile = readEpisodeFile(new Uint8Array(await file.arrayBuffer()));
  const same = others.find(({ record }) => isSame(record.samples, read.record.samples));
  if (same !== undefined) return same;
  const ids = new Set(others.map(({ record }) => record.id));
  let { id } = read.record;
  for (let copy = 2; ids.has(id); copy++) id = `${read.record.id} (${copy})`;
  const name = read.name === '' ? fileName : read.name;
  return storeEpisode({ ...read.record, id }, { name, bookmarks: read.bookmarks });
}

const isSame = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
