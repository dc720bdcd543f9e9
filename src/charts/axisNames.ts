/** Places what stands among the times below the charts: episodes, new agents and moved weights. */
import type { AxisChange } from './history';

export interface AxisName {
  readonly text: string;
  /** Middle of the text in CSS pixels. */
  readonly x: number;
  /** Half of its width in CSS pixels. */
  readonly half: number;
}

interface Episode {
  readonly episode: number;
  /** Seconds on the shared axis at which it begins. */
  readonly seconds: number;
}

interface Axis {
  /** Edges of the axis in CSS pixels. */
  readonly left: number;
  readonly right: number;
  x(seconds: number): number;
}

/** CSS pixels between two names, and within which two moments are one. */
const GAP = 8;

/**
 * Changes come before episodes, and the newest of each first; what would cover another is left out,
 * and its line in the charts stays. A change where an episode begins names that episode, too.
 * @param changes the oldest first, with the episodes that begin within the window
 * @param width gives the width of a text in CSS pixels
 */
export function placeAxisNames(
  changes: readonly AxisChange[],
  episodes: readonly Episode[],
  axis: Axis,
  width: (text: string) => number,
): readonly AxisName[] {
  const names: AxisName[] = [];
  const place = (text: string, middle: number, x: number, half: number) => {
    if (middle < axis.left || middle > axis.right) return;
    if (names.some((name) => Math.abs(name.x - x) < name.half + half + GAP)) return;
    names.push({ text, x, half });
  };
  for (const { seconds, text } of changes.toReversed()) {
    const middle = axis.x(seconds);
    const begun = episodes.find((one) => Math.abs(axis.x(one.seconds) - middle) < GAP);
    const whole = begun === undefined ? text : `Ep ${begun.episode} · ${text}`;
    const half = width(whole) / 2;
    // A long name is moved into the axis; an episode's stands below its line or nowhere.
    const x = Math.min(axis.right - half, Math.max(axis.left + half, middle));
    place(whole, middle, x, half);
  }
  for (const { episode, seconds } of episodes.toReversed()) {
    const text = `Ep ${episode}`;
    const half = width(text) / 2;
    const x = axis.x(seconds);
    if (x - half >= axis.left && x + half <= axis.right) place(text, x, x, half);
  }
  return names;
}
