/**
 * A replay player runs a recorded episode on its own clock: it knows which step is shown, what the
 * header and ladder were then, and where the fills are. It knows no store and no animation frame;
 * time is passed in.
 */
import { REWARD_TERM_COUNT } from '../../env/types';
import {
  FILL,
  HEADER,
  HEADER_LENGTH,
  LADDER_LENGTH,
  MOST_RIVALS,
  RIVAL_LENGTH,
  SAMPLE,
  SAMPLE_TERMS,
  type EpisodeRecord,
} from '../../protocol/frames';
import { sampleAtTime } from '../../charts/history';
import type { SideTrace } from '../../charts/sideTrace';
import { rivalTracesOf } from '../live/rivalCurve';
import { accountsOf, type RecordAccounts } from './recordAccounts';
import { EpisodeHistory, stateAtStep } from './replay';

export class ReplayPlayer {
  /** State at the step shown, as in a live frame. */
  readonly header = new Float64Array(HEADER_LENGTH).fill(Number.NaN);
  readonly ladder = new Float64Array(LADDER_LENGTH);
  /** Rows of those who traded in the same book, at the step shown. */
  readonly rivals = new Float64Array(MOST_RIVALS * RIVAL_LENGTH).fill(Number.NaN);
  /** Sums of the unweighted reward terms up to the step shown. */
  readonly termSums = new Float64Array(REWARD_TERM_COUNT);
  readonly history: EpisodeHistory;
  private readonly accounts: RecordAccounts;
  private readonly traces: readonly SideTrace[];
  private current = 0;
  /** Part of a step by which the clock is ahead of the step shown. */
  private fraction = 0;

  constructor(readonly record: EpisodeRecord) {
    this.history = new EpisodeHistory(record);
    this.accounts = accountsOf(record);
    this.traces = rivalTracesOf(this.history);
    this.seek(0);
  }

  /** Profits of those who traded in the same book. */
  get rivalTraces(): readonly SideTrace[] {
    return this.traces;
  }

  /** Dollars per tick and contract. */
  get tickValueDollars(): number {
    return this.record.tickValueDollars;
  }

  get step(): number {
    return this.current;
  }

  get lastStep(): number {
    return Math.max(0, this.record.steps - 1);
  }

  /** Time of the step shown, in seconds on the episode's own axis. */
  get seconds(): number {
    return this.record.steps === 0 ? 0 : this.history.timeAt(this.current);
  }

  /** Goes to the nearest step there is. */
  seek(step: number): void {
    this.fraction = 0;
    this.show(Math.min(this.lastStep, Math.max(0, Math.round(step))));
  }

  seekTime(seconds: number): void {
    this.seek(Math.max(0, sampleAtTime(this.history, seconds)));
  }

  /**
   * Goes to the step that first shows the next (+1) or the previous (−1) fill; stays when there is
   * none.
   * @returns that fill, the first of its step; null when there is none
   */
  seekFill(direction: 1 | -1): number | null {
    const { history } = this;
    let found: number | null = null;
    let target = this.current;
    for (let fill = 0; fill < history.fillEnd; fill++) {
      const step = this.stepOfFill(fill);
      if (direction === 1 ? step <= this.current : step >= this.current || step === target) {
        continue;
      }
      found = fill;
      target = step;
      if (direction === 1) break;
    }
    this.seek(target);
    return found;
  }

  /** Goes to the step that first shows a fill. */
  seekToFill(fill: number): void {
    this.seek(this.stepOfFill(fill));
  }

  /**
   * Lets the episode's clock run.
   * @param seconds of wall time
   * @param speed episode seconds per wall second
   * @param last the step to run to
   * @returns true when another step is shown
   */
  advance(seconds: number, speed: number, last = this.lastStep): boolean {
    if (this.current >= last || this.record.steps < 2) return false;
    const interval = this.history.durationSeconds / this.record.steps;
    const steps = this.fraction + (seconds * speed) / interval;
    const whole = Math.floor(steps);
    this.fraction = steps - whole;
    if (whole === 0) return false;
    this.show(Math.min(last, this.current + whole));
    return true;
  }

  private show(step: number): void {
    this.current = step;
    if (this.record.steps === 0) return;
    stateAtStep(this.record, this.accounts, step, this.header, this.ladder);
    this.header[HEADER.fillsSoFar] = this.fillsUpTo(step);
    this.showRivals(step);
    this.termSums.fill(0);
    for (let index = 0; index <= step; index++) {
      for (let term = 0; term < REWARD_TERM_COUNT; term++) {
        this.termSums[term] += this.history.valueAt(index, SAMPLE_TERMS + term);
      }
    }
  }

  private fillsUpTo(step: number): number {
    const { history } = this;
    const at = history.valueAt(step, SAMPLE.step);
    let count = 0;
    while (count < history.fillEnd && history.fillAt(count, FILL.step) <= at) count++;
    return count;
  }

  private showRivals(step: number): void {
    const { rivals: rows, rivalNames = [] } = this.record;
    if (rows === undefined) return;
    const width = rivalNames.length * RIVAL_LENGTH;
    this.rivals.set(rows.subarray(step * width, (step + 1) * width));
  }

  /** Finds the step in whose sample a fill is first seen. */
  stepOfFill(fill: number): number {
    const time = this.history.fillTimeAt(fill);
    const before = sampleAtTime(this.history, time - 2e-9);
    return Math.min(this.lastStep, before + 1);
  }
}
