/**
 * Frames leave at most every FRAME_INTERVAL_MS, with at most FRAMES_IN_FLIGHT unacknowledged,
 * always in buffers that have come back. A page that is slow or hidden gets fewer frames, never a
 * queue of them.
 */
import { createFrame, openFrame, type Frame } from '../protocol/frames';

/** Milliseconds between two frames: 12 a second. */
export const FRAME_INTERVAL_MS = 1000 / 12;
const FRAMES_IN_FLIGHT = 2;

/** Provides the content of frames. */
export interface FrameSource {
  /** Whether there is anything that no frame has shown yet. */
  readonly hasNews: boolean;
  writeFrame(frame: Frame, nowMs: number): void;
}

export class FrameStream {
  private readonly free: Frame[] = Array.from({ length: FRAMES_IN_FLIGHT }, createFrame);
  private lastMs = -Infinity;

  /** @param post transfers a buffer to the page */
  constructor(private readonly post: (buffer: ArrayBuffer) => void) {}

  /** Takes back a buffer that the page is done with. @throws RangeError when it is not a frame's */
  acknowledge(buffer: ArrayBuffer): void {
    if (this.free.length < FRAMES_IN_FLIGHT) this.free.push(openFrame(buffer));
  }

  /**
   * Sends a frame if there is news, a buffer, and it is time.
   * @returns milliseconds until another could be sent for time's sake
   */
  pump(source: FrameSource, nowMs: number): number {
    const wait = this.lastMs + FRAME_INTERVAL_MS - nowMs;
    if (wait > 0 || !source.hasNews) return Math.max(0, wait);
    const frame = this.free.pop();
    if (frame === undefined) return FRAME_INTERVAL_MS;
    source.writeFrame(frame, nowMs);
    this.lastMs = nowMs;
    this.post(frame.buffer);
    return FRAME_INTERVAL_MS;
  }
}
