/** Receives what a suite prints while it runs, and beside its numbers. */
export interface BenchReport {
  progress(text: string): void;
  /** Adds a note under the table, which is kept in the file. */
  note(text: string): void;
}
