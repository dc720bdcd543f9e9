/** Counts decisions per second of wall time, over windows long enough to be read. */

/** Milliseconds over which decisions are counted. */
const WINDOW_MS = 500;

export class StepRate {
  /** Decisions per second in the last whole window; 0 before the first has passed. */
  perSecond = 0;
  private steps = 0;

  /** @param fromMs time in milliseconds, on the clock of `look` */
  constructor(private fromMs: number) {}

  count(): void {
    this.steps += 1;
  }

  /** Ends a window that is long enough. */
  look(nowMs: number): void {
    const elapsed = nowMs - this.fromMs;
    if (elapsed < WINDOW_MS) return;
    this.perSecond = (1000 * this.steps) / elapsed;
    this.steps = 0;
    this.fromMs = nowMs;
  }
}
