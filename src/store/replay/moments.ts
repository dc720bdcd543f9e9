/**
 * Finds the moments of an episode that are worth a look: its largest positions, the fills that cost
 * most, the positions that were held longest, the largest drawdowns of equity, and the longest stretches
 * without a quote.
 */
import { explainFill } from '../../charts/fillExplanation';
import type { History } from '../../charts/history';
import { SAMPLE } from '../../protocol/frames';
import { BOTH_SIDES, quoteGapStart, STEPS_OUT } from '../live/quoteGaps';

/** Seconds after a fill whose move counts as its cost, as in the reward by default. */
const COST_HORIZON_SECONDS = 1;
/** Moments listed of a kind. */
const MOST = 3;

export interface Moment {
  readonly kind: 'long' | 'short' | 'costlyFill' | 'hold' | 'drawdown' | 'noQuote';
  readonly step: number;
  /** The fill that is meant; null for moments of other kinds. */
  readonly fill: number | null;
  /** Contracts of a position, signed; dollars lost by a fill or in a drawdown, below 0; else 0. */
  readonly value: number;
  /** Seconds that a position was held, a drawdown took, or nothing was quoted; 0 for others. */
  readonly seconds: number;
}

/** An episode as a whole, and the step at which each of its fills is first seen. */
interface Replayed {
  readonly history: History;
  readonly tickValueDollars: number;
  stepOfFill(fill: number): number;
}

export const momentsOf = (episode: Replayed): readonly Moment[] => [
  ...largestPositions(episode.history),
  ...costlyFills(episode),
  ...longestHolds(episode.history),
  ...largestDrawdowns(episode.history),
  ...longestGaps(episode.history),
];

/** The steps at which the agent first held the most, and the least. */
function largestPositions(history: History): Moment[] {
  let [long, short] = [-1, -1];
  const held = (step: number) => (step < 0 ? 0 : history.valueAt(step, SAMPLE.inventory));
  for (let step = history.start; step < history.end; step += 1) {
    if (held(step) > held(long)) long = step;
    if (held(step) < held(short)) short = step;
  }
  const moment = (kind: Moment['kind'], step: number) =>
    step < 0 ? [] : [{ kind, step, fill: null, value: held(step), seconds: 0 }];
  return [...moment('long', long), ...moment('short', short)];
}

/** Fills that lost most within a second: captured spread, the move after, and the fee. */
function costlyFills(episode: Replayed): Moment[] {
  const { history, tickValueDollars } = episode;
  const fills: Moment[] = [];
  for (let fill = history.fillStart; fill < history.fillEnd; fill += 1) {
    const { after, spreadCaptureDollars, feeDollars } = explainFill(
      history,
      fill,
      tickValueDollars,
    );
    const move = after.find(({ horizonSeconds }) => horizonSeconds === COST_HORIZON_SECONDS);
    const value = spreadCaptureDollars + (move?.dollars ?? Number.NaN) - feeDollars;
    if (value < 0) {
      fills.push({ kind: 'costlyFill', step: episode.stepOfFill(fill), fill, value, seconds: 0 });
    }
  }
  return worst(fills, ({ value }) => value);
}

/** Stretches without a flat position or a change of its side, by how long they lasted. */
function longestHolds(history: History): Moment[] {
  const holds: Moment[] = [];
  let from = -1;
  for (let step = history.start; step <= history.end; step += 1) {
    const inventory = step < history.end ? history.valueAt(step, SAMPLE.inventory) : 0;
    const before = from < 0 ? 0 : history.valueAt(from, SAMPLE.inventory);
    if (Math.sign(inventory) === Math.sign(before)) continue;
    if (from >= 0) holds.push(holdOf(history, from, step));
    from = inventory === 0 ? -1 : step;
  }
  return worst(holds, ({ seconds }) => -seconds);
}

function holdOf(history: History, from: number, to: number): Moment {
  let largest = 0;
  for (let step = from; step < to; step += 1) {
    const inventory = history.valueAt(step, SAMPLE.inventory);
    if (Math.abs(inventory) > Math.abs(largest)) largest = inventory;
  }
  const end = Math.min(to, history.end - 1);
  const seconds = history.timeAt(end) - history.timeAt(from);
  return { kind: 'hold', step: from, fill: null, value: largest, seconds };
}

/**
 * Falls of equity from a peak to the lowest point before a new peak. An episode begins with an
 * equity of 0, before its first step.
 */
function largestDrawdowns(history: History): Moment[] {
  const falls: Moment[] = [];
  let [peak, peakStep, low, lowStep] = [0, history.start, 0, history.start];
  const close = () => {
    if (low >= peak) return;
    const seconds = history.timeAt(lowStep) - history.timeAt(peakStep);
    falls.push({ kind: 'drawdown', step: lowStep, fill: null, value: low - peak, seconds });
  };
  for (let step = history.start; step < history.end; step += 1) {
    const equity = history.valueAt(step, SAMPLE.equityDollars);
    if (equity >= peak) {
      close();
      [peak, peakStep, low, lowStep] = [equity, step, equity, step];
    } else if (equity < low) {
      [low, lowStep] = [equity, step];
    }
  }
  if (history.end > history.start) close();
  return worst(falls, ({ value }) => value);
}

/** Stretches in which neither side was quoted, for longer than a fill takes to be replaced. */
function longestGaps(history: History): Moment[] {
  const gaps: Moment[] = [];
  let end = history.end;
  while (end > history.start) {
    const from = quoteGapStart(history, end, BOTH_SIDES);
    if (end - from >= STEPS_OUT) {
      const last = Math.min(end, history.end - 1);
      const seconds = history.timeAt(last) - history.timeAt(from);
      gaps.push({ kind: 'noQuote', step: from, fill: null, value: 0, seconds });
    }
    end = Math.min(from, end - 1);
  }
  return worst(gaps, ({ seconds }) => -seconds);
}

const worst = (moments: readonly Moment[], rank: (moment: Moment) => number): Moment[] =>
  moments.toSorted((one, other) => rank(one) - rank(other)).slice(0, MOST);
