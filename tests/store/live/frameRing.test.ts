import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeSeconds } from '../../../src/charts/history';
import { FILL, MAX_FILLS_PER_FRAME, SAMPLE } from '../../../src/protocol/frames';
import { FrameRing } from '../../../src/store/live/frameRing';
import { frameOf } from './frames';

const step = (number: number, extra = {}) => ({
  step: number,
  timeSeconds: number / 10,
  ...extra,
});

describe('the frame ring', () => {
  it('keeps what a frame brought after the frame is used again', () => {
    const ring = new FrameRing(8, 8);
    const frame = frameOf([step(1, { inventory: 3 })], [{ step: 1, timeSeconds: 0.05, size: 2 }]);
    ring.push(frame);
    frame.samples.fill(0);
    frame.fills.fill(0);
    expect(ring.valueAt(0, SAMPLE.inventory)).toBe(3);
    expect(ring.fillAt(0, FILL.size)).toBe(2);
  });

  it('holds the newest samples when it is full', () => {
    const ring = new FrameRing(4, 4);
    ring.push(frameOf([1, 2, 3, 4, 5, 6].map((number) => step(number))));
    expect([ring.start, ring.end]).toEqual([2, 6]);
    expect([2, 3, 4, 5].map((index) => ring.valueAt(index, SAMPLE.step))).toEqual([3, 4, 5, 6]);
  });

  it('runs time on across episodes, and marks where the next begins', () => {
    const ring = new FrameRing(16, 16);
    ring.push(frameOf([step(1), step(2), step(3), step(1), step(2)]));
    const times = [0, 1, 2, 3, 4].map((index) => ring.timeAt(index));
    expect(times.map((time) => Number(time.toFixed(3)))).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect([0, 1, 2, 3, 4].map((index) => ring.beginsEpisode(index))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('gives a fill to the episode it happened in', () => {
    const ring = new FrameRing(16, 16);
    ring.push(
      frameOf(
        [step(9), step(10), step(1), step(2)],
        [
          { step: 10, timeSeconds: 0.95 },
          { step: 1, timeSeconds: 0.05 },
        ],
      ),
    );
    expect(ring.fillTimeAt(0)).toBeCloseTo(0.95);
    expect(ring.fillTimeAt(1)).toBeCloseTo(1.05);
  });

  it('gives the fills of a frame to its own episode where the one before ended without any', () => {
    const ring = new FrameRing(64, 16);
    const whole = Array.from({ length: 10 }, (_, index) => step(index + 1));
    ring.push(frameOf(whole));
    const fills = [
      { step: 3, timeSeconds: 0.25 },
      { step: 7, timeSeconds: 0.65 },
    ];
    ring.push(frameOf(whole, fills));
    expect(ring.fillTimeAt(0)).toBeCloseTo(1.25);
    expect(ring.fillTimeAt(1)).toBeCloseTo(1.65);
    ring.push(frameOf(whole.slice(0, 8), [{ step: 8, timeSeconds: 0.75 }]));
    expect(ring.fillTimeAt(2)).toBeCloseTo(2.75);
  });

  it('gives a fill to the second episode of a frame, the first of which ended without one', () => {
    const ring = new FrameRing(16, 16);
    ring.push(frameOf([step(8)]));
    ring.push(frameOf([step(9), step(10), step(1)], [{ step: 1, timeSeconds: 0.05 }]));
    expect(ring.fillTimeAt(0)).toBeCloseTo(1.05);
  });

  it('takes fills that did not fit into the frame of their steps from the next one', () => {
    const ring = new FrameRing(16, 4096);
    const fill = { step: 1, timeSeconds: 0.05 };
    ring.push(
      frameOf(
        [step(1)],
        Array.from({ length: MAX_FILLS_PER_FRAME }, () => fill),
      ),
    );
    ring.push(frameOf([step(2)], [fill, { step: 2, timeSeconds: 0.15 }]));
    const { fillEnd } = ring;
    expect(fillEnd).toBe(MAX_FILLS_PER_FRAME + 2);
    expect(ring.fillTimeAt(fillEnd - 2)).toBeCloseTo(0.05);
    expect(ring.fillTimeAt(fillEnd - 1)).toBeCloseTo(0.15);
  });

  it('sums the terms of the episode under way only', () => {
    const ring = new FrameRing(16, 16);
    ring.push(frameOf([step(1, { spreadCapture: 5 }), step(2, { spreadCapture: 2 })]));
    expect(ring.termSums[0]).toBe(7);
    ring.push(frameOf([step(1, { spreadCapture: 1, fees: -0.25 })]));
    expect([...ring.termSums]).toEqual([1, 0, 0, -0.25, 0, 0]);
  });

  it('tells time strictly forward whatever the frames', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 7 }), (episodes, frameSize) => {
        const ring = new FrameRing(256, 16);
        const steps = episodes.flatMap((length) =>
          Array.from(Array(length).keys(), (index) => step(index + 1)),
        );
        for (let at = 0; at < steps.length; at += frameSize) {
          ring.push(frameOf(steps.slice(at, at + frameSize)));
        }
        expect(ring.end).toBe(steps.length);
        for (let index = 1; index < ring.end; index++) {
          expect(ring.timeAt(index)).toBeGreaterThan(ring.timeAt(index - 1));
        }
      }),
    );
  });

  it('says where each episode begins, and its number', () => {
    const ring = new FrameRing(16, 16);
    ring.push(frameOf([step(1), step(2), step(3)], [], { episode: 4 }));
    ring.push(frameOf([step(1), step(2)], [], { episode: 5 }));
    const { episodes } = ring;
    expect([episodes.start, episodes.end]).toEqual([0, 2]);
    expect([episodes.beginsAt(0), episodes.numberAt(0)]).toEqual([0, 4]);
    expect(episodes.beginsAt(1)).toBeCloseTo(0.3);
    expect(episodes.numberAt(1)).toBe(5);
    expect(episodeSeconds(ring, ring.now)).toBeCloseTo(0.2);
    expect(episodeSeconds(ring, 0.25)).toBeCloseTo(0.25);
  });

  it('is emptied where a person begins an episode, and where the agent trades again', () => {
    const ring = new FrameRing(16, 16);
    const fill = { step: 1, timeSeconds: 0.05 };
    const held = () => [
      ring.end - ring.start,
      ring.fillEnd - ring.fillStart,
      ring.termSums[0],
      ring.now,
    ];
    const earned = step(1, { spreadCapture: 5 });
    const byHand = { episode: 2, rivalEquityDollars: 0 };
    ring.push(frameOf([earned], [fill], { episode: 1 }));
    ring.push(frameOf([], [], byHand));
    expect(held()).toEqual([0, 0, 0, 0]);
    ring.push(frameOf([earned], [fill], { ...byHand, step: 1 }));
    expect(held()).toEqual([1, 1, 5, 0.1]);
    ring.push(frameOf([], [], { ...byHand, episode: 3 }));
    expect(held()).toEqual([0, 0, 0, 0]);
    ring.push(frameOf([earned], [], { ...byHand, episode: 3, step: 1 }));
    ring.push(frameOf([], [], { episode: 4 }));
    expect(held()).toEqual([0, 0, 0, 0]);
  });

  it('has earned nothing in an episode that waits for its first step', () => {
    const ring = new FrameRing(16, 16);
    ring.push(frameOf([step(1, { spreadCapture: 5 })], [], { episode: 1, step: 1 }));
    ring.push(frameOf([], [], { episode: 2, step: 0 }));
    expect([ring.termSums[0], ring.end - ring.start]).toEqual([0, 1]);
    ring.push(frameOf([step(1, { spreadCapture: 2 })], [], { episode: 2, step: 1 }));
    expect([ring.termSums[0], ring.beginsEpisode(1)]).toEqual([2, true]);
  });

  it('is emptied by a frame of another market, and its clock begins anew', () => {
    const ring = new FrameRing(16, 16);
    const fill = { step: 1, timeSeconds: 0.05 };
    ring.push(frameOf([step(1), step(2)], [fill], { marketHash: 7, bestBid: 20_000, episode: 1 }));
    ring.push(frameOf([], [], { marketHash: 8, bestBid: 70_000, episode: 2 }));
    expect([ring.end - ring.start, ring.fillEnd - ring.fillStart]).toEqual([0, 0]);
    expect([ring.now, ring.depth.end - ring.depth.start, ring.episodes.end]).toEqual([0, 1, 1]);
    ring.push(frameOf([step(1)], [fill], { marketHash: 8, bestBid: 70_000, episode: 2 }));
    expect([ring.end - ring.start, ring.fillEnd - ring.fillStart]).toEqual([1, 1]);
    expect(ring.now).toBeCloseTo(0.1);
    expect(ring.fillTimeAt(ring.fillStart)).toBeCloseTo(0.05);
    expect(ring.beginsEpisode(ring.start)).toBe(true);
    expect(ring.episodes.numberAt(ring.episodes.start)).toBe(2);
  });
});
