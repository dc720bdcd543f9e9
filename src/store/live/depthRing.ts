/** A ring of the ladders of the newest frames, for the depth behind the live price chart. */
import type { DepthHistory } from '../../charts/history';
import { HEADER, LADDER_LENGTH, LADDER_ROWS, type Frame } from '../../protocol/frames';

export class DepthRing implements DepthHistory {
  end = 0;
  private first = 0;
  readonly levels = LADDER_ROWS;
  private readonly times: Float64Array;
  private readonly bases: Float64Array;
  private readonly ladders: Float32Array;

  /**
   * @param capacity the number of frames kept; the default covers five minutes at twelve a second
   */
  constructor(private readonly capacity = 4096) {
    this.times = new Float64Array(capacity);
    this.bases = new Float64Array(capacity);
    this.ladders = new Float32Array(capacity * LADDER_LENGTH);
  }

  get start(): number {
    return Math.max(this.first, this.end - this.capacity);
  }

  /** Forgets all frames. */
  clear(): void {
    this.first = this.end;
  }

  /**
   * Adds a frame, or replaces the last one when the time is the same.
   * @param seconds on the shared axis
   */
  push(seconds: number, frame: Frame): void {
    if (this.end > this.start && this.timeAt(this.end - 1) === seconds) this.end--;
    const place = this.end % this.capacity;
    this.times[place] = seconds;
    this.bases[place] = frame.header[HEADER.ladderBasePrice];
    this.ladders.set(frame.ladder, place * LADDER_LENGTH);
    this.end++;
  }

  timeAt(index: number): number {
    return this.times[index % this.capacity];
  }

  priceAt(index: number, level: number): number {
    return this.bases[index % this.capacity] + level;
  }

  sizeAt(index: number, level: number): number {
    const at = (index % this.capacity) * LADDER_LENGTH + 2 * level;
    return this.ladders[at + 1] - this.ladders[at];
  }
}
