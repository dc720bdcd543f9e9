/**
 * Recordings as fuzzed inputs. One input is the files of a recording, joined behind a line that
 * names them; damage goes to one of them, by the line and field where it is text. What a reader
 * accepts has to be a tape on which every order that leaves was there, whatever the pieces in which
 * the bytes came.
 */
import type { Rng } from '../../market/rng';
import { RECORDING_FORMATS } from '../../recordings/formats';
import { readRecording, type RecordingFile } from '../../recordings/readRecording';
import {
  CHUNK_COLUMNS,
  MARKET_STATUSES,
  RowFlag,
  RowKind,
  type TapeChunk,
  type TapeHeader,
} from '../../recordings/tape';
import { must } from './judgement';
import { hostileText, mutateBytes, pick } from './mutate';
import { exampleRecordings, type FilesByName } from './recordings/examples';

const LINE_FEED = 10;
/** Rows of a tape for a byte of its files, and rows that any file may have. */
const ROWS_PER_BYTE = 4;
const ROWS_OF_ANY = 1000;
/** Fields at which numbers, times and words break; the first is empty. */
const HOSTILE_FIELDS = (
  ' 0 -1 -0 x NaN 1e400 1e-400 0.0000000001 1.5 1e5 true " １ 99999999999999999999 ' +
  '9007199254740993 2147483648 -2147483649 4294967296 1099511627776 9999999999 ' +
  '1700000000000 1700000000000000000'
).split(' ');

export const recordingExamples = (): Uint8Array[] => exampleRecordings().map(joinFiles);

/** Joins files behind a line of their names and lengths. */
function joinFiles(files: FilesByName): Uint8Array {
  const entries = Object.entries(files);
  const lengths = entries.map(([name, bytes]) => [name, bytes.length]);
  const head = new TextEncoder().encode(`${JSON.stringify(lengths)}\n`);
  const size = entries.reduce((sum, [, bytes]) => sum + bytes.length, head.length);
  const joined = new Uint8Array(size);
  joined.set(head);
  let at = head.length;
  for (const [, bytes] of entries) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined;
}

function splitFiles(input: Uint8Array): [string, Uint8Array][] {
  const end = input.indexOf(LINE_FEED);
  const head = new TextDecoder().decode(input.subarray(0, end));
  let at = end + 1;
  return (JSON.parse(head) as [string, number][]).map(([name, length]) => {
    at += length;
    return [name, input.subarray(at - length, at)];
  });
}

/** Damages one of the files; a text mostly by its lines and fields. */
export function damageRecording(example: Uint8Array, random: Rng): Uint8Array {
  const files = splitFiles(example);
  const damaged = random.below(files.length);
  return joinFiles(
    Object.fromEntries(
      files.map(([name, bytes], at) => [name, at === damaged ? damage(bytes, random) : bytes]),
    ),
  );
}

function damage(bytes: Uint8Array, random: Rng): Uint8Array {
  const isText = !bytes.some((byte) => byte > 126 || (byte < 32 && byte !== LINE_FEED));
  if (isText && random.below(4) > 0) return damageLines(bytes, random);
  if (!isText && random.coin()) return damageNumbers(bytes, random);
  return mutateBytes(bytes, random);
}

function damageLines(bytes: Uint8Array, random: Rng): Uint8Array {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const at = random.below(lines.length);
  const other = random.below(lines.length);
  switch (random.below(8)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[other]);
      break;
    case 2:
      [lines[at], lines[other]] = [lines[other], lines[at]];
      break;
    case 3:
      lines.splice(at, 0, ...lines);
      break;
    case 4:
      lines[at] = lines[at].slice(0, random.below(lines[at].length + 1));
      break;
    default:
      lines[at] = withField(lines[at], random);
  }
  return new TextEncoder().encode(lines.join('\n'));
}

/** Replaces a number or word of a line. */
function withField(line: string, random: Rng): string {
  const fields = line.split(/([^\w.-]+)/);
  const text = random.below(4) === 0 ? hostileText(random) : pick(random, HOSTILE_FIELDS);
  return fields.with(2 * random.below(Math.ceil(fields.length / 2)), text).join('');
}

/** Replaces a number of four or eight bytes by one at which arithmetic breaks. */
function damageNumbers(source: Uint8Array, random: Rng): Uint8Array {
  const bytes = Uint8Array.from(source);
  const view = new DataView(bytes.buffer);
  const at = 4 * random.below(Math.floor((bytes.length - 8) / 4));
  const number = pick(random, [0, 1, -1, 2 ** 31, 2 ** 40, 2 ** 53, -(2 ** 62), 2 ** 63 - 1024]);
  if (random.coin()) view.setFloat64(at, pick(random, [number, Number.NaN, Infinity, 1e-9]), true);
  else view.setBigInt64(at, BigInt(number), random.below(8) > 0);
  return bytes;
}

/**
 * @throws RecordingError where the recording is refused, AcceptedWrongly where it should have been
 */
export async function judgeRecording(input: Uint8Array): Promise<void> {
  const files = splitFiles(input);
  const whole = await read(files, 1 << 16);
  const bytes = files.reduce((sum, [, file]) => sum + file.length, 0);
  judgeHeader(whole.header);
  judgeRows(whole, ROWS_OF_ANY + ROWS_PER_BYTE * bytes);
  const inPieces = await read(files, 61);
  must(inPieces.header.hash === whole.header.hash, 'it is another tape when it comes in pieces');
}

