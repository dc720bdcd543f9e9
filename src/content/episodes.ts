/** How many episodes something is of. */

/** What stands behind the ± of a mean. */
export const MEAN_INTERVAL = '95 % interval of the mean, over episodes';

/** Counts episodes; of a recording those that do not overlap, and how often it was played. */
export function episodesText(count: number, distinct: number): string {
  const episodes = `${distinct} ${distinct === 1 ? 'episode' : 'episodes'}`;
  return distinct < count ? `${episodes} of the recording, played ${count} times` : episodes;
}

/** What a mean is of, as `mean of 36` goes on where there is little room. */
export const meanOfText = (count: number, distinct: number): string =>
  distinct < count ? `${distinct}, played ${count} times` : String(count);
