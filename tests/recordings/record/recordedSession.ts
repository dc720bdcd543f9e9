/** Sessions of our own market as tapes, for tests. */
import { ES } from '../../../src/market/synthetic/presets';
import { queueReactiveMarket } from '../../../src/market/synthetic/queueReactiveFlow';
import { regimeParameters } from '../../../src/market/synthetic/regimes';
import type { RecordedBook } from '../../../src/recordings/book/recordedBook';
import { NONE } from '../../../src/recordings/book/sideLevels';
import { MboWriter } from '../../../src/recordings/dbn/dbnWriter';
import { MarketRecorder } from '../../../src/recordings/record/marketRecorder';
import { concatenated } from '../dbn/dbnFiles';

const START_NS = 1_704_205_800_000_000_000n;
const INSTRUMENT = { dataset: 'LAB', symbol: 'ES', instrument: 1 };

/** Orders of a book as text: side, price and size, bids first, each queue from its front. */
type Books = string[];

/** @param notesBooks whether to keep the book after every event, as text */
export function recordSession(
  regime: 'base' | 'toxic',
  seconds: number,
  seed: number,
  notesBooks = false,
) {
  const parts: Uint8Array[] = [];
  const market = queueReactiveMarket(regimeParameters(ES, regime));
  market.reset(seed);
  let records = 0;
  const writer = new MboWriter(INSTRUMENT, START_NS, (bytes) => parts.push(bytes));
  const write = writer.write.bind(writer);
  writer.write = (record) => {
    records++;
    write(record);
  };
  writer.writeDefinition(0.25, 50);
  const books: Books = [];
  const note = () => {
    if (!notesBooks) return;
    const orders: string[] = [];
    market.visitOrders((_, side, price, size) => orders.push(`${side}:${price}:${size}`));
    books.push(orders.join(' '));
  };
  const recorder = new MarketRecorder(market, writer, 0.25, START_NS);
  note();
  while (market.nextEventNs <= seconds * 1e9) {
    const before = records;
    recorder.step();
    // An event that left no trace is no event of the tape.
    if (records > before) note();
  }
  writer.finish();
  return { bytes: concatenated(parts), books };
}

export function bookText(book: RecordedBook): string {
  const orders: string[] = [];
  for (const levels of [book.bids, book.asks]) {
    for (let rank = 0; rank < levels.count; rank++) {
      for (let at = levels.heads[levels.slotAt(rank)]; at !== NONE; at = book.nexts[at]) {
        orders.push(`${levels.side}:${levels.priceAt(rank)}:${book.sizes[at]}`);
      }
    }
  }
  return orders.join(' ');
}
