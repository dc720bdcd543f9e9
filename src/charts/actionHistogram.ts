/**
 * Shows how the agent acts: the distribution of each of the five dimensions of its action over the
 * samples in a window. Bins span the whole action box, so that the same place means the same action
 * for every agent.
 */
import { ACTION_HIGH, ACTION_LOW } from '../env/actionMap';
import { ACTION, type ACTION_NAMES } from '../env/types';
import { SAMPLE } from '../protocol/frames';
import { samplesInWindow, type History, type TimeWindow } from './history';
import { fontOf, horizontalLine, type Surface } from './surface';
import { formatFixed, formatShare } from './format';

export interface ActionDimension {
  readonly name: (typeof ACTION_NAMES)[number];
  readonly label: string;
  /** An index of SAMPLE. */
  readonly field: number;
  readonly low: number;
  readonly high: number;
  readonly format: (value: number) => string;
}

const dimension = (
  name: (typeof ACTION_NAMES)[number],
  label: string,
  field: number,
  format: (value: number) => string,
): ActionDimension => ({
  name,
  label,
  field,
  low: ACTION_LOW[ACTION[name]],
  high: ACTION_HIGH[ACTION[name]],
  format,
});

const ticks = (value: number) => formatFixed(value, 1);

export const ACTION_DIMENSIONS: readonly ActionDimension[] = [
  dimension('bidSkew', 'Bid skew', SAMPLE.bidSkew, ticks),
  dimension('askSkew', 'Ask skew', SAMPLE.askSkew, ticks),
  dimension('spread', 'Spread', SAMPLE.spread, ticks),
  dimension('bidSize', 'Bid size', SAMPLE.bidSizeFraction, formatShare),
  dimension('askSize', 'Ask size', SAMPLE.askSizeFraction, formatShare),
];

export interface ActionHistogram {
  /** Shares of the samples, summing to 1; all 0 without samples. */
  readonly shares: Float64Array;
  /** NaN without samples. */
  readonly mean: number;
  /** Samples that have an action. */
  readonly count: number;
}

/** @param window after whose beginning, and up to whose end, decisions are counted */
export function actionHistogram(
  history: History,
  window: TimeWindow,
  dimension: Pick<ActionDimension, 'field' | 'low' | 'high'>,
  bins: number,
): ActionHistogram {
  const shares = new Float64Array(bins);
  const [from, to] = samplesInWindow(history, window);
  let sum = 0;
  let count = 0;
  for (let index = from; index < to; index++) {
    // Lines are drawn from the sample before a window to the one after it.
    const seconds = history.timeAt(index);
    if (seconds <= window.from || seconds > window.to) continue;
    const value = history.valueAt(index, dimension.field);
    if (Number.isNaN(value)) continue;
    const place = (value - dimension.low) / (dimension.high - dimension.low);
    shares[Math.min(bins - 1, Math.max(0, Math.floor(place * bins)))]++;
    sum += value;
    count++;
  }
  if (count > 0) for (let bin = 0; bin < bins; bin++) shares[bin] /= count;
  return { shares, mean: count === 0 ? Number.NaN : sum / count, count };
}

const LABEL_WIDTH = 64;
const VALUE_WIDTH = 44;
const BINS = 40;

/** Draws a row per dimension: label, bars over the action box, mean. */
export function drawActionHistograms(surface: Surface, history: History, window: TimeWindow): void {
  const { context, palette, width, height } = surface;
  const rowHeight = height / ACTION_DIMENSIONS.length;
  const left = LABEL_WIDTH;
  const right = width - VALUE_WIDTH;
  const barWidth = (right - left) / BINS;
  context.textBaseline = 'middle';
  ACTION_DIMENSIONS.forEach((dimension, row) => {
    const { shares, mean } = actionHistogram(history, window, dimension, BINS);
    const top = row * rowHeight + 3;
    const base = (row + 1) * rowHeight - 11;
    const largest = shares.reduce((most, share) => Math.max(most, share), 0);
    context.fillStyle = palette.text;
    for (let bin = 0; bin < BINS; bin++) {
      if (shares[bin] === 0) continue;
      const tall = Math.max(1, (shares[bin] / largest) * (base - top));
      context.fillRect(left + bin * barWidth, base - tall, Math.max(1, barWidth - 1), tall);
    }
    horizontalLine(surface, left, right, base, palette.muted);
    context.font = fontOf(palette, 11);
    context.textAlign = 'left';
    context.fillText(dimension.label, 0, (top + base) / 2);
    context.textAlign = 'right';
    context.fillText(dimension.format(mean), width, (top + base) / 2);
    context.font = fontOf(palette, 9.5);
    context.fillStyle = palette.muted;
    context.textAlign = 'left';
    context.fillText(dimension.format(dimension.low), left, base + 7);
    context.textAlign = 'right';
    context.fillText(dimension.format(dimension.high), right, base + 7);
  });
}
