/**
 * Draws two episodes that have their first steps in common over each other: what happened dashed
 * and hollow, the branch full.
 */
import { FILL, SAMPLE } from '../protocol/frames';
import { formatPrice } from './format';
import { fillsInWindow, type History } from './history';
import { drawTimeGrid, layOutPlot, type PlotArea, type TimeView } from './plotArea';
import type { AxisRange } from './scale';
import type { SideTrace } from './sideTrace';
import { verticalLine, type Surface } from './surface';
import { clipToPlot, drawSteps, visibleExtent } from './traces';
import { drawValueAxis } from './valueAxis';

export interface BranchedHistories {
  readonly happened: History;
  readonly branched: History;
  /** Moment of the last step that both have in common. */
  readonly branchSeconds: number;
}

/** Part of the steps after the branch that is shown before it. */
const SHARE_BEFORE = 0.15;

const endOf = (history: History): number => history.timeAt(history.end - 1);

/**
 * Shows a branch to the end of whichever goes on longer, and a little of what both have in common.
 */
export function branchView({ happened, branched, branchSeconds }: BranchedHistories): TimeView {
  const to = Math.max(endOf(happened), endOf(branched));
  return {
    window: { from: Math.max(0, branchSeconds - SHARE_BEFORE * (to - branchSeconds)), to },
    hoverSeconds: Number.NaN,
    playheadSeconds: Number.NaN,
    selected: null,
    isElsewhere: false,
    scope: `${branchSeconds} ${to}`,
  };
}

/** Draws what happened beside the branch. @param field of SAMPLE @param label at its end */
export const happenedTrace = (history: History, field: number, label: string): SideTrace => ({
  count: history.end,
  label,
  timeAt: (index) => history.timeAt(index),
  valueAt: (index) => history.valueAt(index, field),
});

const reader = (history: History, name: keyof typeof SAMPLE) => (index: number) =>
  history.valueAt(index, SAMPLE[name]);

/** Draws the market, both agents' quotes, and their fills. */
export function drawBranchPrices(
  surface: Surface,
  histories: BranchedHistories,
  range: AxisRange,
  tickSize: number,
): void {
  const { palette } = surface;
  const { happened, branched, branchSeconds } = histories;
  const view = branchView(histories);
  const { window } = view;
  const names = ['bestBid', 'bestAsk', 'bidPrice', 'askPrice'] as const;
  const extents = [happened, branched].map((history) =>
    visibleExtent(
      history,
      window,
      names.map((name) => reader(history, name)),
    ),
  );
  const low = Math.min(...extents.map(([least]) => least));
  const high = Math.max(...extents.map(([, most]) => most));
  if (!(low <= high)) return;
  const domain = range.update(low - 1, high + 1, view.scope);
  const area = layOutPlot(surface, view, domain, { top: 4, bottom: 4 });
  drawTimeGrid(surface, area, branched, view);
  drawValueAxis(surface, area, domain, { format: (ticks) => formatPrice(ticks, tickSize) });
  for (const [side, best, own] of [
    ['bid', 'bestBid', 'bidPrice'],
    ['ask', 'bestAsk', 'askPrice'],
  ] as const) {
    const colour = palette[side];
    const draw = (history: History, name: keyof typeof SAMPLE, style: object) =>
      drawSteps(surface, area, history, window, reader(history, name), {
        colour,
        width: 1,
        ...style,
      });
    draw(happened, own, { width: 1.75, dash: [4, 3] });
    draw(branched, own, { width: 3 });
    draw(branched, best, {});
  }
  drawFills(surface, area, happened, view, false);
  drawFills(surface, area, branched, view, true);
  drawBranchLine(surface, area, branchSeconds);
}

/** Marks the moment at which the two part. */
function drawBranchLine(surface: Surface, area: PlotArea, seconds: number): void {
  verticalLine(surface, area.x(seconds), area.top, area.bottom, surface.palette.text);
}

/** Height of a fill's triangle, in CSS pixels. */
const MARK = 7;

/** Draws a triangle for every fill: upwards where it bought. */
function drawFills(
  surface: Surface,
  area: PlotArea,
  history: History,
  { window }: TimeView,
  isFull: boolean,
): void {
  const { context, palette } = surface;
  const [from, to] = fillsInWindow(history, window);
  context.save();
  clipToPlot(context, area);
  for (let fill = from; fill < to; fill += 1) {
    const isBuy = history.fillAt(fill, FILL.side) > 0;
    const direction = isBuy ? 1 : -1;
    const x = area.x(history.fillTimeAt(fill));
    const y = area.y(history.fillAt(fill, FILL.priceTicks));
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - MARK / 2, y + direction * MARK);
    context.lineTo(x + MARK / 2, y + direction * MARK);
    context.closePath();
    const colour = isBuy ? palette.bid : palette.ask;
    if (isFull) {
      context.fillStyle = colour;
      context.fill();
    } else {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.stroke();
    }
  }
  context.restore();
}
