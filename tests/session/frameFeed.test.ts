import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REWARD_TERMS } from '../../src/env/types';
import {
  createFrame,
  FILL,
  FILL_LENGTH,
  HEADER,
  MAX_FILLS_PER_FRAME,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
} from '../../src/protocol/frames';
import { FrameFeed } from '../../src/session/frameFeed';

/** A sample whose step is `step` and whose reward terms are whole numbers derived from it. */
function sampleAt(step: number): Float64Array {
  const sample = new Float64Array(SAMPLE_LENGTH);
  sample[SAMPLE.step] = step;
  sample[SAMPLE.bestBid] = 20_000 + step;
  REWARD_TERMS.forEach((_, term) => {
    sample[SAMPLE_TERMS + term] = step * (term + 1);
  });
  return sample;
}

function fillAt(step: number): Float64Array {
  const fill = new Float64Array(FILL_LENGTH);
  fill[FILL.step] = step;
  return fill;
}

describe('the feed of frames', () => {
  it('hands over what fits unchanged, and is empty afterwards', () => {
    const feed = new FrameFeed();
    const frame = createFrame();
    [3, 5].forEach((step) => feed.pushSample(sampleAt(step)));
    feed.pushFill(fillAt(5));
    feed.drainInto(frame);
    expect(frame.header[HEADER.sampleCount]).toBe(2);
    expect(frame.header[HEADER.fillCount]).toBe(1);
    expect([...frame.samples.subarray(SAMPLE_LENGTH, 2 * SAMPLE_LENGTH)]).toEqual([...sampleAt(5)]);
    expect(feed.isEmpty).toBe(true);
    feed.drainInto(frame);
    expect(frame.header[HEADER.sampleCount]).toBe(0);
  });

  it('keeps every reward total and the newest state when samples have to be merged', () => {
    assert(
      property(integer({ min: 1, max: 400 }), (count) => {
        const capacity = 16;
        const feed = new FrameFeed(capacity);
        const frame = createFrame();
        for (let step = 1; step <= count; step += 1) feed.pushSample(sampleAt(step));
        feed.drainInto(frame);
        const rows = frame.header[HEADER.sampleCount];
        expect(rows).toBeLessThanOrEqual(capacity);
        const totals = REWARD_TERMS.map(() => 0);
        let previous = 0;
        for (let row = 0; row < rows; row += 1) {
          const sample = frame.samples.subarray(row * SAMPLE_LENGTH, (row + 1) * SAMPLE_LENGTH);
          expect(sample[SAMPLE.step]).toBeGreaterThan(previous);
          previous = sample[SAMPLE.step];
          REWARD_TERMS.forEach((_, term) => {
            totals[term] += sample[SAMPLE_TERMS + term];
          });
        }
        const steps = (count * (count + 1)) / 2;
        expect(totals).toEqual(REWARD_TERMS.map((_, term) => steps * (term + 1)));
        expect(previous).toBe(count);
      }),
    );
  });

  it('never drops or reorders a fill, however many wait', () => {
    const feed = new FrameFeed();
    const frame = createFrame();
    const count = 2 * MAX_FILLS_PER_FRAME + 7;
    for (let step = 0; step < count; step += 1) feed.pushFill(fillAt(step));
    expect(feed.isFull).toBe(true);
    const steps: number[] = [];
    while (!feed.isEmpty) {
      feed.drainInto(frame);
      for (let row = 0; row < frame.header[HEADER.fillCount]; row += 1) {
        steps.push(frame.fills[row * FILL_LENGTH + FILL.step]);
      }
    }
    expect(steps).toEqual(Array.from({ length: count }, (_, step) => step));
  });
});
