/**
 * Marks on the axis of time. The axis runs on across episodes, and its labels read each episode's
 * own clock, which is the clock of everything else on the page.
 */
import { episodeAtTime, type History, type TimeWindow } from './history';
import { timeStep } from './scale';

export interface TimeMark {
  /** Seconds on the shared axis. */
  readonly seconds: number;
  /** The episode's own clock; 0 where an episode begins. */
  readonly clock: number;
  /** Number of the episode that begins here; null at every other mark. */
  readonly episode: number | null;
}

/**
 * Least distance between two episodes that are marked, as a share of the distance between marks.
 */
const CLOSEST_EPISODES = 0.1;

/**
 * Returns the marks inside a window, in the order of time: where episodes begin, and multiples of a
 * step at which clocks are read.
 * @param count the number of marks that there is room for
 */
export function timeMarks(
  history: Pick<History, 'episodes'>,
  window: TimeWindow,
  count: number,
): TimeMark[] {
  const { episodes } = history;
  const marks: TimeMark[] = [];
  const span = window.to - window.from;
  if (!(span > 0)) return marks;
  const step = timeStep(span, count);
  const first = episodeAtTime(history, window.from);
  if (first < 0) return marks;
  let marked = Number.NEGATIVE_INFINITY;
  for (let index = first; index < episodes.end; index++) {
    const begins = episodes.beginsAt(index);
    if (begins > window.to) break;
    if (begins >= window.from && begins - marked >= step * CLOSEST_EPISODES) {
      marks.push({ seconds: begins, clock: 0, episode: episodes.numberAt(index) });
      marked = begins;
    }
    const ends = index + 1 < episodes.end ? episodes.beginsAt(index + 1) : Number.POSITIVE_INFINITY;
    let multiple = Math.max(1, Math.ceil((window.from - begins) / step - 1e-9));
    for (let seconds = begins + multiple * step; seconds <= window.to + 1e-9;) {
      // An episode's last mark would stand where the next one begins.
      if (seconds > ends - 1e-3) break;
      marks.push({ seconds, clock: multiple * step, episode: null });
      multiple++;
      seconds = begins + multiple * step;
    }
  }
  return marks;
}
