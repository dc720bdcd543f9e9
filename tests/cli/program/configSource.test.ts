import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/cli/program/configSource';
import { givenFlags, parseFlags } from '../../../src/cli/program/flags';
import { RUN_FLAGS, runOfFlags } from '../../../src/cli/program/runFlags';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../../src/protocol/run';
import { runConfig } from '../../../src/store/settings/configs';
import { formatLink } from '../../../src/store/settings/link';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import { LAB_COMMANDS } from '../../../src/cli/commands/commands';
import { writeRunFile } from '../../../src/store/runs/runFiles';

const folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A run in which every part is other than a fresh lab's. */
const OTHER = runConfig({
  ...DEFAULT_SETTINGS,
  preset: 'nq',
  regime: 'toxic',
  inventoryPenalty: 77,
  makerFee: 0.4,
  orderLatency: 900,
  maxInventory: 7,
  dataEpisodes: 9,
  episodeLength: 50,
  mixRandom: 3,
  algorithm: 'dt',
  dtUpdates: 33,
  expectile: 0.8,
  hiddenWidth: 32,
  seed: 12,
});

const exported = (config: RunConfig): string =>
  writeRunFile({
    id: '1',
    name: 'Mine',
    notes: '',
    tags: [],
    status: 'finished',
    createdAt: 0,
    config,
    parentId: null,
    datasetHash: '0123456789abcdef',
    update: 1,
    totalUpdates: 1,
    hasPolicy: false,
    evaluation: [],
    failure: '',
    history: null,
    policy: null,
  });

const runOf = async (...args: string[]): Promise<RunConfig> =>
  (await runOfFlags(parseFlags(RUN_FLAGS, args), givenFlags(RUN_FLAGS, args))).run;

describe('a config that is named', () => {
  it('is a whole run config, a run of the page, or what train writes', async () => {
    expect((await readConfig(file('run.json', OTHER))).config).toEqual(OTHER);
    expect(await readConfig(file('exported.json', exported(OTHER)))).toEqual({
      config: OTHER,
      datasetHash: '0123456789abcdef',
    });
    const results = { command: 'train', config: { run: OTHER, hash: 'fedcba9876543210' } };
    expect(await readConfig(file('results.json', results))).toEqual({
      config: OTHER,
      datasetHash: 'fedcba9876543210',
    });
  });

  it('is a link of the lab, with and without its address', async () => {
    const settings = { ...DEFAULT_SETTINGS, inventoryPenalty: 77, preset: 'nq' as const };
    const link = formatLink(settings);
    expect((await readConfig(link)).config).toEqual(runConfig(settings));
    expect((await readConfig(`https://lab.example/${link}`)).config).toEqual(runConfig(settings));
  });

  it('has the rivals of a link, bundled agents among them', async () => {
    const { config } = await readConfig('#rivals=glft:orderLatency=700,pretrainedEs');
    expect(config.market.rivals).toMatchObject([{ orderLatencyMicroseconds: 700 }, {}]);
    await expect(readConfig('#rivals=glft,run.a')).rejects.toThrow(
      'a stored run is in one browser only',
    );
    const kinds = config.market.rivals?.map(({ agent }) => agent.kind);
    expect(kinds).toEqual(['glft', 'trained']);
  });

  it('may name some fields alone; the others are a fresh lab’s in its market', async () => {
    const path = file('partial.json', { market: { preset: 'nq' }, weights: { fees: 2 } });
    const told = { ...DEFAULT_SETTINGS, preset: 'nq', fees: 2 } as const;
    // A config that does not say what it trains for is of fixed weights, as it always was.
    const fresh = runConfig({ ...told, conditioning: 'fixed' });
    expect((await readConfig(path)).config).toEqual(fresh);
    const transformer = file('dt.json', { decisionTransformer: { layers: 1 } });
    expect((await readConfig(transformer)).config).toEqual({
      ...DEFAULT_RUN_CONFIG,
      decisionTransformer: { ...COMPACT_DECISION_TRANSFORMER_CONFIG, layers: 1 },
    });
  });

  it.each([
    ['no JSON', '{', 'run: expected JSON of a run config'],
    ['a list', '[]', 'run: expected an object, got []'],
    ['a field of no name', '{"wieghts":{}}', 'run.wieghts: expected no field of this name'],
    [
      'a weight out of range',
      '{"weights":{"fees":1e9}}',
      'run.weights.fees: expected a number from',
    ],
    ['a field twice', '{"seed":1,"seed":2}', 'run.seed: expected the field once'],
  ])('is refused for %s, by its path and field', async (name, text, words) => {
    const path = file('bad.json', text);
    await expect(readConfig(path), name).rejects.toThrow(`${path}: ${words}`);
  });

  it('is refused where a link is wrong, with what was expected', async () => {
    await expect(readConfig('#makerFee=9999')).rejects.toThrow(
      '--config: makerFee: expected a number from -$100 to $100, got "9999"',
    );
    await expect(readConfig('https://lab.example/')).rejects.toThrow('a link with settings after');
    await expect(readConfig('/nowhere.json')).rejects.toThrow('a file that can be read');
  });
});

describe('flags beside a config', () => {
  const path = file('base.json', OTHER);

  it('change nothing when none is typed', async () => {
    expect(await runOf(`--config=${path}`)).toEqual(OTHER);
  });

  it('change what they name and leave the rest', async () => {
    expect(await runOf(`--config=${path}`, '--fees=2', '--order-latency=5', '--seed=8')).toEqual({
      ...OTHER,
      weights: { ...OTHER.weights, fees: 2 },
      env: { ...OTHER.env, orderLatencyMicroseconds: 5 },
      seed: 8,
    });
  });

  it('set the transformer’s updates with the learner’s, as without a config', async () => {
    const run = await runOf(`--config=${path}`, '--updates=50');
    expect([run.learning.updates, run.decisionTransformer?.updates]).toEqual([50, 50]);
  });

  it('choose another learner', async () => {
    const run = await runOf(`--config=${path}`, '--algorithm=bc');
    expect(run).toEqual({
      ...OTHER,
      learning: { ...OTHER.learning, algorithm: 'bc' },
      decisionTransformer: null,
    });
  });

  it('keep a mixture that is the config’s own in another market, and change a usual one', async () => {
    const own = await runOf(`--config=${path}`, '--market=es');
    expect(own.dataset).toEqual(OTHER.dataset);
    expect(own.env.tickValueDollars).toBe(12.5);
    const usual = file('usual.json', { market: { preset: 'nq' } });
    expect((await runOf(`--config=${usual}`, '--market=es')).dataset).toEqual(
      DEFAULT_RUN_CONFIG.dataset,
    );
  });

  it('set a training seed of its own, until another seed is typed', async () => {
    const seeded = file('seeded.json', { ...OTHER, trainingSeed: 99 });
    expect((await runOf(`--config=${seeded}`)).trainingSeed).toBe(99);
    expect((await runOf(`--config=${seeded}`, '--training-seed=5')).trainingSeed).toBe(5);
    expect((await runOf(`--config=${seeded}`, '--seed=5')).trainingSeed).toBeNull();
  });
});

describe('the commands', () => {
  it.each(['train', 'collect', 'evaluate', 'arena', 'facts', 'record', 'experiment'])(
    '%s takes a config',
    (name) => {
      expect(Object.keys(LAB_COMMANDS[name].flags)).toContain('config');
    },
  );
});
