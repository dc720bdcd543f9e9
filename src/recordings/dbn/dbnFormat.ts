/**
 * Reads DBN, Databento's binary encoding: market by order, the best 1 or 10 levels, trades, with
 * instrument definitions in the file or beside it. Records of other types are passed by their
 * length.
 */
import { DBN_PRICE_SCALE, HEADER, RType, RecordFlag, UNDEFINED_TIME_HIGH } from './layout';
import { knownContract } from './contracts';
import { readDefinition, readDefinitions, type Definitions } from './definitions';
import { isDbn, schemaOf, type DbnMetadata } from './metadata';
import { MboDecoder } from './mboDecoder';
import { MbpDecoder } from './mbpDecoder';
import type { RecordDecoder } from './recordDecoder';
import type { ReadOptions, RecordingFormat, RecordingInput } from '../reader';
import { InstrumentChoiceError, RecordingError } from '../recordingError';
import { RecordStream, type RecordBlock } from './recordStream';
import type { RecordingSource, TapeBuilder } from '../tapeBuilder';

export const DBN: RecordingFormat = {
  name: 'DBN',
  requiredParts: [],
  recognise(head) {
    if (!isDbn(head)) return null;
    return schemaOf(head) === 'definition' ? 'definitions' : 'records';
  },
  async read(inputs, builder, options) {
    const beside = inputs.find(({ part }) => part === 'definitions');
    let definitions: Definitions = new Map();
    if (beside !== undefined) {
      const isAlone = inputs.length === 1;
      definitions = await readDefinitions(beside, () => {
        if (isAlone) builder.countRecords();
      });
      if (isAlone) describeDefinitions(beside, definitions, builder);
    }
    for (const input of inputs) {
      if (input.part === 'records') {
        await new RecordsReader(input, builder, options, definitions).read();
      }
    }
  },
};

/** Makes a tape without rows of definitions alone: it says what the instruments are. */
function describeDefinitions(
  { name }: RecordingInput,
  definitions: Definitions,
  builder: TapeBuilder,
): void {
  const [first] = definitions.values();
  builder.begin({
    format: 'dbn definition',
    queues: 'none',
    instrument: [...definitions.values()].map(({ symbol }) => symbol).join(', '),
    startNs: 0n,
    priceScale: DBN_PRICE_SCALE,
    sizeScale: 1,
    tickSize: first?.tickSize,
    lotSize: 1,
    pointValue: first?.pointValue ?? 1,
    hasLatencies: false,
    place: () => ({ file: name }),
  });
}

/** Reads the one instrument of a file that is asked for. */
class RecordsReader {
  private readonly stream: RecordStream;
  private metadata: DbnMetadata | null = null;
  private decoder: RecordDecoder | null = null;
  private decodedType = -1;
  private instrument = -1;
  private place = 0;
  private startHigh = 0;
  private startLow = 0;

  constructor(
    private readonly input: RecordingInput,
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
    private readonly definitions: Definitions,
  ) {
    this.stream = new RecordStream(input);
  }

  async read(): Promise<void> {
    const metadata = await this.stream.metadata();
    this.metadata = metadata;
    this.instrument = this.instrumentAsked(metadata);
    for await (const block of this.stream.blocks()) this.readBlock(block, metadata);
    this.decoder?.finish();
  }

  /** Costs about 150 ns a record of market by order. */
  private readBlock(block: RecordBlock, metadata: DbnMetadata): void {
    const { bytes, view, end } = block;
    for (let at = 0; at < end; at += 4 * bytes[at]) {
      const rtype = bytes[at + HEADER.rtype];
      this.place = block.offset + at;
      if (rtype !== this.decodedType) {
        if (rtype === RType.definition) readDefinition(block, at, metadata, this.definitions);
        if (!this.startsDecoding(rtype, block, at)) {
          if (rtype !== RType.definition) this.builder.skip('otherRecordTypes');
          continue;
        }
      }
      const instrument = view.getUint32(at + HEADER.instrument, true);
      if (instrument !== this.instrument) {
        if (this.options.instrument === undefined) throw this.choice(instrument);
        this.builder.skip('otherInstruments');
        continue;
      }
      this.decodeRecord(block, at);
    }
  }

