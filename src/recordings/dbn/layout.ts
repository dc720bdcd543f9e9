/**
 * Where the fields of DBN are, Databento's binary encoding of market data, versions 1 to 3
 * (databento.com/docs/standards-and-conventions/databento-binary-encoding). All of it is
 * little-endian; prices are whole multiples of 1e-9.
 */

export const DBN_PRICE_SCALE = 1e9;
/** High word of a price or time that is not defined, INT64_MAX and UINT64_MAX. */
export const UNDEFINED_PRICE_HIGH = 0x7fffffff;
export const UNDEFINED_TIME_HIGH = 0xffffffff;

/** Bytes of the header of every record: length in words, type, publisher, instrument, time. */
export const RECORD_HEADER_BYTES = 16;

/** Record types. */
export const RType = { trade: 0x00, mbp1: 0x01, mbp10: 0x0a, definition: 0x13, mbo: 0xa0 } as const;

/** Schemas by their number in the metadata; 0xffff means several. */
export const SCHEMAS: Readonly<Record<number, string | undefined>> = {
  0: 'mbo',
  1: 'mbp-1',
  2: 'mbp-10',
  4: 'trades',
  9: 'definition',
  0xffff: 'mixed',
};

/** Bits of a record's flags. */
export const RecordFlag = { last: 128, snapshot: 32, maybeBadBook: 4 } as const;

/** Offsets within a record, whatever its type. */
export const HEADER = { length: 0, rtype: 1, instrument: 4, timeEvent: 8 } as const;

/** Market by order; 56 bytes. */
export const MBO = {
  bytes: 56,
  order: 16,
  price: 24,
  size: 32,
  flags: 36,
  action: 38,
  side: 39,
  timeReceived: 40,
} as const;

/** Market by price and trades: 48 bytes, and 32 for every level behind them. */
export const MBP = {
  bytes: 48,
  price: 16,
  size: 24,
  action: 28,
  side: 29,
  flags: 30,
  timeReceived: 32,
  levels: 48,
} as const;

/** A pair of levels: prices and sizes of bid and ask. */
export const LEVEL = { bytes: 32, bidPrice: 0, askPrice: 8, bidSize: 16, askSize: 20 } as const;

/** Instrument definition. The quantity of a contract moved when version 3 dropped a field. */
export const DEFINITION = {
  bytes: 104,
  minPriceIncrement: 24,
  unitOfMeasureQty: { 1: 88, 2: 88, 3: 80 },
} as const;

/** Actions and sides as they are stored, in ASCII. */
export const Action = { add: 65, cancel: 67, fill: 70, modify: 77, clear: 82, trade: 84 } as const;
export const SideCode = { ask: 65, bid: 66 } as const;
