/**
 * The feed holds what happened since the last frame, until the next one. Samples that do not fit
 * are merged pairwise: reward terms add up and the state is the later one's, so every total stays
 * exact however long the page looks away. Fills are never merged and never dropped: when `isFull`,
 * the session waits for the page.
 */
import { REWARD_TERM_COUNT } from '../env/types';
import {
  FILL_LENGTH,
  HEADER,
  MAX_FILLS_PER_FRAME,
  MAX_SAMPLES_PER_FRAME,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type Frame,
} from '../protocol/frames';
import { Rows } from './rows';

export class FrameFeed {
  private readonly samples: Float64Array;
  private readonly fills = new Rows<Float64Array>(
    FILL_LENGTH,
    (length) => new Float64Array(length),
  );
  private sampleCount = 0;

  /** @param maxSamples even; samples that wait, and go into a frame, at most */
  constructor(private readonly maxSamples = MAX_SAMPLES_PER_FRAME) {
    this.samples = new Float64Array(maxSamples * SAMPLE_LENGTH);
  }

  get isEmpty(): boolean {
    return this.sampleCount === 0 && this.fills.count === 0;
  }

  /**
   * Whether a frame's worth of fills waits: the session then stops until the page has taken them.
   */
  get isFull(): boolean {
    return this.fills.count >= MAX_FILLS_PER_FRAME;
  }

  /** @param sample SAMPLE_LENGTH numbers, copied */
  pushSample(sample: Float64Array): void {
    if (this.sampleCount === this.maxSamples) this.mergePairs();
    this.samples.set(sample, this.sampleCount * SAMPLE_LENGTH);
    this.sampleCount += 1;
  }

  /** @param fill FILL_LENGTH numbers, copied */
  pushFill(fill: Float64Array): void {
    this.fills.push(fill);
  }

  /** Moves into the frame all samples and the fills that fit, and their counts into its header. */
  drainInto(frame: Frame): void {
    frame.samples.set(this.samples.subarray(0, this.sampleCount * SAMPLE_LENGTH));
    frame.header[HEADER.sampleCount] = this.sampleCount;
    frame.header[HEADER.fillCount] = this.fills.shiftInto(frame.fills, MAX_FILLS_PER_FRAME);
    this.sampleCount = 0;
  }

  clear(): void {
    this.sampleCount = 0;
    this.fills.clear();
  }

  private mergePairs(): void {
    const { samples } = this;
    const pairs = this.sampleCount >> 1;
    for (let pair = 0; pair < pairs; pair += 1) {
      const earlier = 2 * pair * SAMPLE_LENGTH;
      const later = earlier + SAMPLE_LENGTH;
      for (let term = SAMPLE_TERMS; term < SAMPLE_TERMS + REWARD_TERM_COUNT; term += 1) {
        samples[later + term] += samples[earlier + term];
      }
      samples.copyWithin(pair * SAMPLE_LENGTH, later, later + SAMPLE_LENGTH);
    }
    this.sampleCount = pairs;
  }
}
