/** Which part of a recording a run is collected, validated and evaluated on. */
import { beforeAll, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { evaluateBaselines } from '../../src/lab/baselineEvaluation';
import type { CollectorPool } from '../../src/lab/collectorPool';
import { RunEvaluation } from '../../src/lab/runEvaluation';
import { HeldTape } from '../../src/lab/storage/heldTape';
import { collectEpisodes } from '../../src/learning/data/collect';
import { datasetHash } from '../../src/learning/data/datasetHash';
import { buildCheckpoints } from '../../src/recordings/play/checkpoints';
import { evaluationMarket, referenceTo, type Recording } from '../../src/recordings/play/recording';
import type { EvaluationRequest } from '../../src/protocol/api';
import {
  collectionOf,
  DEFAULT_RUN_CONFIG,
  parseRunConfig,
  type RunConfig,
} from '../../src/protocol/run';
import { DEFAULT_SETTINGS } from '../../src/store/settings/settings';
import { runConfig } from '../../src/store/settings/configs';
import { plannedRuns } from '../../src/store/runs/runPlan';
import { tapeText } from '../../src/store/settings/tapeFields';
import { onRecording } from '../../src/cli/work/tapeFiles';
import { fileOf, readTape } from '../recordings/dbn/dbnFiles';
import { recordSession } from '../recordings/record/recordedSession';

let recording: Recording;
beforeAll(async () => {
  const tape = await readTape([fileOf(recordSession('base', 30, 5).bytes, 'es.dbn', 1 << 16)]);
  recording = { tape, checkpoints: buildCheckpoints(tape) };
});

const settings = () => ({
  ...DEFAULT_SETTINGS,
  tape: tapeText(recording.tape.header),
  episodeLength: 10,
  dataEpisodes: 3,
});

it('collects on the page what the command line collects', () => {
  const typed = {
    market: DEFAULT_RUN_CONFIG.market,
    env: { ...DEFAULT_ENV_CONFIG, episodeLength: 10 },
    weights: DEFAULT_REWARD_WEIGHTS,
  };
  const scenario = onRecording(typed, recording, 'training');
  const page = collectionOf(runConfig(settings()));
  expect({ market: page.market, env: page.env }).toEqual({
    market: scenario.market,
    env: scenario.env,
  });
  const hash = (request: typeof scenario) =>
    datasetHash([collectEpisodes({ ...request, episodes: page.episodes, recording })]);
  expect(hash(page)).toBe(hash(scenario));
});

it('validates and evaluates on parts of their own', async () => {
  const asked: EvaluationRequest[] = [];
  const pool = {
    evaluate: (request: EvaluationRequest) => {
      asked.push(request);
      const seeds = request.seeds.slice(0, 1);
      return Promise.resolve(evaluateAgent({ ...request, seeds, recording }));
    },
  } as Partial<CollectorPool> as CollectorPool;
  const config: RunConfig = parseRunConfig(runConfig(settings()));
  const { signal } = new AbortController();
  await new RunEvaluation(pool).validateBaselines(config, signal);
  expect(new Set(asked.map(({ market }) => market.tape?.split))).toEqual(new Set(['validation']));
  asked.length = 0;
  const rows = await evaluateBaselines(pool, config, () => undefined, signal);
  expect(new Set(asked.map(({ market }) => market.tape?.split))).toEqual(new Set(['test']));
  const [metrics] = rows[2].metrics;
  expect(metrics.queueShare).toBeGreaterThan(0);
  expect(metrics.queueShare).toBeLessThan(1);
  expect(metrics.queueExponent).toBeUndefined();
});

it('never evaluates on what it was trained on', () => {
  const market = { ...DEFAULT_RUN_CONFIG.market, tape: referenceTo(recording.tape, 'validation') };
  expect(() => evaluationMarket(market, 'validation')).toThrow(
    'market.tape.split: expected another part than it was trained on, got "validation"',
  );
  expect(evaluationMarket(market, 'test').tape?.split).toBe('test');
  expect(evaluationMarket(DEFAULT_RUN_CONFIG.market, 'test')).toBe(DEFAULT_RUN_CONFIG.market);
});

it('refuses returns without luck, with the reason', () => {
  const asked = { ...settings(), algorithm: 'dt', dtReturnLabel: 'withoutLuck' } as const;
  expect(() => plannedRuns(asked, null)).toThrow(/on a recording nobody knows what was luck/);
  expect(plannedRuns({ ...asked, dtReturnLabel: 'plain' }, null)).toHaveLength(1);
});

it('depends on where cancels leave a queue where orders are not known, and says on what', () => {
  const levels: Recording = {
    ...recording,
    tape: { ...recording.tape, header: { ...recording.tape.header, queues: 'levels' } },
  };
  const request = {
    ...collectionOf(runConfig(settings())),
    agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.2 } as const,
    seeds: [1],
    recording: levels,
  };
  const [measured] = evaluateAgent(request);
  const [behind] = evaluateAgent({ ...request, queueExponent: Infinity });
  expect([measured.queueExponent, behind.queueExponent]).toEqual([3.6, Infinity]);
});

it('reads a recording once for many pieces of work, and again after a failure', async () => {
  const reads: string[] = [];
  const held = new HeldTape((hash) => {
    reads.push(hash);
    return reads.length === 1 ? Promise.reject(new Error('full')) : Promise.resolve(recording);
  });
  const market = { ...DEFAULT_RUN_CONFIG.market, tape: referenceTo(recording.tape, 'test') };
  await expect(held.of(market)).rejects.toThrow('full');
  expect(await Promise.all([held.of(market), held.of(market)])).toEqual([recording, recording]);
  expect(reads).toHaveLength(2);
  expect(await held.of(DEFAULT_RUN_CONFIG.market)).toBeUndefined();
});
