import { describe, expect, it } from 'vitest';
import { defaultBehaviours } from '../../src/agents/baselines/behaviours';
import { hasEpisodesOf } from '../../src/lab/heldDataset';
import { collectEpisodes } from '../../src/learning/data/collect';
import { datasetHash } from '../../src/learning/data/datasetHash';
import { summarise } from '../../src/learning/data/datasetSummary';
import { readDatasetFile, writeDatasetFile } from '../../src/learning/data/parquet';
import type { TrainingProgress } from '../../src/protocol/api';
import { historyOf } from '../../src/protocol/progressHistory';
import {
  DEFAULT_RUN_CONFIG,
  collectionOf,
  datasetOriginOf,
  groupKeyOf,
  parseRunConfig,
  trainingSeedOf,
  type RunConfig,
} from '../../src/protocol/run';

const short: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 40 },
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 12 },
};

describe('a run config', () => {
  it('survives JSON unchanged', () => {
    const text = JSON.stringify(DEFAULT_RUN_CONFIG);
    expect(parseRunConfig(JSON.parse(text))).toStrictEqual(DEFAULT_RUN_CONFIG);
  });

  it('holds the whole default mixture', () => {
    expect(DEFAULT_RUN_CONFIG.dataset.behaviours).toStrictEqual(defaultBehaviours());
  });

  it.each<[string, object]>([
    ['run.version', { version: 2 }],
    ['run.seed', { seed: -1 }],
    ['run.market.preset', { market: { preset: 'moon' } }],
    ['run.weights.fees', { weights: { ...short.weights, fees: Number.NaN } }],
    ['run.dataset.episodes', { dataset: { ...short.dataset, episodes: 0 } }],
    ['run.dataset.behaviours', { dataset: { episodes: 1, behaviours: [] } }],
    [
      'run.dataset.behaviours',
      { dataset: { episodes: 1, behaviours: [{ agent: { kind: 'random' }, weight: 0 }] } },
    ],
    [
      'run.dataset.behaviours.0.agent.kind',
      { dataset: { episodes: 1, behaviours: [{ agent: { kind: 'oracle' }, weight: 1 }] } },
    ],
    ['run.learning.expectile', { learning: { ...short.learning, expectile: 0.2 } }],
    ['run.notes', { notes: 'x' }],
  ])('is refused for a bad %s', (field, change) => {
    expect(() => parseRunConfig({ ...short, ...change })).toThrow(
      expect.objectContaining({ name: 'InvalidInputError', field }),
    );
  });
});

describe('a run on data that came from a file', () => {
  const imported = parseRunConfig({ ...short, dataset: { episodes: 12, behaviours: null } });

  it('says so in its config, and cannot be collected again', () => {
    expect(datasetOriginOf(imported).mixture).toBeNull();
    expect(() => collectionOf(imported)).toThrow(
      'run.dataset.behaviours: expected a mixture, to collect by: the data of this run came from a file',
    );
  });
});

describe('runs over several seeds', () => {
  it('are one group when they differ in the training seed alone, and learn from the same data', () => {
    const other = { ...short, trainingSeed: 8 };
    expect(groupKeyOf(other)).toBe(groupKeyOf(short));
    expect(collectionOf(other)).toEqual(collectionOf(short));
    expect([trainingSeedOf(short), trainingSeedOf(other)]).toEqual([short.seed, 8]);
  });

  it('are no group when anything else differs, in whatever order their fields are written', () => {
    expect(groupKeyOf({ ...short, seed: 2 })).not.toBe(groupKeyOf(short));
    const { seed, version, ...rest } = short;
    expect(groupKeyOf({ seed, ...rest, version })).toBe(groupKeyOf(short));
  });
});

describe('the dataset of a run', () => {
  it('is the same through JSON, however often, and through a file', async () => {
    const dataset = collectEpisodes(collectionOf(short));
    const again = collectEpisodes(collectionOf(parseRunConfig(JSON.parse(JSON.stringify(short)))));
    expect(datasetHash([again])).toBe(datasetHash([dataset]));
    const parts = writeDatasetFile(dataset, datasetOriginOf(short));
    const read = await readDatasetFile(await new Blob(parts).arrayBuffer());
    expect(read.dataset).toStrictEqual(dataset);
    expect(read.origin).toStrictEqual(datasetOriginOf(short));
  });

  it('is another for another seed, market, environment or mixture, and the same for other rewards', () => {
    const held = {
      origin: datasetOriginOf(short),
      summary: summarise(collectEpisodes(collectionOf(short))),
    };
    const isHeld = (changes: Partial<RunConfig>) => hasEpisodesOf(held, { ...short, ...changes });
    const weights = { ...short.weights, fees: 2 };
    const learning = { ...short.learning, updates: 1 };
    expect(isHeld({ weights, learning })).toBe(true);
    expect(isHeld({ seed: 2 })).toBe(false);
    expect(isHeld({ market: { ...short.market, regime: 'volatile' } })).toBe(false);
    expect(isHeld({ env: { ...short.env, postOnly: true } })).toBe(false);
    expect(isHeld({ dataset: { ...short.dataset, episodes: 13 } })).toBe(false);
    expect(isHeld({ dataset: { ...short.dataset, behaviours: null } })).toBe(false);
  });
});

describe('the history of a run', () => {
  const report = (update: number): TrainingProgress => ({
    algorithm: 'iql',
    phase: update < 2 ? 'cloning' : 'training',
    update,
    totalUpdates: 3,
    updatesPerSecond: 50,
    secondsLeft: 1,
    policyLoss: 1 / (1 + update),
    valueLoss: Number.NaN,
    criticLoss: 0,
    meanValue: 0,
    meanQ: 0,
    meanAdvantageWeight: 1,
    clippedShare: 0,
    policyStd: 0.3,
    gradientNorm: Number.NaN,
    valueGradientNorm: Number.NaN,
    criticGradientNorm: Number.NaN,
    policyVersion: update,
  });

  it('keeps every report, column by column', () => {
    const history = historyOf([report(0), report(1), report(2)]);
    expect(history?.phases).toEqual(['cloning', 'cloning', 'training']);
    expect([...(history?.columns.policyLoss ?? [])]).toEqual([1, 0.5, 1 / 3]);
    expect([...(history?.columns.valueLoss ?? [])]).toEqual([NaN, NaN, NaN]);
    expect(historyOf([])).toBeNull();
  });
});