  private decodeRecord(block: RecordBlock, at: number): void {
    const { decoder, builder } = this;
    if (decoder === null) return;
    const { view, bytes } = block;
    const flags = bytes[at + decoder.flagsAt];
    const timeHigh = view.getUint32(at + HEADER.timeEvent + 4, true);
    const timeLow = view.getUint32(at + HEADER.timeEvent, true);
    const receivedHigh = view.getUint32(at + decoder.timeReceivedAt + 4, true);
    const receivedLow = view.getUint32(at + decoder.timeReceivedAt, true);
    const hasReceived = receivedHigh !== UNDEFINED_TIME_HIGH;
    builder.countRecords();
    builder.snapshot((flags & RecordFlag.snapshot) !== 0);
    builder.at(
      nanoseconds(timeHigh - this.startHigh, timeLow - this.startLow),
      hasReceived ? nanoseconds(receivedHigh - timeHigh, receivedLow - timeLow) : 0,
    );
    decoder.decode(block, at);
  }

  /** Chooses the decoder at the first record of a type that has rows. */
  private startsDecoding(rtype: number, block: RecordBlock, at: number): boolean {
    if (this.decoder !== null || this.metadata === null) return false;
    const decoder = decoderOf(rtype, this.builder);
    if (decoder === null) return false;
    const { view, bytes } = block;
    const instrument = view.getUint32(at + HEADER.instrument, true);
    if (this.instrument < 0) this.instrument = instrument;
    // Orders of a snapshot came before the recording: it starts when they were received.
    const isSnapshot = (bytes[at + decoder.flagsAt] & RecordFlag.snapshot) !== 0;
    const timeAt = at + (isSnapshot ? decoder.timeReceivedAt : HEADER.timeEvent);
    this.startHigh = view.getUint32(timeAt + 4, true);
    this.startLow = view.getUint32(timeAt, true);
    this.builder.begin(this.sourceOf(this.metadata, decoder, view.getBigUint64(timeAt, true)));
    this.decoder = decoder;
    this.decodedType = rtype;
    return true;
  }

  private sourceOf(
    { dataset, schema, symbols }: DbnMetadata,
    decoder: RecordDecoder,
    startNs: bigint,
  ): RecordingSource {
    const symbol = symbols.get(this.instrument) ?? String(this.instrument);
    const contract = this.definitions.get(this.instrument) ?? knownContract(dataset, symbol);
    return {
      format: `dbn ${schema}`,
      queues: decoder.queues,
      instrument: symbol,
      startNs,
      priceScale: DBN_PRICE_SCALE,
      sizeScale: 1,
      tickSize: this.options.tickSize ?? contract?.tickSize,
      lotSize: 1,
      pointValue: contract?.pointValue ?? 1,
      hasLatencies: true,
      place: () => ({ file: this.input.name, byte: this.place }),
    };
  }

  /** @returns −1 for whichever comes first */
  private instrumentAsked({ symbols }: DbnMetadata): number {
    const asked = this.options.instrument;
    if (asked === undefined) return -1;
    for (const [instrument, symbol] of symbols) if (symbol === asked) return instrument;
    if (/^\d+$/.test(asked)) return Number(asked);
    const known = [...symbols.values()].join(', ');
    throw new RecordingError({ file: this.input.name }, 'instrument', `one of ${known}`, asked);
  }

  private choice(another: number): InstrumentChoiceError {
    const symbols = this.metadata?.symbols ?? new Map<number, string>();
    const names = new Set(symbols.values());
    for (const number of [this.instrument, another]) {
      if (!symbols.has(number)) names.add(String(number));
    }
    return new InstrumentChoiceError({ file: this.input.name, byte: this.place }, [...names]);
  }
}

function decoderOf(rtype: number, builder: TapeBuilder): RecordDecoder | null {
  if (rtype === RType.mbo) return new MboDecoder(builder);
  if (rtype === RType.mbp10) return new MbpDecoder(builder, 10);
  if (rtype === RType.mbp1) return new MbpDecoder(builder, 1);
  return rtype === RType.trade ? new MbpDecoder(builder, 0) : null;
}

/** Nanoseconds of a difference in two halves of 32 bits; exact up to 2^53, 104 days. */
function nanoseconds(high: number, low: number): number {
  return high * 2 ** 32 + low;
}
