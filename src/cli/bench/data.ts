/**
 * Measures how long a million transitions take to load from a file, every check of the import
 * included, and how much memory that takes. Each load runs in a process of its own, whose peak is
 * its own. It takes half a minute, most of it to make the file.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectEpisodes } from '../../learning/data/collect';
import { concatenateShards } from '../../learning/data/datasetOperations';
import { collectionOf, datasetOriginOf, DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { writeDataset } from '../output/files';
import { judged, type BenchResult } from '../output/results';

const ROWS = 1_000_000;
/**
 * Episodes collected; they are copied to fill a million rows, which would take minutes to collect.
 */
const EPISODES = 84;
const ROUNDS = 3;
const LIMITS = { seconds: 5, peakMb: 1024, qualitySeconds: 1 };

/** Measurements that a process reports of itself. */
export interface LoadReport {
  readonly rows: number;
  readonly seconds: number;
  /** Peak memory of the whole process, with Node, its modules and the file in it. */
  readonly peakMb: number;
  readonly qualitySeconds: number;
}

export async function benchData(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nanoarb-data-'));
  try {
    const path = join(folder, 'million.parquet');
    const rows = writeMillion(path);
    const reports: LoadReport[] = [];
    for (let round = 0; round < ROUNDS; round += 1) reports.push(await loadInProcess(path));
    // Others use the machine too: the shortest time is the load's own, the largest peak is an upper
    // bound.
    const seconds = Math.min(...reports.map((report) => report.seconds));
    const quality = Math.min(...reports.map((report) => report.qualitySeconds));
    const peak = Math.max(...reports.map((report) => report.peakMb));
    return [
      { name: 'data.load.rows', value: rows, unit: 'transitions' },
      judged('data.load.seconds', seconds, 's', [null, LIMITS.seconds]),
      judged('data.load.peakMb', peak, 'MiB', [null, LIMITS.peakMb]),
      judged('data.quality.seconds', quality, 's', [null, LIMITS.qualitySeconds]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns the number of rows written */
function writeMillion(path: string): number {
  const { dataset } = DEFAULT_RUN_CONFIG;
  const config = { ...DEFAULT_RUN_CONFIG, dataset: { ...dataset, episodes: EPISODES } };
  const shard = collectEpisodes(collectionOf(config));
  const copies = Math.ceil(ROWS / shard.rows);
  const whole = concatenateShards(Array.from({ length: copies }, () => shard));
  writeDataset(path, whole, datasetOriginOf(config));
  return whole.rows;
}

function loadInProcess(path: string): Promise<LoadReport> {
  const script = fileURLToPath(new URL('./dataLoad.ts', import.meta.url));
  const child = fork(script, [path]);
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as LoadReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The loading process ended with ${code}.`)));
  });
}
