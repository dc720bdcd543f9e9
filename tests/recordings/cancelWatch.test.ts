import { beforeAll, describe, expect, it } from 'vitest';
import { CancelPosition } from '../../src/evaluation/facts/cancelPosition';
import { closedForms } from '../../src/evaluation/fit/closedForms';
import { CancelWatch, type TapeCancel } from '../../src/recordings/book/cancelWatch';
import { RecordedBook } from '../../src/recordings/book/recordedBook';
import { FlowSampler } from '../../src/recordings/describe/flowSamples';
import { RecordedMarket } from '../../src/recordings/play/recordedMarket';
import { RowFlag, type Tape, type TapeChunk } from '../../src/recordings/tape';
import { TapeBuilder } from '../../src/recordings/tapeBuilder';
import { fileOf, readTape } from './dbn/dbnFiles';
import { recordSession } from './record/recordedSession';

/** Cancels of what `write` puts on a tape with a tick and a lot of one. */
function cancelsOf(write: (builder: TapeBuilder) => void, format = 'test'): TapeCancel[] {
  const book = new RecordedBook();
  const watch = new CancelWatch(book, { format });
  const cancels: TapeCancel[] = [];
  const take = (chunk: TapeChunk) => {
    for (let row = 0; row < chunk.length; row++) {
      const cancel = watch.before(chunk, row);
      if (cancel !== null) cancels.push({ ...cancel });
      book.apply(chunk, row);
      if ((chunk.flags[row] & RowFlag.last) !== 0) watch.endEvent();
    }
  };
  const builder = new TapeBuilder(['a'], take);
  builder.begin({
    format,
    queues: 'orders',
    instrument: 'TEST',
    startNs: 0n,
    priceScale: 1,
    sizeScale: 1,
    tickSize: 1,
    lotSize: 1,
    pointValue: 1,
    hasLatencies: false,
    place: () => ({ file: 'a' }),
  });
  builder.at(0);
  write(builder);
  builder.finish();
  return cancels;
}

/** A queue of 4, 2 and 4 lots at 99. */
function queue(builder: TapeBuilder, isSnapshot = false): void {
  builder.snapshot(isSnapshot);
  builder.add(1, 1, 99, 4);
  builder.add(2, 1, 99, 2);
  builder.add(3, 1, 99, 4);
  builder.endEvent();
  builder.snapshot(false);
}

const place = ({ ahead, size, levelSize }: TapeCancel) => [ahead, size, levelSize];

describe('what counts as a cancel on a tape', () => {
  it('is an order that leaves, and one that changes its price', () => {
    const cancels = cancelsOf((builder) => {
      queue(builder);
      builder.cancel(2, 1, 99, 2);
      builder.endEvent();
      builder.modify(3, 1, 98, 9);
      builder.endEvent();
    });
    expect(cancels.map(place)).toEqual([
      [4, 2, 10],
      [4, 4, 8],
    ]);
  });

  it('is the end of an order that shrinks, and nothing of one that grows', () => {
    const cancels = cancelsOf((builder) => {
      queue(builder);
      builder.modify(1, 1, 99, 1);
      builder.endEvent();
      builder.cancel(3, 1, 99, 1);
      builder.endEvent();
      builder.modify(2, 1, 99, 2);
      builder.endEvent();
      builder.modify(2, 1, 99, 5);
      builder.endEvent();
    });
    expect(cancels.map(place)).toEqual([
      [1, 3, 10],
      [6, 1, 7],
    ]);
  });

  it('is not what leaves after it traded in the same event', () => {
    const cancels = cancelsOf((builder) => {
      queue(builder);
      builder.trade(-1, 99, 3);
      builder.fill(1, 1, 99, 3);
      builder.cancel(1, 1, 99, 3);
      builder.endEvent();
      builder.cancel(1, 1, 99, 1);
      builder.endEvent();
    });
    expect(cancels.map(place)).toEqual([[0, 1, 7]]);
  });

  it('has no place where one order stands for all that rested before the file began', () => {
    const leave = (builder: TapeBuilder) => {
      queue(builder, true);
      builder.cancel(1, 1, 99, 1);
      builder.endEvent();
    };
    expect(cancelsOf(leave, 'lobster')).toEqual([]);
    expect(cancelsOf(leave, 'dbn mbo').map(place)).toEqual([[3, 1, 10]]);
  });
});

describe('the place of cancels on a recording', () => {
  let tape: Tape;
  beforeAll(async () => {
    tape = await readTape([fileOf(recordSession('base', 60, 5).bytes, 'es.dbn', 1 << 16)]);
  });

  it('is one number for facts and for fits', () => {
    const market = new RecordedMarket(tape, { split: 'training', windowNs: 30e9 });
    const position = new CancelPosition();
    market.setCancelListener(position);
    market.reset(3);
    const fromNs = market.episodeStartNs;
    market.advanceTo(30e9);
    // The same stretch as a recording of its own, after the book that it starts from.
    const sampler = new FlowSampler(tape.header);
    const columns = tape.chunks.map((chunk) => ({
      ...chunk,
      flags: chunk.flags.map((flags, row) =>
        chunk.timesNs[row] <= fromNs ? flags | RowFlag.snapshot : flags,
      ),
      length: chunk.timesNs.filter((timeNs) => timeNs <= fromNs + 30e9).length,
    }));
    for (const chunk of columns) sampler.take(chunk);
    const form = closedForms(sampler.finish()).find(({ name }) => name === 'cancels.position');
    expect(form?.fit().estimate).toBeCloseTo(position.mean, 10);
    expect(position.mean).toBeGreaterThan(0.7);
  });
});
