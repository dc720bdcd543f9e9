/**
 * Watches what a live trained agent sees: how unusual the newest observation is beside the training
 * data, how often that was so lately, and which features stand out. A baseline was trained on
 * nothing: then there is nothing to say. A decision costs one measurement of the monitor, and
 * allocates nothing.
 */
import {
  OutOfDistributionMonitor,
  UNUSUAL_FEATURES,
  WATCH_WINDOW,
} from '../agents/policies/outOfDistribution';
import type { TrainingReference } from '../agents/policies/trainingReference';
import { HEADER, UNUSUAL_FIELDS } from '../protocol/frames';

export class ObservationWatch {
  /**
   * Decisions in a row on the same side of the limit, this one included; 0 when nothing is watched.
   */
  streak = 0;
  private reference: TrainingReference | null = null;
  private policyVersion = Number.NaN;
  private monitor: OutOfDistributionMonitor | null = null;
  private readonly recent = new Uint8Array(WATCH_WINDOW);
  private seen = 0;
  private beyond = 0;
  private wasBeyond = false;
  /**
   * Decisions since the policy began to be watched, over all episodes, and those beyond the limit.
   */
  private decisions = 0;
  private decisionsBeyond = 0;

  /** Whether the newest observation is beyond the 99th percentile of the training data. */
  get isBeyond(): boolean {
    return this.wasBeyond;
  }

  /**
   * @param reference of whoever decides; null when it has none
   * @param policyVersion of whoever decides: another policy of the same run is counted afresh
   */
  follow(reference: TrainingReference | null, policyVersion = Number.NaN): void {
    if (!Object.is(policyVersion, this.policyVersion)) this.forget();
    this.policyVersion = policyVersion;
    if (reference === this.reference) return;
    this.reference = reference;
    this.monitor = reference === null ? null : new OutOfDistributionMonitor(reference);
    this.forget();
    if (reference === null) this.clear();
  }

  /**
   * Begins to count all decisions afresh, and so the recent ones among them, for another policy,
   * market or environment. The streak stays: a fallback that quotes goes on under the next policy.
   */
  forget(): void {
    this.decisions = 0;
    this.decisionsBeyond = 0;
    this.seen = 0;
    this.beyond = 0;
  }

  /** Begins to count recent decisions afresh, for a new episode or another agent. */
  clear(): void {
    this.streak = 0;
    this.seen = 0;
    this.beyond = 0;
    this.wasBeyond = false;
  }

  /** @param observation of a decision */
  observe(observation: Float32Array): void {
    const { monitor, recent } = this;
    if (monitor === null || observation.length !== this.reference?.mean.length) return;
    monitor.observe(observation);
    const { isBeyond } = monitor;
    this.streak = isBeyond === this.wasBeyond ? this.streak + 1 : 1;
    this.wasBeyond = isBeyond;
    const slot = this.seen % WATCH_WINDOW;
    if (this.seen >= WATCH_WINDOW) this.beyond -= recent[slot];
    recent[slot] = Number(isBeyond);
    this.beyond += recent[slot];
    this.seen += 1;
    this.decisions += 1;
    this.decisionsBeyond += Number(isBeyond);
  }

  /** Writes its fields of a header; they are NaN when nothing is watched. */
  write(header: Float64Array): void {
    const { monitor } = this;
    if (monitor === null || this.seen === 0) {
      header[HEADER.oodPercentile] = Number.NaN;
      header[HEADER.oodShare] = Number.NaN;
      header[HEADER.oodRecentDecisions] = Number.NaN;
      header[HEADER.oodDecisions] = Number.NaN;
      header[HEADER.oodTotalShare] = Number.NaN;
      header.fill(Number.NaN, HEADER.unusual1, HEADER.unusual1 + UNUSUAL_FEATURES * UNUSUAL_FIELDS);
      return;
    }
    header[HEADER.oodPercentile] = monitor.percentile;
    const recent = Math.min(this.seen, WATCH_WINDOW);
    header[HEADER.oodShare] = this.beyond / recent;
    header[HEADER.oodRecentDecisions] = recent;
    header[HEADER.oodDecisions] = this.decisions;
    header[HEADER.oodTotalShare] = this.decisionsBeyond / this.decisions;
    for (let place = 0; place < UNUSUAL_FEATURES; place += 1) {
      const feature = monitor.unusual[place];
      const at = HEADER.unusual1 + place * UNUSUAL_FIELDS;
      if (feature < 0) {
        header.fill(Number.NaN, at, at + UNUSUAL_FIELDS);
        continue;
      }
      header[at] = feature;
      header[at + 1] = monitor.unusualValues[place];
      header[at + 2] = monitor.usualLow(feature);
      header[at + 3] = monitor.usualHigh(feature);
    }
  }
}
