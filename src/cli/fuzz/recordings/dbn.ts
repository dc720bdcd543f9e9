/** A recording of market by order as Databento has it, record by record. */
import { MboWriter, type MboRecord } from '../../../recordings/dbn/dbnWriter';

const START_NS = 1_703_462_400_000_000_000n;
const LAST = 128;
const SNAPSHOT = 32;

type ShortRecord = readonly [
  action: MboRecord['action'],
  side: 1 | -1 | 0,
  order: number,
  price: number,
  size: number,
  flags: number,
];

/** A snapshot, a trade that takes one order and part of another, a refresh, and cancels. */
const RECORDS: readonly ShortRecord[] = [
  ['clear', 0, 0, 0, 0, SNAPSHOT],
  ['add', 1, 1, 4800.25, 5, SNAPSHOT],
  ['add', 1, 2, 4800.25, 3, SNAPSHOT],
  ['add', -1, 3, 4800.5, 4, SNAPSHOT],
  ['add', -1, 4, 4800.75, 9, SNAPSHOT + LAST],
  ['add', 1, 5, 4800.0, 2, LAST],
  ['trade', -1, 6, 4800.25, 7, 0],
  ['fill', 1, 1, 4800.25, 5, 0],
  ['fill', 1, 2, 4800.25, 2, 0],
  ['cancel', 1, 1, 4800.25, 5, 0],
  ['cancel', 1, 2, 4800.25, 2, LAST],
  ['modify', -1, 4, 4800.75, 6, LAST],
  ['modify', -1, 3, 4801.0, 4, LAST],
  ['cancel', 1, 5, 4800.0, 2, LAST],
  ['cancel', 1, 99, 4800.0, 2, LAST],
];

const CSV_HEADER =
  'ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,price,size,channel_id,order_id,flags,ts_in_delta,sequence,symbol';

/** The same records as CSV, with prices and times either for people or as whole numbers. */
export function databentoCsv(isPretty: boolean): string {
  const time = (ns: bigint) => {
    if (!isPretty) return String(ns);
    const seconds = new Date(Number(ns / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
    return `${seconds}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`;
  };
  const lines = RECORDS.map(([action, side, order, price, size, flags], at) => {
    const timeNs = START_NS + BigInt(at) * 1000n;
    const letter = side > 0 ? 'B' : side < 0 ? 'A' : 'N';
    const written = isPretty ? price.toFixed(9) : String(Math.round(price * 1e9));
    return [
      `${time(timeNs + 300n)},${time(timeNs)},160,1,17,${action === 'clear' ? 'R' : action[0].toUpperCase()},${letter}`,
      `${written},${size},0,${order},${flags},100,${at},ESH4`,
    ].join();
  });
  return `${[CSV_HEADER, ...lines].join('\n')}\n`;
}

/** Two trades and the best level behind each, in DBN's columns of mbp-1. */
export const DATABENTO_BEST = `ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00,symbol
2024-07-01T23:58:00.000000300Z,2024-07-01T23:58:00.000000000Z,1,1,17,A,B,0,5533.250000000,2,128,100,1,5533.250000000,5533.500000000,12,9,5,4,ESU4
2024-07-01T23:58:01.000000300Z,2024-07-01T23:58:01.000000000Z,1,1,17,T,B,0,5533.500000000,3,128,100,2,5533.250000000,5533.500000000,12,6,5,3,ESU4
2024-07-01T23:58:02.000000300Z,2024-07-01T23:58:02.000000000Z,1,1,17,T,A,0,5533.250000000,12,128,100,3,,5533.500000000,0,6,0,3,ESU4
`;

export function dbnExample(): Uint8Array {
  const parts: Uint8Array[] = [];
  const instrument = { dataset: 'GLBX.MDP3', symbol: 'ESH4', instrument: 17 };
  const writer = new MboWriter(instrument, START_NS, (bytes) => parts.push(bytes.slice()));
  RECORDS.forEach(([action, side, order, price, size, flags], at) => {
    const timeNs = START_NS + BigInt(at) * 1000n;
    const receivedNs = timeNs + 300n;
    writer.write({ action, side, order: BigInt(order), price, size, flags, timeNs, receivedNs });
  });
  writer.finish();
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
