/** Reading of files in general, with a format made for the test: lines of prices. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BUY } from '../../src/market/types';
import type { RecordingFormat } from '../../src/recordings/reader';
import { readRecording, type RecordingFile } from '../../src/recordings/readRecording';
import { InstrumentChoiceError } from '../../src/recordings/recordingError';
import type { Tape, TapeChunk } from '../../src/recordings/tape';
import { joined, piecesOf } from './pieces';

const encode = (text: string) => new TextEncoder().encode(text);
const fileOf = (name: string, bytes: Uint8Array): RecordingFile => ({
  name,
  bytes: bytes.length,
  open: () => piecesOf(bytes, 1_000),
});
const PRICES = `prices\n${Array.from({ length: 3_000 }, (_, i) => 100 + (i % 9)).join('\n')}`;

const LINES: RecordingFormat = {
  name: 'lines',
  requiredParts: ['prices'],
  recognise: (head) => {
    const word = new TextDecoder().decode(head.subarray(0, 6));
    return ['prices', 'symbol'].includes(word) ? word : null;
  },
  async read(inputs, builder, { instrument }) {
    if (inputs.length > 1 && instrument === undefined) {
      throw new InstrumentChoiceError({ file: inputs[1].name }, ['A', 'B']);
    }
    const [{ name, pieces }] = inputs;
    builder.begin({
      format: 'lines',
      queues: 'levels',
      instrument: instrument ?? 'A',
      startNs: 0n,
      priceScale: 1,
      sizeScale: 1,
      pointValue: 1,
      hasLatencies: false,
      place: () => ({ file: name }),
    });
    const text = new TextDecoder().decode(await joined(pieces));
    for (const price of text.split('\n').slice(1)) {
      builder.countRecords();
      builder.level(BUY, Number(price), 1);
      builder.endEvent();
    }
  },
};

async function read(
  files: readonly RecordingFile[],
  options: Parameters<typeof readRecording>[3] = {},
): Promise<Tape> {
  const chunks: TapeChunk[] = [];
  const keep = (chunk: TapeChunk) => void chunks.push(chunk);
  return { header: await readRecording(files, [LINES], keep, options), chunks };
}

describe('readRecording', () => {
  it('reads the same tape from a file and from its gzip', async () => {
    const plain = await read([fileOf('a.csv', encode(PRICES))]);
    const zipped = await read([fileOf('a.csv.gz', gzipSync(PRICES))]);
    expect(plain.header).toMatchObject({ records: 3_000, events: 3_000, day: '' });
    expect(zipped.chunks).toEqual(plain.chunks);
    expect(zipped.header.hash).toBe(plain.header.hash);
  });

  it('tells how far it is, in bytes of the files', async () => {
    const seen: number[] = [];
    const file = fileOf('a.csv', encode(PRICES));
    await read([file], { onProgress: ({ bytes }) => seen.push(bytes) });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(file.bytes);
  });

  it('stops when it is cancelled', async () => {
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error('cancelled by the user'));
    const file = fileOf('a.csv', encode(PRICES));
    await expect(read([file], { signal: abort.signal, onProgress })).rejects.toThrow(
      'cancelled by the user',
    );
  });

  it('waits for whoever stores the chunks', async () => {
    let stored = 0;
    const store = async () => {
      await Promise.resolve();
      stored++;
    };
    await readRecording([fileOf('a.csv', encode(PRICES))], [LINES], store);
    expect(stored).toBe(1);
  });

  it.each([
    [
      'an unknown file',
      [fileOf('x.csv', encode('time,price\n'))],
      /x\.csv: format: expected one of lines, found "time,price"/,
    ],
    ['unknown bytes', [fileOf('x', Uint8Array.of(1, 2, 255))], /found the bytes 01 02 ff/],
    ['an empty file', [fileOf('x', new Uint8Array())], /found an empty file/],
    [
      'a part without its pair',
      [fileOf('s', encode('symbols'))],
      /expected a file of prices of lines beside it, found only symbol/,
    ],
    [
      'two files of a part',
      [fileOf('a', encode(PRICES)), fileOf('b', encode(PRICES))],
      /b: files: expected one file of prices at a time/,
    ],
  ])('refuses %s', async (_, files, message) => {
    await expect(read(files)).rejects.toThrow(message);
  });

  it('names the instruments of a file of several, and reads the one asked for', async () => {
    const files = [fileOf('a', encode(PRICES)), fileOf('s', encode('symbols'))];
    await expect(read(files)).rejects.toThrow(
      /s: instrument: expected the name of one .* found A, B/,
    );
    expect((await read(files, { instrument: 'B' })).header.instrument).toBe('B');
  });
});
