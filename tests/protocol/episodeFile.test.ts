import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors, type Tensor } from '../../src/agents/files/safetensors';
import { InvalidInputError } from '../../src/market/validation';
import { readEpisodeFile, writeEpisodeFile } from '../../src/protocol/episodeFile';
import {
  FILL,
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../../src/protocol/frames';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { INSTRUMENTS } from '../../src/market/instruments';
import type { EpisodeWorld } from '../../src/protocol/episodeWorld';
import type { MarketConfig } from '../../src/market/config';
import { MANUAL_AGENT_NAME } from '../../src/agents/manual/manualAgent';
import { BESIDE_FIELDS, BESIDE_LENGTH } from '../../src/protocol/besideAgent';
import { besideOf } from '../../src/session/besideOf';
import { playedEpisode } from './playedEpisode';

const ES: MarketConfig = { preset: 'es', regime: 'volatile' };

const steps = 40;
const record = playedEpisode({ kind: 'random' }, { env: { episodeLength: steps } });
const episode = {
  record,
  name: 'A squeeze',
  bookmarks: [
    { step: 2, label: 'Caught long' },
    { step: 5, label: '' },
  ],
};
const file = writeEpisodeFile(episode);

/** The record with one number of a row changed. */
function withSample(field: keyof typeof SAMPLE, row: number, value: number): EpisodeRecord {
  const samples = record.samples.slice();
  samples[row * SAMPLE_LENGTH + SAMPLE[field]] = value;
  return { ...record, samples };
}
function withFill(field: keyof typeof FILL, row: number, value: number): EpisodeRecord {
  const fills = record.fills.slice();
  fills[row * FILL_LENGTH + FILL[field]] = value;
  return { ...record, fills };
}

function withVolume(row: number, value: number): EpisodeRecord {
  const { marketContracts = new Float64Array() } = record;
  return { ...record, marketContracts: marketContracts.with(row, value) };
}

const persons: EpisodeRecord = {
  ...record,
  agentName: MANUAL_AGENT_NAME,
  isByHand: true,
  ...besideOf(playedEpisode({ kind: 'doNothing' }, { env: { episodeLength: steps } }), false),
};
/** A person's episode with one number of the agent's curve changed. */
function withBeside(field: (typeof BESIDE_FIELDS)[number], row: number, value: number) {
  const { besideCurve = new Float64Array() } = persons;
  const at = row * BESIDE_LENGTH + BESIDE_FIELDS.indexOf(field);
  return { record: { ...persons, besideCurve: besideCurve.with(at, value) } };
}

const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, ...INSTRUMENTS.es, episodeLength: steps };
const withWorld = (change: Partial<EpisodeWorld>): EpisodeRecord => ({
  ...record,
  world: { env, weights: DEFAULT_REWARD_WEIGHTS, fallback: null, isOneAgent: true, ...change },
});

function edited(
  editHeader: (header: Record<string, unknown>) => void,
  editTensors: (tensors: Map<string, Tensor>) => void = () => {},
): Uint8Array {
  const { tensors, metadata } = readSafetensors(file);
  const header = JSON.parse(metadata.header) as Record<string, unknown>;
  editHeader(header);
  const copies = new Map(tensors);
  editTensors(copies);
  return writeSafetensors({
    tensors: copies,
    metadata: { ...metadata, header: JSON.stringify(header) },
  });
}

const inHeader = (field: string, value: unknown) =>
  edited((header) => {
    header[field] = value;
  });
const inTensors = (name: string, tensor: Tensor) =>
  edited(
    () => {},
    (tensors) => tensors.set(name, tensor),
  );

