/** A suite speaks while it runs, and beside its numbers. */
export interface BenchReport {
  progress(text: string): void;
  /** The note stands under the table and is kept in the file. */
  note(text: string): void;
}
