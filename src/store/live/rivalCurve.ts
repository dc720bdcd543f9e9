/**
 * Profit of another than the one on screen, over the charts' time: one point a frame, and one for
 * every step once the episode is over.
 */
import { bookDash, type SideTrace } from '../../charts/sideTrace';
import { rivalLetter } from '../../charts/ladderModel';
import { BESIDE_LENGTH } from '../../protocol/besideAgent';
import { RIVAL, RIVAL_LENGTH } from '../../protocol/frames';
import type { EpisodeHistory } from '../replay/replay';

const FIRST_CAPACITY = 1024;

export class RivalCurve implements SideTrace {
  count = 0;
  private times = new Float64Array(FIRST_CAPACITY);
  private values = new Float64Array(FIRST_CAPACITY);
  private episode = Number.NaN;

  /** @param label written at the end of its line @param dash see SideTrace */
  constructor(
    readonly label?: string,
    readonly dash?: readonly number[],
  ) {}

  timeAt(index: number): number {
    return this.times[index];
  }

  valueAt(index: number): number {
    return this.values[index];
  }

  /** Begins anew when the episode is another. */
  follow(episode: number): void {
    if (!Object.is(episode, this.episode)) this.clear();
    this.episode = episode;
  }

  /** @param seconds on the shared axis; the same moment again replaces its point */
  push(seconds: number, dollars: number): void {
    if (this.count > 0 && this.times[this.count - 1] === seconds) this.count -= 1;
    if (this.count === this.times.length) {
      this.times = grown(this.times);
      this.values = grown(this.values);
    }
    this.times[this.count] = seconds;
    this.values[this.count] = dollars;
    this.count += 1;
  }

  /** Begins the same episode anew. */
  restart(): void {
    this.count = 0;
  }

  clear(): void {
    this.restart();
    this.episode = Number.NaN;
  }
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** Gives the profit of the agent beside a person, over the time of a whole episode. */
export const besideTrace = (curve: Float64Array): SideTrace => ({
  count: curve.length / BESIDE_LENGTH,
  timeAt: (index) => curve[index * BESIDE_LENGTH],
  valueAt: (index) => curve[index * BESIDE_LENGTH + 1],
});

/** Gives the profits of those who traded in the book of a whole episode, over its own time. */
export function rivalTracesOf(history: EpisodeHistory): readonly SideTrace[] {
  const { rivals, rivalNames = [] } = history.record;
  if (rivals === undefined) return [];
  return rivalNames.map((_, rival) => ({
    count: history.end,
    label: rivalLetter(rival),
    dash: bookDash(rival),
    timeAt: (index) => history.timeAt(index),
    valueAt: (index) =>
      rivals[(index * rivalNames.length + rival) * RIVAL_LENGTH + RIVAL.equityDollars],
  }));
}
