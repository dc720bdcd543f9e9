import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors, type Tensor } from '../../src/agents/files/safetensors';
import { InvalidInputError } from '../../src/market/validation';
import { readEpisodeFile, writeEpisodeFile } from '../../src/protocol/episodeFile';
import { FILL_LENGTH, SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../../src/protocol/frames';
import { Rng } from '../../src/market/rng';

const steps = 7;
const rng = new Rng(2);
const record: EpisodeRecord = {
  id: 'episode-3',
  episode: 3,
  seed: 2 ** 40,
  market: { preset: 'es', regime: 'toxic' },
  agentName: 'Avellaneda-Stoikov γ 0.1',
  policyVersion: Number.NaN,
  tickSize: 0.25,
  tickValueDollars: 12.5,
  maxInventory: 50,
  steps,
  samples: Float64Array.from({ length: steps * SAMPLE_LENGTH }, (_, index) =>
    index % SAMPLE_LENGTH === SAMPLE.timeSeconds
      ? Math.floor(index / SAMPLE_LENGTH) * 0.1
      : index % 5 === 0
        ? Number.NaN
        : rng.normal(),
  ),
  fills: Float64Array.from({ length: 2 * FILL_LENGTH }, () => rng.normal()),
  ladder: Int32Array.from({ length: steps * 20 }, () => rng.below(1000)),
  queue: Float64Array.from({ length: steps * 6 }, () => rng.below(100)),
};
const episode = {
  record,
  name: 'A squeeze',
  bookmarks: [
    { step: 2, label: 'Caught long' },
    { step: 5, label: '' },
  ],
};
const file = writeEpisodeFile(episode);

/** The last number is one that no market has. */
const huge = (column: Float64Array) =>
  column.map((value, index, { length }) => (index === length - 1 ? 1e300 : value));

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
  it('gives back every number, the name and the bookmarks', () => {
    expect(readEpisodeFile(file)).toStrictEqual(episode);
  });

  it('gives back an episode without fills', () => {
    const quiet = { ...episode, record: { ...record, fills: new Float64Array() } };
    expect(readEpisodeFile(writeEpisodeFile(quiet))).toStrictEqual(quiet);
  });

  it.each<[string, Partial<typeof episode>]>([
    ['episode.bookmarks.1.step', { bookmarks: [5, 2].map((step) => ({ step, label: '' })) }],
    ['episode.bookmarks.0.step', { bookmarks: [{ step: 7, label: '' }] }],
    ['episode.samples[6]', { record: { ...record, samples: huge(record.samples) } }],
    ['episode.queue[6]', { record: { ...record, queue: huge(record.queue) } }],
    ['episode.fills[1]', { record: { ...record, fills: huge(record.fills) } }],
  ])('is refused whole when %s is out of all proportion', (field, changes) => {
    const bytes = writeEpisodeFile({ ...episode, ...changes });
    expect(() => readEpisodeFile(bytes)).toThrow(expect.objectContaining({ field }));
  });

  it('is refused when its clock runs backwards', () => {
    const samples = record.samples.slice();
    samples[3 * SAMPLE_LENGTH + SAMPLE.timeSeconds] = 0;
    const bytes = writeEpisodeFile({ ...episode, record: { ...record, samples } });
    expect(() => readEpisodeFile(bytes)).toThrow('episode.samples.timeSeconds[3]');
  });
});

describe('a bad episode file is refused, naming the field:', () => {
  it.each<[string, Uint8Array]>([
    ['episode.header', writeSafetensors({ tensors: new Map(), metadata: {} })],
    ['episode.format', inHeader('format', 2)],
    ['episode.tickSize', inHeader('tickSize', 0)],
    ['episode.steps', inHeader('steps', 1e9)],
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
    ['episode.ladder.dtype', inTensors('ladder', { shape: [7, 20], data: new Float32Array(140) })],
    ['episode.queue.dtype', inTensors('queue', { shape: [7, 6], data: new Float32Array(42) })],
    ['episode.fills.shape', inTensors('fills', { shape: [5], data: new Float64Array(5) })],
    ['episode.hash', inTensors('queue', { shape: [7, 6], data: new Float64Array(42) })],
  ])('%s', (field, bytes) => {
    expect(() => readEpisodeFile(bytes)).toThrow(
      expect.objectContaining({ name: InvalidInputError.name, field }),
    );
  });

  it('cut anywhere, or with any byte damaged', () => {
    for (let at = 0; at < file.length; at += 53) {
      expect(() => readEpisodeFile(file.slice(0, at))).toThrow(InvalidInputError);
      const damaged = file.slice();
      damaged[at] ^= 0x15;
      expect(() => readEpisodeFile(damaged), `byte ${at}`).toThrow(InvalidInputError);
    }
  });
});
