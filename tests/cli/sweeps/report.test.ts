import { describe, expect, it } from 'vitest';
import { parseAxis } from '../../../src/cli/sweeps/axes';
import { planPoints } from '../../../src/cli/sweeps/plan';
import { formatChoice, formatSweep, sweepResults } from '../../../src/cli/sweeps/report';
import type { SweepRequest, SweepResult } from '../../../src/cli/sweeps/sweep';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';

const AXIS = parseAxis('weights.inventoryPenalty=0,20,500');

/** @param seeds data seeds @param spread dollars between one episode and the next */
function swept(profits: readonly number[], seeds: number, spread: number) {
  const request: SweepRequest = {
    points: planPoints(DEFAULT_RUN_CONFIG, { kind: 'grid', axes: [AXIS], points: 3, seed: 1 }),
    seeds,
    episodes: 4,
    metric: 'profit',
    front: ['profit', 'meanAbsInventory'],
    shard: null,
    setting: { build: 'test', backend: 'wasm' },
  };
  const episode = (profit: number, seed: number): EpisodeMetrics => ({
    seed,
    steps: 10,
    return: profit,
    profit,
    maxDrawdown: 0,
    meanAbsInventory: 5,
    p95AbsInventory: 9,
    contractsTraded: 1,
    fillRate: 0.5,
    quotedSpread: 1,
    terms: [0, 0, 0, 0, 0, 0],
    markoutTicks: [0, 0, 0],
  });
  const played = profits.map((profit) =>
    Array.from({ length: seeds }, (_, data) =>
      [0, 1, 2, 3].map((seed) => episode(profit + data + spread * seed, seed)),
    ),
  );
  const result: SweepResult = {
    played,
    best: profits.indexOf(Math.max(...profits)),
    front: [],
    reported: new Map(),
    units: { computed: 0, stored: 0 },
    failures: [],
    isStopped: false,
    digest: '0123456789abcdef',
  };
  return { request, result };
}

const lastCells = (text: string) =>
  text.split('\n').map((line) => line.trim().split(/ {2,}/).at(-1));

describe('the report of a sweep', () => {
  it('names the points that tie with the best, in the table, the sentence and the results', () => {
    const { request, result } = swept([100, 98, 20], 1, 4);
    const table = lastCells(formatSweep([AXIS], request, result));
    expect(table.filter((cell) => cell === 'best, tied')).toHaveLength(1);
    expect(table.filter((cell) => cell === 'tied')).toHaveLength(1);
    expect(formatChoice(request, result)).toContain(
      'It ties with point 2: their intervals overlap its own.',
    );
    expect(sweepResults(request, result)).toContainEqual({
      name: 'sweep.best.tied',
      value: 1,
      unit: 'points',
    });
  });

  it('says of no point that it ties where one is clearly the best', () => {
    const { request, result } = swept([100, 60, 20], 3, 1);
    expect(lastCells(formatSweep([AXIS], request, result))).toContain('best');
    expect(formatChoice(request, result)).not.toMatch(/ties|data seeds are/);
  });

  it.each([
    [1, 'Intervals are over the episodes of one data seed'],
    [2, 'Intervals of two data seeds are wide, and rough'],
  ])('says what the intervals of %i data seeds are worth', (seeds, said) => {
    const { request, result } = swept([100, 60, 20], seeds, 1);
    expect(formatChoice(request, result)).toContain(said);
  });
});
