/**
 * A recording has room for few episodes, and an evaluation draws more windows of it than do not
 * overlap: a market that is played twice is one market. So episodes on a recording count as many
 * times as they lie beside each other, and intervals are those of so many.
 */

/** What an episode says of where it was. */
interface PlayedWindow {
  /**
   * From the start of the recording; absent in a market of the lab, where every seed is another.
   */
  readonly startSeconds?: number | undefined;
  readonly seconds?: number | undefined;
}

/** Seconds by which windows may overlap and still lie beside each other: clocks are doubles. */
const SLACK_SECONDS = 1e-6;

/** @returns the largest number of these episodes of which no two overlap */
export function distinctEpisodes(episodes: readonly PlayedWindow[]): number {
  const windows: { readonly from: number; readonly to: number }[] = [];
  for (const { startSeconds, seconds } of episodes) {
    if (startSeconds === undefined || seconds === undefined) return episodes.length;
    windows.push({ from: startSeconds, to: startSeconds + seconds });
  }
  // Whichever ends first leaves the most room for the others.
  windows.sort((a, b) => a.to - b.to);
  let count = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of windows) {
    if (from < end - SLACK_SECONDS) continue;
    count += 1;
    end = to;
  }
  return count;
}
