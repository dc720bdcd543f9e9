/** Draws the value axis, and in it flags that say what a line is worth at one moment. */
import { formatTime } from './format';
import { episodeSeconds, type History } from './history';
import { VALUE_AXIS_WIDTH, momentOf, type PlotArea, type TimeView } from './plotArea';
import { niceTicks } from './scale';
import { fontOf, horizontalLine, type Surface } from './surface';

export interface ValueAxis {
  readonly format: (value: number) => string;
  /** Values to label; by default, as many nice ones as there is room for. */
  readonly ticks?: readonly number[];
  /** Values with a flag in the axis; a label that a flag would half cover is left out. */
  readonly flags?: readonly number[];
  /**
   * Value of the flag whose clock `drawFlagClock` writes; a label that it would cover is left out.
   */
  readonly clocked?: number;
}

/** Least height between two labels, in CSS pixels. */
const LABEL_DISTANCE = 22;

export function drawValueAxis(
  surface: Surface,
  area: PlotArea,
  domain: readonly [number, number],
  axis: ValueAxis,
): void {
  const { context, palette } = surface;
  const { format, ticks = niceTicks(domain, ticksThatFit(area)), flags = [], clocked } = axis;
  const clock = clocked === undefined ? Number.NaN : clockMiddle(area, clocked);
  context.font = fontOf(palette, 10.5);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const tick of ticks) {
    const y = area.y(tick);
    horizontalLine(surface, area.left, area.right, y, palette.line);
    context.fillStyle = palette.muted;
    const inside = labelMiddle(area, tick);
    if (flags.some((value) => Math.abs(flagMiddle(area, value) - inside) < FLAG_HEIGHT - 2)) {
      continue;
    }
    if (Math.abs(clock - inside) < CLOCK_HEIGHT) continue;
    context.fillText(format(tick), area.right + 6, inside + 0.5);
  }
}

/**
 * Returns values to label of which some are the extremes of what is drawn; nice ones stand where
 * there is room beside those. Zero has its own line and is no extreme.
 * @param extremes least and most of what is drawn
 */
export function ticksWithExtremes(
  area: Pick<PlotArea, 'top' | 'bottom' | 'y'>,
  domain: readonly [number, number],
  extremes: readonly number[],
): readonly number[] {
  const ticks = extremes
    .filter((value) => Number.isFinite(value) && value !== 0)
    .sort((one, other) => Math.abs(other) - Math.abs(one));
  for (const tick of niceTicks(domain, ticksThatFit(area))) ticks.push(tick);
  const shown: number[] = [];
  for (const tick of ticks) {
    const isApart = (other: number) =>
      Math.abs(labelMiddle(area, other) - labelMiddle(area, tick)) >= FLAG_HEIGHT - 2;
    if (shown.every(isApart)) shown.push(tick);
  }
  return shown;
}

/** Height of a label: at its value, and inside the plot. */
const labelMiddle = ({ top, bottom, y }: Pick<PlotArea, 'top' | 'bottom' | 'y'>, value: number) =>
  Math.min(bottom - 5, Math.max(top + 5, y(value)));

const ticksThatFit = ({ top, bottom }: Pick<PlotArea, 'top' | 'bottom'>): number =>
  Math.min(6, Math.max(2, Math.floor((bottom - top) / LABEL_DISTANCE)));

/** CSS pixels. */
const FLAG_HEIGHT = 16;
const CLOCK_HEIGHT = 12;

/** Returns the height of a flag: at its value, and whole. */
const flagMiddle = (area: PlotArea, value: number): number =>
  Math.min(area.bottom - FLAG_HEIGHT / 2, Math.max(area.top + FLAG_HEIGHT / 2, area.y(value)));

/**
 * Returns the height of the clock of a flag: at the end of the plot that is farther from the flag;
 * NaN where the plot is too low for both.
 */
export function clockMiddle(area: PlotArea, value: number): number {
  const flag = flagMiddle(area, value);
  const isHigh = flag < (area.top + area.bottom) / 2;
  const clock = isHigh ? area.bottom - CLOCK_HEIGHT / 2 : area.top + CLOCK_HEIGHT / 2;
  return Math.abs(clock - flag) < (FLAG_HEIGHT + CLOCK_HEIGHT) / 2 ? Number.NaN : clock;
}

export interface ValueFlag {
  readonly value: number;
  readonly text: string;
  /** Colour of what the value is of. */
  readonly colour: string;
  /**
   * Clock of the moment that the value is of, written beside it; empty where that is what the whole
   * page shows.
   */
  readonly clock: string;
}

/**
 * Draws a label in the value axis: filled for the value that the whole page shows, outlined and
 * with its time for one of another moment, which must not be taken for it.
 */
export function drawValueFlag(surface: Surface, area: PlotArea, flag: ValueFlag): void {
  const { value, text, colour, clock } = flag;
  if (!Number.isFinite(value)) return;
  const { context, palette } = surface;
  const y = Math.round(flagMiddle(area, value));
  const left = area.right + 1;
  const width = VALUE_AXIS_WIDTH - 3;
  const isElsewhere = clock !== '';
  const top = y - FLAG_HEIGHT / 2;
  context.fillStyle = isElsewhere ? palette.background : colour;
  context.fillRect(left, top, width, FLAG_HEIGHT);
  if (isElsewhere) {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, width - 1, FLAG_HEIGHT - 1);
  }
  context.font = fontOf(palette, 10.5, 600);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = isElsewhere ? palette.text : palette.background;
  context.fillText(text, area.right + 6, y + 0.5);
}

/**
 * Writes the clock of flags of another moment over the value axis, at the top of the plot or its
 * bottom.
 */
export function drawFlagClock(surface: Surface, area: PlotArea, flag: ValueFlag): void {
  if (flag.clock === '' || !Number.isFinite(flag.value)) return;
  const { context, palette } = surface;
  const y = clockMiddle(area, flag.value);
  if (Number.isNaN(y)) return;
  context.fillStyle = palette.background;
  context.fillRect(area.right + 1, y - CLOCK_HEIGHT / 2, VALUE_AXIS_WIDTH - 1, CLOCK_HEIGHT);
  context.font = fontOf(palette, 9.5);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = palette.muted;
  context.fillText(`at ${flag.clock}`, area.right + 2, y + 0.5);
}

/** Returns the clock to write beside flags; empty where they show what the whole page shows. */
export const clockOfFlags = (history: Pick<History, 'episodes'>, view: TimeView): string =>
  view.isElsewhere ? formatTime(episodeSeconds(history, momentOf(view))) : '';
