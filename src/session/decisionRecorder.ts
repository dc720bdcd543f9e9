/**
 * Keeps a row for every decision of the episode under way, see RecordedDecisions. A step that
 * nobody decided, or a person did, has a row of NaN. Beyond the limit the newest rows replace the
 * oldest.
 */
import { scaleAction } from '../env/actionMap';
import type { ObservationLayout } from '../env/observationLayout';
import { ACTION_LENGTH, REWARD_TERMS, type DecisionContext } from '../env/types';
import {
  DECISION_AT,
  decisionWidth,
  MAX_DECISION_NUMBERS,
  writeObservation,
} from '../protocol/recordedDecisions';
import type { FallbackAgent } from './fallbackAgent';
import type { LiveAgent } from './liveAgent';

export class DecisionRecorder {
  /** The row of the coming step, to be filled; NaN until then. */
  readonly row: Float32Array;
  private rows: Float32Array;
  private readonly scaledAction = new Float64Array(ACTION_LENGTH);
  private readonly limit: number;
  private count = 0;

  /** @param mostNumbers kept, in whole rows */
  constructor(
    readonly layout: ObservationLayout,
    mostNumbers = MAX_DECISION_NUMBERS,
  ) {
    const width = decisionWidth(layout);
    this.row = new Float32Array(width).fill(Number.NaN);
    this.limit = Math.max(1, Math.floor(mostNumbers / width));
    this.rows = new Float32Array(Math.min(256, this.limit) * width);
  }

  clear(): void {
    this.count = 0;
    this.row.fill(Number.NaN);
  }

  /**
   * Records what the agent saw, meant to do and expected, for the coming step.
   * @param fallback that may quote in its place
   */
  note(
    context: DecisionContext,
    agent: LiveAgent,
    fallback: Pick<FallbackAgent, 'isActive' | 'action'>,
  ): void {
    const { row, layout, scaledAction } = this;
    if (context.observation.length !== layout.length) return;
    row[DECISION_AT.timeLeftSeconds] = context.timeLeftSeconds;
    row[DECISION_AT.volatilityTicks] = context.volatilityTicks;
    row[DECISION_AT.midTicks] = context.midTicks;
    row[DECISION_AT.policyVersion] = agent.policyVersion;
    row[DECISION_AT.isReplaced] = Number(fallback.isActive);
    agent.writeIntent(row, DECISION_AT.mean);
    for (const [index, term] of REWARD_TERMS.entries()) {
      row[DECISION_AT.weights + index] = context.weights[term];
    }
    writeObservation(row, context.observation, layout);
    const { critics } = agent;
    if (critics === null) return;
    critics.setWeights(context.weights);
    critics.judge(
      context.observation,
      row.subarray(DECISION_AT.mean, DECISION_AT.mean + ACTION_LENGTH),
    );
    row[DECISION_AT.meanValue] = critics.value;
    scaleAction(fallback.isActive ? fallback.action : agent.action, scaledAction);
    critics.judge(context.observation, scaledAction);
    row[DECISION_AT.actionValue] = critics.value;
  }

  /** Ends a step: its row is kept, and the next one has nothing in it yet. */
  endStep(): void {
    const { row, limit } = this;
    const needed = Math.min(limit, this.count + 1) * row.length;
    if (needed > this.rows.length) {
      const grown = new Float32Array(Math.min(limit * row.length, this.rows.length * 2));
      grown.set(this.rows);
      this.rows = grown;
    }
    this.rows.set(row, (this.count % limit) * row.length);
    this.count += 1;
    row.fill(Number.NaN);
  }

  /** Step, from 0, of the oldest row that is kept. */
  get firstStep(): number {
    return Math.max(0, this.count - this.limit);
  }

  /**
   * Copies the rows, the oldest first, into a buffer of their own; null where no step was decided.
   */
  copy(): Float32Array | null {
    const { rows, count, limit, row } = this;
    const kept = Math.min(count, limit) * row.length;
    const start = count > limit ? (count % limit) * row.length : 0;
    const result = new Float32Array(kept);
    result.set(rows.subarray(start, kept));
    result.set(rows.subarray(0, start), kept - start);
    for (let at = 0; at < kept; at += row.length) if (!Number.isNaN(result[at])) return result;
    return null;
  }
}
