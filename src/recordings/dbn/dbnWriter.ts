/**
 * Writes market by order as DBN version 1, for markets of the lab that are to be read back, and for
 * tests. The layout is that of the reader.
 */
import type { RowSide } from '../tapeBuilder';
import { Action, DBN_PRICE_SCALE, DEFINITION, HEADER, MBO, RType, SideCode } from './layout';

const METADATA_BYTES = 206;
const DEFINITION_BYTES = 360;
const SYMBOL_BYTES = 22;
/** Records that are handed on at once. */
const BLOCK_RECORDS = 1 << 12;
const UNDEFINED_TIME = 0xffff_ffff_ffff_ffffn;

export interface DbnInstrument {
  readonly dataset: string;
  /** At most 21 characters. */
  readonly symbol: string;
  readonly instrument: number;
}

export interface MboRecord {
  readonly action: keyof typeof Action;
  readonly side: RowSide;
  /** Id of the order, or 0 where there is none. */
  readonly order: bigint;
  /** Units of price; at most nine decimals. */
  readonly price: number;
  readonly size: number;
  readonly flags: number;
  /** Nanoseconds since 1970, of the exchange and of the recorder. */
  readonly timeNs: bigint;
  readonly receivedNs?: bigint;
}

export class MboWriter {
  private readonly block = new Uint8Array(BLOCK_RECORDS * MBO.bytes);
  private readonly view = new DataView(this.block.buffer);
  private length = 0;
  private written = 0;

  /** @param sink takes the bytes of the file in order, in pieces that it may keep */
  constructor(
    private readonly instrument: DbnInstrument,
    startNs: bigint,
    private readonly sink: (bytes: Uint8Array) => void,
  ) {
    sink(metadata(instrument, 0, startNs));
  }

  /** Records of orders and trades so far. */
  get records(): number {
    return this.written;
  }

  /**
   * Writes what the instrument is, as a record of 360 bytes with the fields that a reader needs.
   * @param tickSize units of price per tick
   * @param pointValue dollars per unit of price and contract
   */
  writeDefinition(tickSize: number, pointValue: number): void {
    const bytes = new Uint8Array(DEFINITION_BYTES);
    const view = new DataView(bytes.buffer);
    bytes[HEADER.length] = DEFINITION_BYTES / 4;
    bytes[HEADER.rtype] = RType.definition;
    view.setUint32(HEADER.instrument, this.instrument.instrument, true);
    view.setBigInt64(DEFINITION.minPriceIncrement, quantaOf(tickSize), true);
    view.setBigInt64(DEFINITION.unitOfMeasureQty[1], quantaOf(pointValue), true);
    this.finish();
    this.sink(bytes);
  }

  write(record: MboRecord): void {
    const { view, length: at } = this;
    view.setUint8(at + HEADER.length, MBO.bytes / 4);
    view.setUint8(at + HEADER.rtype, RType.mbo);
    view.setUint16(at + 2, 1, true);
    view.setUint32(at + HEADER.instrument, this.instrument.instrument, true);
    view.setBigUint64(at + HEADER.timeEvent, record.timeNs, true);
    view.setBigUint64(at + MBO.order, record.order, true);
    view.setBigInt64(at + MBO.price, quantaOf(record.price), true);
    view.setUint32(at + MBO.size, record.size, true);
    view.setUint8(at + MBO.flags, record.flags);
    view.setUint8(at + MBO.flags + 1, 0);
    view.setUint8(at + MBO.action, Action[record.action]);
    view.setUint8(at + MBO.side, sideCode(record.side));
    view.setBigUint64(at + MBO.timeReceived, record.receivedNs ?? record.timeNs, true);
    view.setInt32(at + MBO.timeReceived + 8, 0, true);
    view.setUint32(at + MBO.timeReceived + 12, this.written++ >>> 0, true);
    this.length += MBO.bytes;
    if (this.length === this.block.length) this.finish();
  }

  /** Hands on what is left. */
  finish(): void {
    if (this.length > 0) this.sink(this.block.slice(0, this.length));
    this.length = 0;
  }
}

/** The start of a file of one instrument; `schema` is 0 for market by order. */
export function metadata(
  { dataset, symbol, instrument }: DbnInstrument,
  schema: number,
  startNs: bigint,
): Uint8Array {
  const bytes = new Uint8Array(METADATA_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const text = (value: string, length: number) => {
    bytes.set(new TextEncoder().encode(value).subarray(0, length - 1), at);
    at += length;
  };
  const word = (value: number) => {
    view.setUint32(at, value, true);
    at += 4;
  };
  bytes.set([68, 66, 78, 1]);
  at = 4;
  word(METADATA_BYTES - 8);
  text(dataset, 16);
  view.setUint16(at, schema, true);
  view.setBigUint64(at + 2, startNs, true);
  view.setBigUint64(at + 10, UNDEFINED_TIME, true);
  // No limit and no count of records; a raw symbol in, an instrument number out.
  view.setBigUint64(at + 26, UNDEFINED_TIME, true);
  bytes[at + 34] = 1;
  bytes[at + 35] = 0;
  at += 37 + 47;
  word(0);
  word(1);
  text(symbol, SYMBOL_BYTES);
  word(0);
  word(0);
  word(1);
  text(symbol, SYMBOL_BYTES);
  word(1);
  word(dayNumber(startNs, 0));
  word(dayNumber(startNs, 1));
  text(String(instrument), SYMBOL_BYTES);
  return bytes;
}

/** A day as 20231225. */
function dayNumber(startNs: bigint, daysAfter: number): number {
  const date = new Date(Number(startNs / 1_000_000n) + daysAfter * 86_400_000);
  return Number(date.toISOString().slice(0, 10).replaceAll('-', ''));
}

function quantaOf(price: number): bigint {
  return BigInt(Math.round(price * DBN_PRICE_SCALE));
}

function sideCode(side: RowSide): number {
  if (side === 0) return 'N'.charCodeAt(0);
  return side > 0 ? SideCode.bid : SideCode.ask;
}