describe('an episode file', () => {
  it('of an earlier version is a person’s where no policy played under the name of one', () => {
    const older = (record: EpisodeRecord) => {
      const { isByHand: _, ...rest } = record;
      const file = writeEpisodeFile({ ...episode, record: rest as EpisodeRecord });
      return readEpisodeFile(file).record.isByHand;
    };
    expect(older(persons)).toBe(true);
    expect(older({ ...record, agentName: MANUAL_AGENT_NAME, policyVersion: 4 })).toBe(false);
    expect(older(record)).toBe(false);
  });

  it('gives back every number, the name and the bookmarks', () => {
    expect(readEpisodeFile(file)).toStrictEqual(episode);
  });

  it('gives back an episode without fills', () => {
    const quiet = {
      ...episode,
      record: playedEpisode({ kind: 'doNothing' }, { env: { episodeLength: steps } }),
    };
    expect(readEpisodeFile(writeEpisodeFile(quiet))).toStrictEqual(quiet);
  });

  it('gives back an episode of an earlier version, which does not say what the market traded', () => {
    const { marketContracts: _, ...older } = record;
    const again = readEpisodeFile(writeEpisodeFile({ ...episode, record: older }));
    expect(again).toStrictEqual({ ...episode, record: older });
  });

  it('gives back the world it was played in, and the episode that it follows', () => {
    const fallback = { agent: { kind: 'random' }, decisions: 10 } as const;
    const parent = { id: '3-7', name: 'A squeeze', steps: 12 };
    const followed = { ...withWorld({ fallback, isOneAgent: false }), parent };
    const again = readEpisodeFile(writeEpisodeFile({ ...episode, record: followed }));
    expect(again.record).toStrictEqual(followed);
  });

  it('gives back the agent that played beside a person, with its profit', () => {
    const again = readEpisodeFile(writeEpisodeFile({ ...episode, record: persons }));
    expect(again.record).toStrictEqual(persons);
    expect(again.record.besideCurve).toHaveLength(2 * steps);
  });

  it.each<[AgentSpec, MarketConfig, Partial<EnvConfig>]>([
    [{ kind: 'doNothing' }, { preset: 'nq', regime: 'base' }, {}],
    [{ kind: 'random' }, { preset: 'avellanedaStoikov', regime: 'base' }, {}],
    [{ kind: 'fixedSpread', spreadTicks: 0.5, sizeFraction: 1 }, ES, { maxLossDollars: 100 }],
    [
      { kind: 'random' },
      ES,
      { maxInventory: 5, maxOrderSize: 5, orderLatencyMicroseconds: 500_000 },
    ],
    [{ kind: 'random' }, ES, { flattenAtEnd: false, episodeLength: 300 }],
  ])('opens again whoever played it: %j in %j with %j', (spec, market, env) => {
    const played = playedEpisode(spec, { market, env: { episodeLength: 100, ...env } });
    const again = readEpisodeFile(writeEpisodeFile({ ...episode, record: played, bookmarks: [] }));
    expect(again.record).toStrictEqual(played);
  });

  it.each<[string, Partial<typeof episode>]>([
    ['episode.bookmarks.1.step', { bookmarks: [5, 2].map((step) => ({ step, label: '' })) }],
    ['episode.bookmarks.0.step', { bookmarks: [{ step: steps, label: '' }] }],
    ['episode.samples.bidPrice[6]', { record: withSample('bidPrice', 6, 1e300) }],
    ['episode.samples.inventory[6]', { record: withSample('inventory', 6, 0.5) }],
    ['episode.samples.inventory[39]', { record: withSample('inventory', 39, 9) }],
    ['episode.samples.equityDollars[6]', { record: withSample('equityDollars', 6, 1e6) }],
    ['episode.samples.equityDollars[7]', { record: withSample('equityDollars', 7, Number.NaN) }],
    ['episode.samples.fees[3]', { record: withSample('fees', 3, Infinity) }],
    ['episode.samples.step[3]', { record: withSample('step', 3, 3) }],
    ['episode.samples.timeSeconds[3]', { record: withSample('timeSeconds', 3, 0) }],
    ['episode.samples.bestAsk[5]', { record: withSample('bestAsk', 5, 1_020_000) }],
    ['episode.fills.size[0]', { record: withFill('size', 0, Number.NaN) }],
    ['episode.fills.size[1]', { record: withFill('size', 1, 0) }],
    ['episode.fills.side[0]', { record: withFill('side', 0, 0) }],
    ['episode.fills.step[0]', { record: withFill('step', 0, 0) }],
    ['episode.fills.isMaker[0]', { record: withFill('isMaker', 0, 2) }],
    ['episode.fills.priceTicks[0]', { record: withFill('priceTicks', 0, 900_000_000) }],
    ['episode.fills.timeSeconds[0]', { record: withFill('timeSeconds', 0, 99) }],
    [
      'episode.queue.bidSize[0]',
      { record: { ...record, queue: record.queue.map((v, at) => (at === 0 ? -1 : v)) } },
    ],
    ['episode.marketContracts[9]', { record: withVolume(9, 0) }],
    ['episode.marketContracts[9]', { record: withVolume(9, Number.NaN) }],
    ['episode.marketContracts[9]', { record: withVolume(9, 1e300) }],
    ['episode.ladder[0]', { record: { ...record, ladder: record.ladder.map(() => -1) } }],
    ['episode.world.env.maxInventory', { record: withWorld({ env: { ...env, maxInventory: 7 } }) }],
    [
      'episode.world.env.episodeLength',
      { record: withWorld({ env: { ...env, episodeLength: 12 } }) },
    ],
    ['episode.world.rivals', { record: withWorld({ rivals: [{ agent: { kind: 'random' } }] }) }],
    ['episode.beside', { record: { ...persons, isByHand: false } }],
    [
      'episode.beside.isInBook',
      { record: { ...persons, beside: { agentName: 'random', isInBook: true } } },
    ],
    ['episode.beside.timeSeconds[5]', withBeside('timeSeconds', 5, 0)],
    ['episode.beside.timeSeconds[0]', withBeside('timeSeconds', 0, Number.NaN)],
    ['episode.beside.equityDollars[39]', withBeside('equityDollars', 39, Number.NaN)],
    ['episode.beside.equityDollars[3]', withBeside('equityDollars', 3, -1e300)],
    ['episode.parent.steps', { record: { ...record, parent: { id: 'a', name: '', steps: 41 } } }],
  ])('is refused whole when %s cannot be right', (field, changes) => {
    const bytes = writeEpisodeFile({ ...episode, ...changes });
    expect(() => readEpisodeFile(bytes)).toThrow(expect.objectContaining({ field }));
  });
});