interface ReadTape {
  readonly header: TapeHeader;
  readonly chunks: readonly TapeChunk[];
}

async function read(
  files: readonly (readonly [string, Uint8Array])[],
  pieceBytes: number,
): Promise<ReadTape> {
  const chunks: TapeChunk[] = [];
  const recording = files.map(([name, bytes]): RecordingFile => ({
    name,
    bytes: bytes.length,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        yield await Promise.resolve(bytes.slice(at, at + pieceBytes));
      }
    },
  }));
  const header = await readRecording(recording, RECORDING_FORMATS, (chunk) => {
    chunks.push(chunk);
  });
  return { header, chunks };
}

function judgeHeader(header: TapeHeader): void {
  const { tickSize, lotSize, tickValue, startNs, endNs, day } = header;
  for (const [name, size] of Object.entries({ tickSize, lotSize, tickValue })) {
    must(size > 0 && Number.isFinite(size), `${name} is ${size}`);
  }
  must(/^\d+$/.test(startNs), `startNs is ${startNs}`);
  must(Number.isFinite(endNs) && endNs >= 0, `endNs is ${endNs}`);
  must(day === '' || !Number.isNaN(new Date(day).getTime()), `day is ${day}`);
  must(/^[0-9a-f]{16}$/.test(header.hash), 'its hash is none');
  // A file of definitions alone is sound, and its tape is empty.
  const least = Math.min(1, header.rows);
  must(header.events >= least && header.events <= header.rows, `it has ${header.events} events`);
  for (const { fromNs, toNs } of [...header.gaps, ...header.halts]) {
    must(fromNs >= 0 && toNs >= fromNs, `a span is from ${fromNs} to ${toNs}`);
  }
  for (const [reason, count] of Object.entries(header.skipped)) {
    must(/^[a-z][A-Za-z]+$/.test(reason), `it skips ${reason}`);
    must(Number.isInteger(count) && count > 0, `it skips ${count} ${reason}`);
  }
}

/** Follows the orders of the tape, without the lab's own book. */
function judgeRows({ header, chunks }: ReadTape, mostRows: number): void {
  const sizes = new Map<number, number>();
  let rows = 0;
  let trades = 0;
  let events = 0;
  let lastNs = 0;
  let isLast = false;
  for (const chunk of chunks) {
    const { length, timesNs, kinds, sides, prices, sizes: lots, orders, flags } = chunk;
    for (const column of CHUNK_COLUMNS) {
      const has = chunk[column].length;
      const expected = column === 'latenciesNs' && !header.hasLatencies ? 0 : length;
      must(has === expected, `${column} has ${has} of ${expected} rows`);
    }
    for (let row = 0; row < length; row += 1) {
      const where = `row ${rows}`;
      const size = lots[row];
      must(timesNs[row] >= lastNs, `${where} is before the row before it`);
      lastNs = timesNs[row];
      must(size >= 0, `${where} has the size ${size}`);
      must(Math.abs(sides[row]) <= 1, `${where} has the side ${sides[row]}`);
      must(Number.isInteger(prices[row]), `${where} has no price`);
      judgeRow(kinds[row], orders[row], size, header, sizes, where);
      if (kinds[row] === RowKind.trade) trades += 1;
      isLast = (flags[row] & RowFlag.last) !== 0;
      if (isLast) events += 1;
      rows += 1;
    }
  }
  must(rows === header.rows && rows <= mostRows, `it has ${rows} rows`);
  must(trades === header.trades && events === header.events, 'its counts are others');
  must((isLast || rows === 0) && lastNs <= header.endNs, 'it ends within an event');
}

function judgeRow(
  kind: number,
  order: number,
  size: number,
  { queues }: TapeHeader,
  sizes: Map<number, number>,
  where: string,
): void {
  const left = sizes.get(order);
  switch (kind) {
    case RowKind.add:
      must(left === undefined && size > 0, `${where} adds ${size} to an order of ${left}`);
      sizes.set(order, size);
      break;
    case RowKind.cancel:
      must(left !== undefined && size <= left, `${where} cancels ${size} of ${left}`);
      if (left === size) sizes.delete(order);
      else sizes.set(order, (left ?? 0) - size);
      break;
    case RowKind.modify:
      must(left !== undefined && size > 0, `${where} changes an order of ${left} to ${size}`);
      sizes.set(order, size);
      break;
    case RowKind.fill:
      must(left !== undefined, `${where} fills an order that is not there`);
      break;
    case RowKind.clear:
      sizes.clear();
      return;
    case RowKind.status:
      must(order < MARKET_STATUSES.length, `${where} has the status ${order}`);
      return;
    case RowKind.level:
      must(queues === 'levels', `${where} is a level of a tape of ${queues}`);
      return;
    case RowKind.best:
      must(queues === 'top', `${where} is a best price of a tape of ${queues}`);
      return;
    case RowKind.trade:
      return;
    default:
      must(false, `${where} is of the kind ${kind}`);
  }
  must(queues === 'orders', `${where} is an order of a tape of ${queues}`);
}
