/**
 * Draws price over time: best bid and ask as thin steps, the agent's quotes as thick ones, its
 * fills as marks, and the volume of the fills beneath.
 */
import { FILL, SAMPLE } from '../protocol/frames';
import type { DepthHeat } from './depthHeat';
import type { FillMarks } from './fillMarks';
import { drawFillMarks, drawVolumeStrip } from './fillMarksView';
import { formatPrice } from './format';
import { fillsInWindow, sampleAtTime, type History, type TimeWindow } from './history';
import {
  drawCursors,
  drawTimeGrid,
  layOutPlot,
  momentOf,
  type PlotArea,
  type TimeView,
} from './plotArea';
import { clockOfFlags, drawFlagClock, drawValueAxis, drawValueFlag } from './valueAxis';
import { niceStep, type AxisRange } from './scale';
import { horizontalLine, type Surface } from './surface';
import { drawSteps, visibleExtent } from './traces';

export interface PriceChart {
  /** Points per tick. */
  readonly tickSize: number;
  /**
   * Best bid and ask now, in ticks, on which the axis stands before the first step; NaN before any.
   */
  readonly touch: readonly [number, number];
  /** Shades by depth; null leaves it out. */
  readonly heat: DepthHeat | null;
  readonly marks: FillMarks;
  /** Whether only fills that the market has run over are shown. */
  readonly onlyRunOver: boolean;
  /** Fills whose marks are pointed out. */
  readonly pointedFills: readonly number[];
}

/** Height in CSS pixels of the volume under the prices, and the gap between. */
const VOLUME_HEIGHT = 34;
const VOLUME_GAP = 6;

/** @returns the area of the prices; null before there is a price */
export function drawPriceChart(
  surface: Surface,
  history: History,
  view: TimeView,
  range: AxisRange,
  { tickSize, touch, heat, marks, onlyRunOver, pointedFills }: PriceChart,
): PlotArea | null {
  const { palette } = surface;
  const { window } = view;
  const field = (name: keyof typeof SAMPLE) => (index: number) =>
    history.valueAt(index, SAMPLE[name]);
  const [bid, ask] = [field('bestBid'), field('bestAsk')];
  const [ownBid, ownAsk] = [field('bidPrice'), field('askPrice')];
  const extent = visibleExtent(history, window, [bid, ask, ownBid, ownAsk]);
  const [low, high] = withFills(history, window, extent[0] <= extent[1] ? extent : touch);
  // An axis without a price on it would only be made up.
  if (!(low <= high)) return null;
  // The triangles of fills at the edges need a tick of room.
  const domain = range.update(low - 1, high + 1, view.scope);
  const area = layOutPlot(surface, view, domain, {
    top: 6,
    bottom: VOLUME_GAP + VOLUME_HEIGHT + 2,
  });
  const volume = layOutPlot(surface, view, [0, 1], {
    top: area.bottom + VOLUME_GAP,
    bottom: 2,
  });
  const whole = { ...area, bottom: volume.bottom };
  heat?.draw(surface, area, history.depth, view, domain);
  drawTimeGrid(surface, whole, history, view);
  const index = sampleAtTime(history, momentOf(view));
  const quotes = index < 0 ? touch : ([bid(index), ask(index)] as const);
  const clock = clockOfFlags(history, view);
  drawValueAxis(surface, area, domain, {
    format: (ticks) => formatPrice(ticks, tickSize),
    ticks: wholeTicks(domain, area),
    flags: quotes,
    ...(clock === '' ? {} : { clocked: quotes[0] }),
  });
  drawSteps(surface, area, history, window, ownBid, { colour: palette.bid, width: 3.5 });
  drawSteps(surface, area, history, window, ownAsk, { colour: palette.ask, width: 3.5 });
  drawSteps(surface, area, history, window, bid, { colour: palette.bid, width: 1.25 });
  drawSteps(surface, area, history, window, ask, { colour: palette.ask, width: 1.25 });
  const width = area.right - area.left;
  const height = area.bottom - area.top;
  marks.gather(history, { window, width, height, domain, onlyRunOver });
  drawVolumeStrip(surface, volume, marks);
  const pointed = pointedFills.map((fill) => marks.markOf(history, fill));
  drawFillMarks(surface, area, marks, pointed);
  drawCursors(surface, whole, view);
  drawQuoteFlags(surface, area, quotes, tickSize, clock);
  return area;
}

function wholeTicks(domain: readonly [number, number], area: PlotArea): number[] {
  const count = Math.max(2, Math.floor((area.bottom - area.top) / 30));
  const step = Math.max(1, niceStep(domain[1] - domain[0], count));
  const ticks: number[] = [];
  for (let tick = Math.ceil(domain[0] / step) * step; tick <= domain[1]; tick += step) {
    ticks.push(tick);
  }
  return ticks;
}

/** Widens an extent by the prices of the fills in a window. */
function withFills(
  history: History,
  window: TimeWindow,
  [low, high]: readonly [number, number],
): readonly [number, number] {
  const [from, to] = fillsInWindow(history, window);
  let [least, most] = [low, high];
  for (let fill = from; fill < to; fill++) {
    const price = history.fillAt(fill, FILL.priceTicks);
    if (price < least) least = price;
    if (price > most) most = price;
  }
  return [least, most];
}

/** Draws the flags of the best bid and ask, in ticks. */
function drawQuoteFlags(
  surface: Surface,
  area: PlotArea,
  [bestBid, bestAsk]: readonly [number, number],
  tickSize: number,
  clock: string,
): void {
  const { palette } = surface;
  for (const [ticks, colour, nudge] of [
    [bestBid, palette.bid, -1],
    [bestAsk, palette.ask, 1],
  ] as const) {
    if (Number.isNaN(ticks)) continue;
    horizontalLine(surface, area.right - 4, area.right, area.y(ticks), colour);
    const half = 8 / Math.max(1e-9, Math.abs(area.y(1) - area.y(0)));
    const apart = Math.max(0, half - 0.5) * nudge;
    const flag = { value: ticks + apart, text: formatPrice(ticks, tickSize), colour, clock };
    drawValueFlag(surface, area, flag);
    if (colour === palette.bid) drawFlagClock(surface, area, flag);
  }
}