describe('a bad episode file is refused, naming the field:', () => {
  it.each<[string, Uint8Array]>([
    ['episode.header', writeSafetensors({ tensors: new Map(), metadata: {} })],
    ['episode.format', inHeader('format', 2)],
    ['episode.tickSize', inHeader('tickSize', 0)],
    ['episode.steps', inHeader('steps', 1e9)],
    ['episode.steps', inHeader('steps', 0)],
    ['episode.samples.shape', inHeader('steps', 8)],
    ['episode.sampleFields', inHeader('sampleFields', ['step'])],
    ['episode.hash', inHeader('name', 'Another')],
    ['episode.bookmarks.0.label', inHeader('bookmarks', [{ step: 1 }])],
    [
      'episode.samples',
      edited(
        () => {},
        (tensors) => tensors.delete('samples'),
      ),
    ],
    [
      'episode.ladder.dtype',
      inTensors('ladder', { shape: [steps, 20], data: new Float32Array(20 * steps) }),
    ],
    [
      'episode.queue.dtype',
      inTensors('queue', { shape: [steps, 6], data: new Float32Array(6 * steps) }),
    ],
    [
      'episode.marketContracts.shape',
      inTensors('marketContracts', { shape: [5], data: new Float64Array(5) }),
    ],
    ['episode.beside', inHeader('beside', { agentName: 'random', isInBook: false })],
    ['episode.beside.isInBook', inHeader('beside', { agentName: 'random' })],
    ['episode.fills.shape', inTensors('fills', { shape: [5], data: new Float64Array(5) })],
    ['episode.hash', inTensors('queue', { shape: [steps, 6], data: new Float64Array(6 * steps) })],
  ])('%s', (field, bytes) => {
    expect(() => readEpisodeFile(bytes)).toThrow(
      expect.objectContaining({ name: InvalidInputError.name, field }),
    );
  });

  it('cut anywhere, or with any byte damaged', () => {
    for (let at = 0; at < file.length; at += 331) {
      expect(() => readEpisodeFile(file.slice(0, at))).toThrow(InvalidInputError);
      const damaged = file.slice();
      damaged[at] ^= 0x15;
      expect(() => readEpisodeFile(damaged), `byte ${at}`).toThrow(InvalidInputError);
    }
  });
});
