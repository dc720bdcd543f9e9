/** Rows of several files that are read side by side, in the order of their times. */
import type { CsvRows } from './csvRows';

/** One of the files, at its current row. */
export class TimedRows<Part extends string> {
  /** Time of the row, by which the files are merged. */
  timeNs = 0;

  /**
   * @param timeOf gives the time of the current row, or NaN for a row that is left out
   */
  constructor(
    readonly part: Part,
    readonly rows: CsvRows,
    private readonly timeOf: (rows: CsvRows, part: Part) => number,
  ) {}

  /** Takes the row at which the file is, as `next` does a further one. */
  start(): boolean {
    return this.isTaken() || this.next();
  }

  /** Goes to the next row that is not left out; where it is false, `pull` may find one. */
  next(): boolean {
    while (this.rows.next()) if (this.isTaken()) return true;
    return false;
  }

  async pull(): Promise<boolean> {
    while (await this.rows.pull()) if (this.isTaken() || this.next()) return true;
    return false;
  }

  private isTaken(): boolean {
    this.timeNs = this.timeOf(this.rows, this.part);
    return !Number.isNaN(this.timeNs);
  }
}

/**
 * Takes the rows of all files in the order of their times. At the same time a file of trades comes
 * first, since trades explain the changes of the book that come with them.
 * @param files each at its first row
 */
export async function mergeByTime<Part extends string>(
  files: readonly TimedRows<Part>[],
  isTrades: (part: Part) => boolean,
  take: (file: TimedRows<Part>) => void,
): Promise<void> {
  const open = [...files].sort((a, b) => Number(isTrades(b.part)) - Number(isTrades(a.part)));
  while (open.length > 0) {
    let first = open[0];
    for (const file of open) if (file.timeNs < first.timeNs) first = file;
    take(first);
    if (!first.next() && !(await first.pull())) open.splice(open.indexOf(first), 1);
  }
}
