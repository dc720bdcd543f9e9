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
