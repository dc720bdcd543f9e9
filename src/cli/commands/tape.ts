/** Says what is in a file of recorded market data, and whether its queues hold. */
import { TapeSurvey, type TapeDescription } from '../../recordings/describe/tapeSurvey';
import type { TapeHeader } from '../../recordings/tape';
import { InvalidInputError } from '../../market/validation';
import { defineCommand } from '../program/command';
import { filesBetweenCommas } from '../program/flags';
import { formatResults, type BenchResult } from '../output/results';
import { formatTable } from '../output/table';
import { TAPE_READ_FLAGS, readOptionsOf } from '../program/tapeFlags';
import { readTapeFiles } from '../work/tapeFiles';

export const tape = defineCommand(
  'say what is in a file of recorded market data',
  {
    file: {
      kind: 'text',
      reads: filesBetweenCommas,
      placeholder: 'FILE[,FILE]',
      help: 'the files of one recording; `tape FILE` does as well',
    },
    ...TAPE_READ_FLAGS,
  },
  async (flags, terminal) => {
    if (flags.file === null) throw new InvalidInputError('--file', 'FILE', undefined);
    const survey = new TapeSurvey();
    const header = await readTapeFiles(
      flags.file,
      readOptionsOf(flags),
      (chunk) => survey.take(chunk),
      terminal.progress,
    );
    terminal.progress.finish(`Read ${header.files.join(' and ')}.`);
    const description = survey.describe(header);
    terminal.print(formatHeader(header));
    const results = tapeResults(header, description);
    terminal.print(formatResults(results));
    return { config: { ...header }, results };
  },
  'file',
);

function formatHeader(header: TapeHeader): string {
  const { instrument, day, format, tickSize, lotSize, tickValue, hash } = header;
  const knowledge = {
    orders: 'every order',
    levels: 'size per level',
    top: 'the best level only',
    none: 'nothing: trades only',
  }[header.queues];
  const rows = [
    ['instrument', instrument],
    ['day', day === '' ? 'not in the file' : day],
    ['format', format],
    ['queues', knowledge],
    ['tick', `${tickSize}, worth ${Number(tickValue.toPrecision(12))} a lot of ${lotSize}`],
    ['tape', hash],
  ];
  return formatTable(['', ''], rows, ['left', 'left']);
}

function tapeResults(header: TapeHeader, description: TapeDescription): BenchResult[] {
  const isOrders = header.queues === 'orders';
  const hasBook = header.queues !== 'none';
  return [
    value('records', header.records, 'records'),
    value('rows', header.rows, 'rows'),
    value('events', header.events, 'events'),
    value('trades', header.trades, 'trades'),
    value('volume', description.volume, 'lots'),
    value('seconds', header.endNs / 1e9, 's'),
    value('gaps', header.gaps.length, 'gaps'),
    value('halts', header.halts.length, 'halts'),
    ...(hasBook
      ? [
          value('crossedBeforeOpen', description.crossedBeforeOpen, 'states'),
          value('crossedAfterOpen', description.crossedAfterOpen, 'states'),
          value('spread', description.meanSpreadTicks, 'ticks'),
          value('bestSize', description.meanBestSize, 'lots'),
        ]
      : []),
    ...(isOrders
      ? [
          value('fifo.groups', description.fifoGroups, 'groups'),
          value('fifo.exact', description.fifoExact, 'groups'),
        ]
      : []),
    ...lobsterResults(header),
    ...Object.entries(header.skipped).map(([reason, count]) =>
      value(`skipped.${reason}`, count, 'records'),
    ),
  ];
}

/** How many rows of LOBSTER's book, after the first, are the book that the messages make. */
function lobsterResults({ format, events, skipped }: TapeHeader): BenchResult[] {
  if (format !== 'lobster') return [];
  const rows = events - 1;
  const { bookRowsAgainstMessages = 0 } = skipped;
  return [
    value('lobster.rows', rows, 'rows'),
    value('lobster.exact', rows - bookRowsAgainstMessages, 'rows'),
  ];
}

function value(name: string, number: number, unit: string): BenchResult {
  return { name: `tape.${name}`, value: number, unit };
}
