/**
 * Takes in a dataset that other tools have written again: codecs, pages, row groups and wider types
 * as they please, episodes left out or put in another order, numbers changed. It is hashed anew and
 * says from then on that it was adopted. What the rows do not hold, the footer's origin, names of
 * behaviours and observations after the last steps, comes from the file or from the one that it was
 * made of.
 */
import { observationLayout } from '../../env/observationLayout';
import { InvalidInputError } from '../../market/validation';
import { LAB_VERSION } from '../../market/version';
import type { Dataset } from './dataset';
import { datasetHash } from './datasetHash';
import { episodeRanges } from './datasetOperations';
import {
  finalObservationsOf,
  hasMetadata,
  readDatasetFile,
  readFooter,
  readMetadata,
  readRows,
  type DatasetFile,
} from './parquet';
import { validateDataset } from './validateDataset';

/** A dataset that another tool wrote again. */
export type AdoptedDataset = DatasetFile & Required<Pick<DatasetFile, 'adopted'>>;

/**
 * @param original the file that it was made of; needed where the footer was lost, and where
 *   episodes were left out or reordered
 * @throws InvalidInputError naming the first column or field that fails
 */
export async function adoptDataset(
  file: ArrayBuffer,
  original?: ArrayBuffer,
): Promise<AdoptedDataset> {
  const footer = readFooter(file);
  if (original === undefined && !hasMetadata(footer)) {
    const expected = 'what the lab wrote into the footer, or the original file beside it';
    throw new InvalidInputError('metadata', expected, undefined);
  }
  const source = original === undefined ? null : await readDatasetFile(original);
  const metadata = readMetadata(original === undefined ? footer : readFooter(original));
  const rows = numberedAnew(await readRows(file, footer, metadata, true));
  const finalObservations =
    source === null ? finalObservationsOf(metadata) : finalsBySeed(rows, source.dataset);
  if (source === null) checkEpisodes(rows, finalObservations.length);
  const dataset: Dataset = { ...rows, finalObservations };
  const { origin } = metadata;
  const layout = observationLayout(origin.env.observation);
  validateDataset(dataset, { layout, maxInventory: origin.env.maxInventory });
  const hash = datasetHash([dataset]);
  const before = metadata.adopted?.hash ?? metadata.hash;
  return {
    dataset,
    // Data of which something was changed are not what the mixture plays.
    origin: hash === metadata.hash ? origin : { ...origin, mixture: null },
    hash,
    labVersion: LAB_VERSION,
    adopted: { writtenBy: footer.created_by ?? 'a tool that does not say its name', hash: before },
  };
}

/** Counts the episodes from 0, whatever was left out between them. */
function numberedAnew(rows: Dataset): Dataset {
  const episode = new Uint32Array(rows.rows);
  episodeRanges(rows).forEach(({ start, end }, index) => episode.fill(index, start, end));
  return { ...rows, episode };
}

/** Finds the observation after each episode's last step in the original, by the episode's seed. */
function finalsBySeed(
  { episodeSeeds, observationLength }: Dataset,
  original: Dataset,
): Float32Array {
  const finals = new Float32Array(episodeSeeds.length * observationLength);
  const { episodeSeeds: seeds } = original;
  const places = new Map([...seeds].map((seed, index) => [seed, index]));
  if (places.size !== seeds.length) {
    throw new InvalidInputError('original.episodeSeeds', 'seeds of their own', 'one seed twice');
  }
  episodeSeeds.forEach((seed, index) => {
    const place = places.get(seed);
    if (place === undefined) {
      throw new InvalidInputError(`dataset.episodeSeeds[${index}]`, 'one of the original', seed);
    }
    const [start, end] = [place * observationLength, (place + 1) * observationLength];
    finals.set(original.finalObservations.subarray(start, end), index * observationLength);
  });
  return finals;
}

/** A footer has final observations by place: without the original, all episodes must be there. */
function checkEpisodes({ episodeSeeds, observationLength }: Dataset, numbers: number): void {
  const episodes = numbers / observationLength;
  if (episodeSeeds.length === episodes) return;
  const expected = `${episodes} episodes as in the original, or the original file beside it`;
  throw new InvalidInputError('dataset.episodes', expected, episodeSeeds.length);
}
