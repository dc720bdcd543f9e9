/** Draws the labels of time, once under all charts, and the times of the cursors among them. */
import { formatClock, formatTime } from './format';
import { episodeSeconds, type History, type AxisChange } from './history';
import { gridCount, layOutPlot, type PlotArea, type TimeView } from './plotArea';
import { timeStep } from './scale';
import { fontOf, type Surface } from './surface';
import { timeMarks } from './timeMarks';

/** Width in CSS pixels of a label under the charts, with the room around it. */
const TIME_LABEL_WIDTH = 44;

export function drawTimeLabels(
  surface: Surface,
  view: TimeView,
  history: Pick<History, 'episodes' | 'changes'>,
): void {
  const { context, palette } = surface;
  const area = layOutPlot(surface, view, [0, 1], { top: 0, bottom: 0 });
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const marks = timeMarks(history, view.window, gridCount(area));
  const middle = surface.height / 2;
  const borders = marks.filter(({ episode, seconds }) => episode !== null && seconds > 0);
  let free = area.left - TIME_LABEL_WIDTH / 4;
  // A label that the time of a cursor would half cover is left out.
  const taken = [view.hoverSeconds, view.playheadSeconds].map((seconds) => area.x(seconds));
  context.fillStyle = palette.text;
  context.font = fontOf(palette, 10.5, 600);
  for (const { seconds, episode } of borders) {
    const x = area.x(seconds);
    if (x - TIME_LABEL_WIDTH / 2 < free - 1 || x > area.right - 12) continue;
    context.fillText(`Ep ${episode}`, x, middle);
    taken.push(x);
    free = x + TIME_LABEL_WIDTH / 2;
  }
  taken.push(...drawChanges(surface, area, view, history.changes ?? []));
  context.fillStyle = palette.muted;
  context.font = fontOf(palette, 10.5);
  const isFine = timeStep(view.window.to - view.window.from, gridCount(area)) < 1;
  for (const { seconds, clock, episode } of marks) {
    const x = area.x(seconds);
    if (episode !== null && seconds > 0) continue;
    if (x < area.left + 12 || x > area.right - 12) continue;
    if (taken.some((other) => Math.abs(other - x) < TIME_LABEL_WIDTH + 8)) continue;
    context.fillText(isFine ? formatTime(clock).slice(0, -2) : formatClock(clock), x, middle);
  }
  drawTimeFlags(surface, area, view, history);
}

/**
 * Names agents that took over and weights that moved where they did, the newest first; what would
 * cover another is left out, and its line in the charts stays.
 * @returns places along the axis that are covered, close enough to keep other labels off
 */
function drawChanges(
  { context, height }: Surface,
  area: PlotArea,
  { window }: TimeView,
  changes: readonly AxisChange[],
): number[] {
  const taken: number[] = [];
  let free = area.right;
  for (const { seconds, text } of changes.toReversed()) {
    if (!(seconds >= window.from && seconds <= window.to)) continue;
    const half = context.measureText(text).width / 2;
    const x = Math.min(area.right - half, Math.max(area.left + half, area.x(seconds)));
    if (x + half > free) continue;
    context.fillText(text, x, height / 2);
    taken.push(x - half, x, x + half);
    free = x - half - 8;
  }
  return taken;
}

/** Draws the times of replay's present, filled, and of the moment under the pointer, outlined. */
function drawTimeFlags(
  surface: Surface,
  area: PlotArea,
  view: TimeView,
  history: Pick<History, 'episodes'>,
): void {
  const { palette } = surface;
  drawTimeFlag(surface, area, view, history, view.playheadSeconds, palette.text);
  drawTimeFlag(surface, area, view, history, view.hoverSeconds, palette.background);
}

const TIME_FLAG_WIDTH = 68;

function drawTimeFlag(
  { context, palette, height }: Surface,
  area: PlotArea,
  { window }: TimeView,
  history: Pick<History, 'episodes'>,
  seconds: number,
  fill: string,
): void {
  if (!(seconds >= window.from && seconds <= window.to)) return;
  const half = TIME_FLAG_WIDTH / 2;
  const x = Math.round(Math.min(area.right - half, Math.max(area.left + half, area.x(seconds))));
  context.fillStyle = fill;
  context.fillRect(x - half, 1, TIME_FLAG_WIDTH, height - 2);
  context.fillStyle = fill === palette.text ? palette.background : palette.text;
  context.font = fontOf(palette, 10.5, 600);
  context.fillText(formatTime(episodeSeconds(history, seconds)), x, height / 2);
  if (fill === palette.text) return;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.setLineDash([4, 2]);
  context.strokeRect(x - half + 0.5, 1.5, TIME_FLAG_WIDTH - 1, height - 3);
  context.setLineDash([]);
}
