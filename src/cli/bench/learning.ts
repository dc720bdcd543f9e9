/**
 * Measures milliseconds per IQL update as a run makes them, on every backend of this machine, at
 * the reference size (256-256, 64 inputs) and at the lab's default (128-128, compact observation).
 * This suite is short; the training suite compares ways to make an update.
 */
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { quantile } from '../../evaluation/statistics';
import { startBackend } from '../training/backend';
import { judged, type BenchResult } from '../output/results';
import { SHAPES, type Candidate } from './candidates/candidate';
import { engineChoice } from '../../learning/algorithms/engineChoice';
import { iqlCandidate } from './candidates/ours';

const MILLISECONDS_PER_ROUND = 400;
const MAX_UPDATES_PER_ROUND = 50;
const ROUNDS = 5;

/** Accepted milliseconds on a 2-core machine; other sizes and backends are only measured. */
const LIMITS: Readonly<Record<string, number>> = {
  'learning.iql.wasm.msPerUpdate': 60,
  'learning.iql.wasm.compact.msPerUpdate': 12,
};

/** @param backends what to measure; a backend that does not start is left out */
export async function benchLearning(
  backends: readonly BackendName[] = ['wasm', 'cpu', 'webgpu'],
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const backend of backends) {
    try {
      await startBackend(backend);
    } catch {
      continue;
    }
    for (const { settings, suffix } of SHAPES) {
      const name = `learning.iql.${backend}${suffix}.msPerUpdate`;
      const candidate = await iqlCandidate(engineChoice(backend, 'compiled'), settings);
      const value = await medianUpdate(candidate);
      candidate.dispose();
      results.push(
        name in LIMITS
          ? judged(name, value, 'ms', [null, LIMITS[name]])
          : { name, value, unit: 'ms' },
      );
    }
  }
  return results;
}

/** Takes the median over rounds, after a warm-up; a round ends when its updates are done. */
async function medianUpdate(candidate: Candidate): Promise<number> {
  await time(candidate, 1);
  const estimate = await time(candidate, 1);
  const affordable = Math.round(MILLISECONDS_PER_ROUND / estimate);
  const updates = Math.max(1, Math.min(MAX_UPDATES_PER_ROUND, affordable));
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await time(candidate, updates));
  return quantile(rounds, 0.5);
}

/** @returns milliseconds per update */
async function time(candidate: Candidate, updates: number): Promise<number> {
  const start = performance.now();
  candidate.start(updates);
  await candidate.finish();
  return (performance.now() - start) / updates;
}
