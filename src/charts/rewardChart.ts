/**
 * Draws the reward over time: per bin the weighted terms, stacked away from zero in a fixed order,
 * and the net as steps. Bins keep their edges while the window moves, so that a finished bin never
 * changes.
 */
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from '../env/types';
import { formatProfit } from './format';
import type { History, TimeWindow } from './history';
import { drawCursors, drawTimeGrid, layOutPlot, type PlotArea, type TimeView } from './plotArea';
import { drawValueAxis } from './valueAxis';
import { binReward, type RewardBin } from './rewardBins';
import type { AxisRange } from './scale';
import { fontOf, horizontalLine, type Surface } from './surface';
import { clipToPlot } from './traces';

/** Bins over the length of history that a chart is set to show. */
export const REWARD_BIN_COUNT = 50;

/** Bins that cover the window, with edges on multiples of their width in seconds. */
export function alignedBins(
  history: History,
  window: TimeWindow,
  weights: RewardWeights,
  width: number,
): RewardBin[] {
  const first = Math.floor(window.from / width + 1e-9);
  const last = Math.ceil(window.to / width - 1e-9);
  const covering = { from: first * width, to: last * width };
  return binReward(history, covering, weights, last - first);
}

/** Sums what is above zero and what is below, which is how far a bin's bars reach. */
export function binExtent(bin: RewardBin): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (const term of REWARD_TERMS) {
    if (bin[term] > 0) high += bin[term];
    else low += bin[term];
  }
  return [low, high];
}

/** @param names of the terms, for the numbers under the pointer */
export function drawRewardChart(
  surface: Surface,
  history: Pick<History, 'episodes'>,
  bins: readonly RewardBin[],
  view: TimeView,
  range: AxisRange,
  names: Readonly<Record<RewardTerm, string>>,
): void {
  let low = 0;
  let high = 0;
  for (const bin of bins) {
    const extent = binExtent(bin);
    low = Math.min(low, extent[0]);
    high = Math.max(high, extent[1]);
  }
  const domain = range.update(low, high, view.scope);
  const area = layOutPlot(surface, view, domain, { top: 6, bottom: 6 });
  drawTimeGrid(surface, area, history, view);
  drawValueAxis(surface, area, domain, {
    format: (value) => formatProfit(value).replace('.00', ''),
  });
  horizontalLine(surface, area.left, area.right, area.y(0), surface.palette.muted);
  const { context } = surface;
  context.save();
  clipToPlot(context, area);
  for (const bin of bins) drawBars(surface, area, bin);
  drawNet(surface, area, bins, 3.5, surface.palette.background);
  drawNet(surface, area, bins, 1.5, surface.palette.text);
  context.restore();
  drawCursors(surface, area, view);
  drawNumbers(surface, area, bins, view, names);
}

function drawBars({ context, palette }: Surface, area: PlotArea, bin: RewardBin): void {
  const left = area.x(bin.from) + 0.5;
  const width = Math.max(1, area.x(bin.to) - area.x(bin.from) - 1);
  let above = 0;
  let below = 0;
  for (const term of REWARD_TERMS) {
    const value = bin[term];
    if (value === 0) continue;
    const from = value > 0 ? above : below;
    if (value > 0) above += value;
    else below += value;
    const top = Math.min(area.y(from), area.y(from + value));
    const height = Math.abs(area.y(from) - area.y(from + value));
    if (term === 'spreadPenalty') {
      context.strokeStyle = palette.terms[term];
      context.lineWidth = 1;
      context.strokeRect(
        left + 0.5,
        top + 0.5,
        Math.max(0.5, width - 1),
        Math.max(0.5, height - 1),
      );
    } else {
      context.fillStyle = palette.terms[term];
      context.fillRect(left, top, width, height);
    }
  }
}

function drawNet(
  { context }: Surface,
  area: PlotArea,
  bins: readonly RewardBin[],
  width: number,
  colour: string,
): void {
  context.beginPath();
  let joined = false;
  for (const { from, to, reward } of bins) {
    // A sum belongs to its whole bin: a line from middle to middle would show sums that never were.
    if (reward !== null) {
      const y = area.y(reward);
      if (joined) context.lineTo(area.x(from), y);
      else context.moveTo(area.x(from), y);
      context.lineTo(area.x(to), y);
    }
    joined = reward !== null;
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'miter';
  context.stroke();
}

/** Writes the numbers of the bin under the pointer along the top. */
function drawNumbers(
  { context, palette }: Surface,
  area: PlotArea,
  bins: readonly RewardBin[],
  view: TimeView,
  names: Readonly<Record<RewardTerm, string>>,
): void {
  const bin = bins.find(({ from, to }) => view.hoverSeconds >= from && view.hoverSeconds < to);
  if (bin === undefined || bin.reward === null) return;
  const parts = REWARD_TERMS.filter((term) => bin[term] !== 0).map(
    (term) => `${names[term]} ${formatProfit(bin[term])}`,
  );
  const text = [`Net ${formatProfit(bin.reward)}`, ...parts].join('   ');
  context.font = fontOf(palette, 11);
  const width = Math.min(area.right - area.left, context.measureText(text).width + 12);
  context.fillStyle = palette.raised;
  context.fillRect(area.left, area.top - 4, width, 18);
  context.fillStyle = palette.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, area.left + 6, area.top + 5, width - 12);
}
