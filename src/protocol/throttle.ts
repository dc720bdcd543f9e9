/**
 * A long piece of work reports more often than anybody reads. A throttle passes on the first
 * report, those that must not be missed, and at most four others a second.
 */

const INTERVAL_MS = 250;

export interface Throttle<Report extends readonly unknown[]> {
  offer(...report: Report): void;
  /** Resolves when the newest report that was passed on has arrived. */
  delivered(): Promise<void>;
}

interface ThrottleOptions<Report extends readonly unknown[]> {
  /** The clock, in milliseconds; monotonic. */
  readonly now: () => number;
  /**
   * Says whether a report is passed on at once.
   * @param previous the last that was passed on; null before the first
   */
  readonly isUrgent: (report: Report, previous: Report | null) => boolean;
}

export function throttle<Report extends readonly unknown[]>(
  pass: (...report: Report) => void | Promise<void>,
  { now, isUrgent }: ThrottleOptions<Report>,
): Throttle<Report> {
  let previous: Report | null = null;
  let passedMs = -Infinity;
  let delivered: void | Promise<void> = undefined;
  return {
    offer(...report) {
      const nowMs = now();
      if (nowMs - passedMs < INTERVAL_MS && !isUrgent(report, previous)) return;
      passedMs = nowMs;
      previous = report;
      delivered = pass(...report);
    },
    async delivered() {
      await delivered;
    },
  };
}

/** The total is a count that must not be missed. */
export const isTotal = ([done, total]: readonly [done: number, total: number]): boolean =>
  done >= total;
