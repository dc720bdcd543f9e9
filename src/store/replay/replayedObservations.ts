/**
 * How unusual the observations of a recorded episode were beside the training data of who decided:
 * both are in the record, so that what the live market watched is measured again, step by step as
 * it is looked at. A step takes half as many multiply-adds as the square of its features.
 */
import { OutOfDistributionMonitor, WATCH_WINDOW } from '../../agents/policies/outOfDistribution';
import type { TrainingReference } from '../../agents/policies/trainingReference';
import type { EpisodeRecord } from '../../protocol/frames';
import { decisionAt } from '../../protocol/recordedDecisions';

interface UnusualFeature {
  /** Index in the observation. */
  readonly feature: number;
  readonly value: number;
  /** Ends of its usual range. */
  readonly low: number;
  readonly high: number;
}

export interface SeenObservation {
  /** Share of held-out training observations that are less unusual, 0 to 100. */
  readonly percentile: number;
  /** Share beyond the limit of the decisions up to it, of as many as the live market watches. */
  readonly share: number;
  /** Decisions behind that share. */
  readonly decisions: number;
  readonly unusual: readonly UnusualFeature[];
  readonly isReplaced: boolean;
  /** Version of the policy that decided; NaN where it has none. */
  readonly policyVersion: number;
}

/** Why an episode tells nothing of its observations. */
export type NotSeen = 'notRecorded' | 'baseline' | 'noReference';

/** Steps of the longest episode whose share as a whole is counted at once: some 40 ms of a core. */
const MOST_STEPS = 6000;

export class ReplayedObservations {
  private readonly monitor: OutOfDistributionMonitor;
  /** Of each step; NaN until it is measured, and −1 where nothing was decided. */
  private readonly percentiles: Float64Array;
  private readonly isBeyond: Uint8Array;
  private wholeShare: number | null = null;

  /** @returns why there is nothing to measure, or what measures */
  static of(record: EpisodeRecord): ReplayedObservations | NotSeen {
    const { decider, decisions } = record;
    if (decider === undefined || decisions === undefined) return 'notRecorded';
    if (!('policy' in decider.agent)) return 'baseline';
    const { reference } = decider.agent.policy;
    return reference === undefined ? 'noReference' : new ReplayedObservations(record, reference);
  }

  private constructor(
    readonly record: EpisodeRecord,
    reference: TrainingReference,
  ) {
    this.monitor = new OutOfDistributionMonitor(reference);
    this.percentiles = new Float64Array(record.steps).fill(Number.NaN);
    this.isBeyond = new Uint8Array(record.steps);
  }

  /** @returns null for a step that the agent did not decide, or whose decision was not kept */
  at(step: number): SeenObservation | null {
    const decision = decisionAt(this.record, step);
    if (decision === null) return null;
    let [decisions, beyond] = [0, 0];
    for (let age = 0; age < WATCH_WINDOW && age <= step; age += 1) {
      if (Number.isNaN(this.percentileAt(step - age))) continue;
      decisions += 1;
      beyond += this.isBeyond[step - age];
    }
    const { monitor } = this;
    monitor.observe(decision.situation.observation);
    const unusual = [...monitor.unusual].flatMap((feature, place): UnusualFeature[] =>
      feature < 0
        ? []
        : [
            {
              feature,
              value: monitor.unusualValues[place],
              low: monitor.usualLow(feature),
              high: monitor.usualHigh(feature),
            },
          ],
    );
    return {
      percentile: monitor.percentile,
      share: beyond / decisions,
      decisions,
      unusual,
      isReplaced: decision.isReplaced,
      policyVersion: decision.policyVersion,
    };
  }

  /** @returns NaN where nothing was decided */
  percentileAt(step: number): number {
    if (step < 0 || step >= this.record.steps) return Number.NaN;
    if (Number.isNaN(this.percentiles[step])) this.measure(step);
    const percentile = this.percentiles[step];
    return percentile < 0 ? Number.NaN : percentile;
  }

  /**
   * Share beyond the limit of all decisions that are kept; NaN for an episode too long to count.
   */
  get share(): number {
    this.wholeShare ??= this.countAll();
    return this.wholeShare;
  }

  private countAll(): number {
    const { steps } = this.record;
    if (steps > MOST_STEPS) return Number.NaN;
    let [decisions, beyond] = [0, 0];
    for (let step = 0; step < steps; step += 1) {
      if (Number.isNaN(this.percentileAt(step))) continue;
      decisions += 1;
      beyond += this.isBeyond[step];
    }
    return beyond / decisions;
  }

  private measure(step: number): void {
    const decision = decisionAt(this.record, step);
    if (decision === null) {
      this.percentiles[step] = -1;
      return;
    }
    this.monitor.observe(decision.situation.observation);
    this.percentiles[step] = this.monitor.percentile;
    this.isBeyond[step] = Number(this.monitor.isBeyond);
  }
}
