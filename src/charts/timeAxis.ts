/** Draws the labels of time, once under all charts, and the times of the cursors among them. */
import { placeAxisNames } from './axisNames';
import { formatClock, formatTime } from './format';
import { episodeSeconds, type History } from './history';
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
  const begun = marks.flatMap(({ episode, seconds }) =>
    episode !== null && seconds > 0 ? [{ episode, seconds }] : [],
  );
  context.fillStyle = palette.text;
  context.font = fontOf(palette, 10.5, 600);
  const names = placeAxisNames(
    history.changes ?? [],
    begun,
    area,
    (text) => context.measureText(text).width,
  );
  for (const { text, x } of names) context.fillText(text, x, middle);
  // A label that a name or the time of a cursor would half cover is left out.
  const cursors = [view.hoverSeconds, view.playheadSeconds].map((seconds) => area.x(seconds));
  const isTaken = (x: number) =>
    cursors.some((cursor) => Math.abs(cursor - x) < TIME_LABEL_WIDTH + 8) ||
    names.some((name) => Math.abs(name.x - x) < name.half + TIME_LABEL_WIDTH / 2 + 8);
  context.fillStyle = palette.muted;
  context.font = fontOf(palette, 10.5);
  const isFine = timeStep(view.window.to - view.window.from, gridCount(area)) < 1;
  for (const { seconds, clock, episode } of marks) {
    const x = area.x(seconds);
    if (episode !== null && seconds > 0) continue;
    if (x < area.left + 12 || x > area.right - 12) continue;
    if (isTaken(x)) continue;
    context.fillText(isFine ? formatTime(clock).slice(0, -2) : formatClock(clock), x, middle);
  }
  drawTimeFlags(surface, area, view, history);
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
