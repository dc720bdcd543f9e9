/**
 * Shows progress on stderr: one line rewritten on a terminal, at most one line every few seconds in
 * a log.
 */

export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;

export class ProgressLine {
  private lastMs = -Infinity;
  private shown = false;

  constructor(
    private readonly stream: ProgressStream = process.stderr,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  update(text: string): void {
    const now = this.nowMs();
    const terminal = this.stream.isTTY === true;
    if (now - this.lastMs < (terminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)) return;
    this.lastMs = now;
    this.stream.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
    this.shown = terminal;
  }

  /** Ends the stage; `text` stays on the screen. */
  finish(text: string): void {
    this.stream.write(`${this.shown ? '\r\x1b[2K' : ''}${text}\n`);
    this.shown = false;
    this.lastMs = -Infinity;
  }
}
