/** Measures JavaScript's heap: what work leaves to be collected, and what it keeps. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const ROUNDS = 5;

/** @returns a function that makes V8 collect all garbage at once */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** @returns bytes by which the heap grew during `work`, or null when V8 collected meanwhile */
export function heapGrowth(work: () => void): number | null {
  const before = process.memoryUsage().heapUsed;
  work();
  const growth = process.memoryUsage().heapUsed - before;
  return growth < 0 ? null : growth;
}

/** @returns bytes of garbage per operation, in the round that left least */
export function leastGarbage(count: number, round: () => void): number {
  const growths = Array.from({ length: ROUNDS }, () => heapGrowth(round) ?? Infinity);
  return Math.min(...growths) / count;
}
