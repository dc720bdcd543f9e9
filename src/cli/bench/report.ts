/** What a suite says while it runs, and beside its numbers. */
export interface BenchReport {
  progress(text: string): void;
  /** Said under the table, and kept in the file. */
  note(text: string): void;
}
