/** The ladders of the newest frames, for the depth behind the live price chart. */
import type { DepthHistory } from '../../charts/history';
import { HEADER, LADDER_LENGTH, LADDER_ROWS, type Frame } from '../../protocol/frames';

export class DepthRing implements DepthHistory {
  end = 0;
  private readonly times: Float64Array;
  private readonly bases: Float64Array;
  private readonly ladders: Float32Array;

  /** @param capacity frames kept; the default covers five minutes at twelve a second */
  constructor(private readonly capacity = 4096) {
    this.times = new Float64Array(capacity);
    this.bases = new Float64Array(capacity);
    this.ladders = new Float32Array(capacity * LADDER_LENGTH);
  }

  get start(): number {
    return Math.max(0, this.end - this.capacity);
  }

  /** @param seconds on the shared axis; a frame at the time of the one before replaces it */
  push(seconds: number, frame: Frame): void {
    if (this.end > 0 && this.timeAt(this.end - 1) === seconds) this.end--;
    const slot = this.end % this.capacity;
    this.times[slot] = seconds;
    this.bases[slot] = frame.header[HEADER.ladderBasePrice];
    this.ladders.set(frame.ladder, slot * LADDER_LENGTH);
    this.end++;
  }

  timeAt(index: number): number {
    return this.times[index % this.capacity];
  }

  sizeAt(index: number, priceTicks: number): number {
    const slot = index % this.capacity;
    const row = priceTicks - this.bases[slot];
    if (!(row >= 0 && row < LADDER_ROWS)) return 0;
    const at = slot * LADDER_LENGTH + 2 * row;
    return this.ladders[at + 1] - this.ladders[at];
  }
}
