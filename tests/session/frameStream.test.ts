import { describe, expect, it } from 'vitest';
import { createFrame, HEADER, openFrame, type Frame } from '../../src/protocol/frames';
import { FRAME_INTERVAL_MS, FrameStream } from '../../src/session/frameStream';

const LATER = FRAME_INTERVAL_MS + 1;

function setUp() {
  const posted: ArrayBuffer[] = [];
  const stream = new FrameStream((buffer) => posted.push(buffer));
  let frames = 0;
  const source = {
    hasNews: true,
    writeFrame(frame: Frame) {
      frames += 1;
      frame.header[HEADER.step] = frames;
    },
  };
  return { posted, stream, source };
}

describe('the stream of frames', () => {
  it('sends at most twelve a second', () => {
    const { posted, stream, source } = setUp();
    for (let nowMs = 0; nowMs < 1000; nowMs += 5) {
      stream.pump(source, nowMs);
      const last = posted.at(-1);
      if (last !== undefined) stream.acknowledge(last);
    }
    expect(posted.length).toBeLessThanOrEqual(12);
    expect(posted.length).toBeGreaterThanOrEqual(11);
  });

  it('has at most two in flight, and goes on when one comes back', () => {
    const { posted, stream, source } = setUp();
    for (let frame = 0; frame < 5; frame += 1) stream.pump(source, frame * LATER);
    expect(posted).toHaveLength(2);
    stream.acknowledge(posted[0]);
    stream.pump(source, 5 * LATER);
    expect(posted).toHaveLength(3);
    expect(posted[2]).toBe(posted[0]);
    expect(openFrame(posted[2]).header[HEADER.step]).toBe(3);
  });

  it('sends nothing without news', () => {
    const { posted, stream, source } = setUp();
    source.hasNews = false;
    stream.pump(source, 0);
    expect(posted).toHaveLength(0);
  });

  it('refuses a buffer that is no frame, and never holds more than two', () => {
    const { posted, stream, source } = setUp();
    stream.pump(source, 0);
    expect(() => stream.acknowledge(new ArrayBuffer(8))).toThrow('frame: expected');
    for (let extra = 0; extra < 4; extra += 1) stream.acknowledge(createFrame().buffer);
    for (let frame = 1; frame < 9; frame += 1) stream.pump(source, frame * LATER);
    expect(posted).toHaveLength(3);
  });
});
