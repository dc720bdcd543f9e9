/**
 * Watches what a live trained agent sees: how unusual the newest observation is
 * beside the training data, how often that was so lately, and which features stand
 * out. A baseline was trained on nothing: then there is nothing to say. A
 * decision costs one measurement of the monitor, and allocates nothing.
 */
import { OutOfDistributionMonitor, UNUSUAL_FEATURES } from '../agents/policies/outOfDistribution';
import type { TrainingReference } from '../agents/policies/trainingReference';
import { HEADER, UNUSUAL_FIELDS } from '../protocol/frames';

/** Decisions over which the share beyond the limit is counted: 20 s at ten a second. */
export const WATCH_WINDOW = 200;

export class ObservationWatch {
  /** Decisions in a row on the same side of the limit, this one included; 0 when nothing is watched. */
  streak = 0;
  private reference: TrainingReference | null = null;
  private monitor: OutOfDistributionMonitor | null = null;
  private readonly recent = new Uint8Array(WATCH_WINDOW);
  private seen = 0;
  private beyond = 0;
  private wasBeyond = false;

  /** Whether the newest observation is beyond the 99th percentile of the training data. */
  get isBeyond(): boolean {
    return this.wasBeyond;
  }

  /** @param reference of whoever decides; null when it has none */
  follow(reference: TrainingReference | null): void {
    if (reference === this.reference) return;
    this.reference = reference;
    this.monitor = reference === null ? null : new OutOfDistributionMonitor(reference);
    if (reference === null) this.clear();
  }

  /** Begins to count afresh, for a new episode or a new agent. */
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
  }

  /** Writes its fields of a header; they are NaN when nothing is watched. */
  write(header: Float64Array): void {
    const { monitor } = this;
    if (monitor === null || this.seen === 0) {
      header[HEADER.oodPercentile] = Number.NaN;
      header[HEADER.oodShare] = Number.NaN;
      header.fill(Number.NaN, HEADER.unusual1, HEADER.unusual1 + UNUSUAL_FEATURES * UNUSUAL_FIELDS);
      return;
    }
    header[HEADER.oodPercentile] = monitor.percentile;
    header[HEADER.oodShare] = this.beyond / Math.min(this.seen, WATCH_WINDOW);
    for (let place = 0; place < UNUSUAL_FEATURES; place += 1) {
      const feature = monitor.unusual[place];
      const at = HEADER.unusual1 + place * UNUSUAL_FIELDS;
      header[at] = feature;
      header[at + 1] = monitor.unusualValues[place];
      header[at + 2] = monitor.usualLow(feature);
      header[at + 3] = monitor.usualHigh(feature);
    }
  }
}
