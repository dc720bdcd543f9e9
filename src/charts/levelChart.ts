/** Draws a quantity around zero over time, such as inventory or profit, as a filled step line. */
import { sampleAtTime, type History } from './history';
import { drawCursors, drawTimeGrid, layOutPlot, momentOf, type TimeView } from './plotArea';
import {
  clockOfFlags,
  drawFlagClock,
  drawValueAxis,
  drawValueFlag,
  ticksWithExtremes,
} from './valueAxis';
import type { AxisRange } from './scale';
import { drawSide, drawSideLabels, sideExtent, type SideTrace } from './sideTrace';
import { horizontalLine, type Surface } from './surface';
import { drawSteps, fillStepsToZero, visibleExtent } from './traces';

export interface LevelChart {
  /** An index of SAMPLE. */
  readonly field: number;
  /** Role of the line's colour. */
  readonly colour: 'position' | 'text';
  readonly formatAxis: (value: number) => string;
  readonly formatValue: (value: number) => string;
  /** Dashed horizontals, such as the inventory limits; drawn when they are in view. */
  readonly limits: readonly number[];
  /** Whether the axis names the extremes in view. */
  readonly labelsExtremes?: boolean;
  /** Further lines, drawn dashed. */
  readonly beside?: readonly SideTrace[];
}

export function drawLevelChart(
  surface: Surface,
  history: History,
  view: TimeView,
  range: AxisRange,
  chart: LevelChart,
): void {
  const { palette, context } = surface;
  const { window } = view;
  const value = (index: number) => history.valueAt(index, chart.field);
  const { beside = [] } = chart;
  const [ownLow, ownHigh] = visibleExtent(history, window, [value]);
  const [low, high] = beside.reduce<readonly [number, number]>(
    ([least, most], trace) => sideExtent(trace, window, least, most),
    [ownLow, ownHigh],
  );
  const domain = range.update(Math.min(0, low), Math.max(0, high), view.scope);
  const area = layOutPlot(surface, view, domain, { top: 4, bottom: 4 });
  drawTimeGrid(surface, area, history, view);
  const index = sampleAtTime(history, momentOf(view));
  const shown = index < 0 ? Number.NaN : value(index);
  const clock = clockOfFlags(history, view);
  drawValueAxis(surface, area, domain, {
    format: chart.formatAxis,
    flags: [shown],
    ...(chart.labelsExtremes === true
      ? { ticks: ticksWithExtremes(area, domain, [ownLow, ownHigh]) }
      : {}),
    ...(clock === '' ? {} : { clocked: shown }),
  });
  horizontalLine(surface, area.left, area.right, area.y(0), palette.muted);
  for (const limit of chart.limits) {
    if (limit < domain[0] || limit > domain[1]) continue;
    context.save();
    context.strokeStyle = palette.muted;
    context.setLineDash([4, 4]);
    context.beginPath();
    context.moveTo(area.left, area.y(limit));
    context.lineTo(area.right, area.y(limit));
    context.stroke();
    context.restore();
  }
  fillStepsToZero(surface, area, history, window, value, palette[chart.colour], 0.16);
  drawSteps(surface, area, history, window, value, { colour: palette[chart.colour], width: 1.5 });
  for (const trace of beside) drawSide(surface, area, trace, view);
  drawCursors(surface, area, view);
  drawSideLabels(surface, area, beside, view);
  const flag = {
    value: shown,
    text: chart.formatValue(shown),
    colour: palette[chart.colour],
    clock,
  };
  drawValueFlag(surface, area, flag);
  drawFlagClock(surface, area, flag);
}
