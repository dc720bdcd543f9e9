/**
 * The pacer says how many decisions are due: wall time goes in, market time comes out. After a
 * stall it does not catch up: at most a quarter of a second is ever owed, so that a page that was
 * away sees the market go on, not race.
 */

const MAX_OWED_SECONDS = 0.25;

export class Pacer {
  private owedDecisions = 0;
  private lastMs: number;

  /**
   * @param speed market seconds per wall second, at least 0; Infinity is always due
   * @param decisionSeconds market seconds between decisions
   */
  constructor(
    private speed: number,
    private decisionSeconds: number,
    nowMs: number,
  ) {
    this.lastMs = nowMs;
  }

  setSpeed(speed: number, nowMs: number): void {
    this.accrue(nowMs);
    this.speed = speed;
  }

  setDecisionSeconds(seconds: number): void {
    this.decisionSeconds = seconds;
    this.owedDecisions = 0;
  }

  /** Lets wall time pass without owing anything for it. */
  skipTo(nowMs: number): void {
    this.lastMs = nowMs;
  }

  accrue(nowMs: number): void {
    const seconds = Math.max(0, nowMs - this.lastMs) / 1000;
    this.lastMs = nowMs;
    if (this.speed === Infinity) return;
    const rate = this.speed / this.decisionSeconds;
    this.owedDecisions = Math.min(
      this.owedDecisions + seconds * rate,
      Math.max(1, MAX_OWED_SECONDS * rate),
    );
  }

  get isDue(): boolean {
    return this.speed === Infinity || this.owedDecisions >= 1;
  }

  /** Uses up one decision. */
  spend(): void {
    if (this.speed !== Infinity) this.owedDecisions -= 1;
  }

  /** Wall milliseconds until the next decision is due; 0 when it is, Infinity at speed 0. */
  get msUntilDue(): number {
    if (this.isDue) return 0;
    return ((1 - this.owedDecisions) * this.decisionSeconds * 1000) / this.speed;
  }
}
