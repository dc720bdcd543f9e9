/**
 * Draws price over time: best bid and ask as thin steps, the agent's quotes as thick
 * ones, and its fills as triangles, up for a buy and down for a sale, hollow when the
 * market moved against them within a second.
 */
import { FILL, SAMPLE } from '../protocol/frames';
import type { DepthHeat } from './depthHeat';
import { formatPrice } from './format';
import {
  fillsInWindow,
  markoutTicks,
  sampleAtTime,
  type History,
  type TimeWindow,
} from './history';
import {
  drawCursors,
  drawTimeGrid,
  drawValueAxis,
  drawValueFlag,
  layOutPlot,
  momentOf,
  type PlotArea,
  type TimeView,
} from './plotArea';
import { niceStep, type AxisRange } from './scale';
import { horizontalLine, type Surface } from './surface';
import { clipToPlot, drawSteps, visibleExtent } from './traces';

/**
 * Seconds after which a fill's marker is judged: it is hollow when the market has moved against it.
 */
export const MARKER_HORIZON_SECONDS = 1;

export interface PriceChart {
  /** Points per tick. */
  readonly tickSize: number;
  /** Best bid and ask now, in ticks, on which the axis stands before the first step; NaN before any. */
  readonly touch: readonly [number, number];
  /** Shades by depth; null leaves it out. */
  readonly heat: DepthHeat | null;
}

export function drawPriceChart(
  surface: Surface,
  history: History,
  view: TimeView,
  range: AxisRange,
  { tickSize, touch, heat }: PriceChart,
): void {
  const { palette } = surface;
  const { window } = view;
  const field = (name: keyof typeof SAMPLE) => (index: number) =>
    history.valueAt(index, SAMPLE[name]);
  const [bid, ask] = [field('bestBid'), field('bestAsk')];
  const [ownBid, ownAsk] = [field('bidPrice'), field('askPrice')];
  const extent = visibleExtent(history, window, [bid, ask, ownBid, ownAsk]);
  const [low, high] = withFills(history, window, extent[0] <= extent[1] ? extent : touch);
  // An axis without a price on it would only be made up.
  if (!(low <= high)) return;
  // The triangles of fills at the edges need a tick of room.
  const domain = range.update(low - 1, high + 1, view.scope);
  const area = layOutPlot(surface, view, domain, { top: 6, bottom: 6 });
  heat?.draw(surface, area, history.depth, view, domain);
  drawTimeGrid(surface, area, history, view);
  const index = sampleAtTime(history, momentOf(view));
  drawValueAxis(surface, area, domain, {
    format: (ticks) => formatPrice(ticks, tickSize),
    ticks: wholeTicks(domain, area),
    flags: index < 0 ? touch : [bid(index), ask(index)],
  });
  drawSteps(surface, area, history, window, ownBid, { colour: palette.bid, width: 3.5 });
  drawSteps(surface, area, history, window, ownAsk, { colour: palette.ask, width: 3.5 });
  drawSteps(surface, area, history, window, bid, { colour: palette.bid, width: 1.25 });
  drawSteps(surface, area, history, window, ask, { colour: palette.ask, width: 1.25 });
  drawFills(surface, area, history, view);
  drawCursors(surface, area, view);
  drawQuoteFlags(surface, area, index < 0 ? touch : [bid(index), ask(index)], tickSize);
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
    drawValueFlag(
      surface,
      area,
      ticks + apart,
      formatPrice(ticks, tickSize),
      colour,
      palette.background,
    );
  }
}

function drawFills(surface: Surface, area: PlotArea, history: History, view: TimeView): void {
  const { context, palette } = surface;
  const [from, to] = fillsInWindow(history, view.window);
  context.save();
  clipToPlot(context, area);
  context.lineWidth = 1.25;
  context.strokeStyle = palette.text;
  for (let fill = from; fill < to; fill++) {
    const side = history.fillAt(fill, FILL.side);
    const x = area.x(history.fillTimeAt(fill));
    const y = area.y(history.fillAt(fill, FILL.priceTicks)) + side * 7;
    const against = markoutTicks(history, fill, MARKER_HORIZON_SECONDS) < 0;
    tracePointer(context, x, y, side, 4.5);
    context.fillStyle = against ? palette.background : palette.text;
    context.fill();
    context.stroke();
  }
  context.restore();
}

/** Traces a triangle that points up for a buy, down for a sale. */
function tracePointer(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  size: number,
): void {
  context.beginPath();
  context.moveTo(x, y - side * size);
  context.lineTo(x + size, y + side * size * 0.8);
  context.lineTo(x - size, y + side * size * 0.8);
  context.closePath();
}
