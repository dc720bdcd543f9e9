import { describe, expect, it } from 'vitest';
import { deriveSeeds, type SeedStream } from '../../../src/agents/seeds';
import type { ExaminationModels } from '../../../src/agents/policies/examinationModels';
import { finalWordText } from '../../../src/content/finalWord';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { FinalWordRequest, Lab } from '../../../src/lab/types';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { candidatesOf, finalWordResult } from '../../../src/store/runs/finalWord';
import { readRunFile, writeRunFile } from '../../../src/store/runs/runFiles';
import { exampleModels } from '../../agents/policies/exampleModels';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleRow, exampleSummary } from '../../components/examples';
import { openTestSession, policy } from '../testSession';

const rows = [
  exampleRow('network', [40, 50, 60]),
  exampleRow('random', [-5, -7, -9]),
  exampleRow('inventory skewed', [10, 25, 25]),
];

async function open(answers: Partial<Lab>, models?: ExaminationModels) {
  const storage = createMemoryStorage();
  const runs = ['1', '2', '3'].map((id) => exampleSummary(id, [11, 22, 33]));
  for (const run of runs) {
    const record = { ...run, history: null, policy, ...(models !== undefined && { models }) };
    await storage.runs.put(record, null);
  }
  const { session } = openTestSession('', { storage, answers });
  await session.runs.load();
  return { session, storage };
}

describe('the final word on a run', () => {
  it('is measured on a seed of its own, kept with the run, and says among how many it was chosen', async () => {
    const requests: FinalWordRequest[] = [];
    const { session, storage } = await open({
      evaluateFinally: async (request, onProgress) => {
        requests.push(request);
        onProgress(0, 96);
        return rows;
      },
    });
    await session.finalWord.measure('2');
    expect(requests).toMatchObject([{ config: DEFAULT_RUN_CONFIG, clone: null, seed: 1_000 }]);
    const [shown] = session.state.runs.filter(({ id }) => id === '2');
    expect(shown.finalWord).toEqual({ seed: 1_000, candidates: 3, rows });
    const stored = await storage.runs.get('2');
    expect(stored?.finalWord).toEqual(shown.finalWord);
    expect(session.state.finalWord.progress).toBeNull();
  });

  it('plays the clone that was kept with the run', async () => {
    const models = exampleModels(examplePolicy());
    const requests: FinalWordRequest[] = [];
    const { session } = await open(
      {
        evaluateFinally: async (request) => {
          requests.push(request);
          return rows;
        },
      },
      models,
    );
    await session.finalWord.measure('2');
    expect(requests.map(({ clone }) => clone)).toEqual([models.clone]);
  });

  it('says what the agent earned beyond its clone, which is no baseline', () => {
    const clone = exampleRow('behaviour cloning', [30, 45, 50]);
    const [own, ...baselines] = rows;
    const word = { seed: 5, candidates: 1, rows: [own, clone, ...baselines] };
    const result = finalWordResult(word, 'behaviour cloning');
    expect(result).toMatchObject({ rival: 'inventory skewed' });
    // Differences of 10, 5 and 10.
    expect(result?.beyondClone?.estimate).toBeCloseTo(25 / 3, 12);
    const without = finalWordResult({ ...word, rows }, null);
    expect(without?.beyondClone).toBeNull();
    if (result === null || without === null) throw new Error('expected two results');
    expect(finalWordText(result, 1, 'iql')).toMatch(
      /against inventory.skewed.* and \+\$8\.33 \(.*\) against its clone\.$/,
    );
    expect(finalWordText(without, 1, 'iql')).toContain('No clone played: none was kept with it.');
    expect(finalWordText(without, 1, 'bc')).not.toContain('clone');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const { session, storage } = await open({
      evaluateFinally: (_, onProgress, signal) => {
        onProgress(5, 96);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      },
    });
    const measured = session.finalWord.measure('2');
    await new Promise((resolve) => {
      const stop = session.store.subscribe(({ finalWord }) => {
        if (finalWord.progress === null) return;
        stop();
        resolve(undefined);
      });
    });
    session.finalWord.cancel();
    await measured;
    expect(session.state.finalWord).toEqual({ runId: null, progress: null, failure: '' });
    expect((await storage.runs.get('2'))?.finalWord).toBeUndefined();
  });

  it('says why it could not be measured', async () => {
    const { session } = await open({
      evaluateFinally: () => Promise.reject(new Error('no collector')),
    });
    await session.finalWord.measure('2');
    expect(session.state.finalWord).toEqual({
      runId: '2',
      progress: null,
      failure: 'no collector',
    });
  });

  it('compares with the pinned baseline, and with the usual one where none is pinned', () => {
    const word = { seed: 5, candidates: 3, rows };
    expect(finalWordResult(word, 'random')?.difference.estimate).toBe(57);
    const usual = finalWordResult(word, 'run-7');
    expect(usual).toMatchObject({ rival: 'inventory skewed', episodes: 3 });
    expect(usual?.difference.estimate).toBe(30);
    // Differences of 30, 25 and 35: s = 5, t₀.₉₇₅ with 2 degrees 4.3027.
    expect(usual?.difference.low).toBeCloseTo(30 - (4.3027 * 5) / Math.sqrt(3), 2);
    expect(finalWordResult({ ...word, rows: [] }, null)).toBeNull();
  });

  it('counts the runs of its own scenario that were evaluated', () => {
    const other = { ...DEFAULT_RUN_CONFIG, seed: 2 };
    const runs = [
      exampleSummary('1', [1]),
      exampleSummary('2', [2]),
      exampleSummary('3', [3], { config: other }),
      exampleSummary('4', [], { evaluation: [] }),
    ];
    expect(candidatesOf(runs[0], runs)).toBe(2);
  });

  it('plays episodes that no other stream of the same seed has', () => {
    const streams: readonly SeedStream[] = ['collection', 'evaluation', 'validation'];
    const others = new Set(streams.flatMap((stream) => deriveSeeds(7, stream, 1000)));
    expect(deriveSeeds(7, 'finalWord', 1000).some((seed) => others.has(seed))).toBe(false);
  });

  it('travels in the run’s file, and a file without one opens', () => {
    const finalWord = { seed: 5, candidates: 3, rows };
    const run = { ...exampleSummary('1', [1, 2]), history: null, policy: null, finalWord };
    const opened = (text: string) => readRunFile(new TextEncoder().encode(text), 0);
    expect(opened(writeRunFile(run)).finalWord).toEqual(finalWord);
    const { finalWord: _, ...before } = run;
    expect(opened(writeRunFile(before)).finalWord).toBeUndefined();
  });
});
