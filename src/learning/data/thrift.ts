/**
 * Walks over values of Thrift's compact protocol, in which Parquet writes its footer and the header
 * of every page, before a library builds objects of them. A count or a length that the bytes behind
 * it cannot hold ends the walk, so that no claim of a few bytes takes memory or time.
 */

const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const STRUCT = 12;
/** Deepest nesting of Parquet's own structures is below ten. */
const MAX_DEPTH = 24;

/** Whole numbers of a struct by field; those of a struct within it stand in a map of their own. */
export type ThriftFields = Map<number, number | ThriftFields>;

export class ThriftWalker {
  constructor(
    private readonly bytes: Uint8Array,
    public offset = 0,
  ) {}

  /** @throws RangeError for what is no struct, or claims more than there is */
  readStruct(depth = 0): ThriftFields {
    if (depth > MAX_DEPTH) throw new RangeError('structures are nested too deeply');
    const fields: ThriftFields = new Map();
    let field = 0;
    for (;;) {
      const head = this.readByte();
      const type = head & 0x0f;
      if (type === STOP) return fields;
      const delta = head >> 4;
      field = delta === 0 ? this.readZigZag() : field + delta;
      const value = this.readValue(type, depth);
      if (value !== null) fields.set(field, value);
    }
  }

  private readValue(type: number, depth: number): number | ThriftFields | null {
    switch (type) {
      case TRUE:
      case FALSE:
        return null;
      case BYTE:
        return this.readByte();
      case DOUBLE:
        return this.skip(8);
      case BINARY:
        return this.skip(this.readVarint());
      case LIST:
      case SET:
        return this.skipList(depth);
      case STRUCT:
        return this.readStruct(depth + 1);
      default:
        if (type < BYTE || type > DOUBLE) throw new RangeError(`type ${type} is unknown`);
        return this.readZigZag();
    }
  }

  private skipList(depth: number): null {
    const head = this.readByte();
    const type = head & 0x0f;
    const size = head >> 4 === 15 ? this.readVarint() : head >> 4;
    // Every element of a type that Parquet lists takes a byte at least.
    if (type <= FALSE || size > this.bytes.length - this.offset) {
      throw new RangeError('a list claims more than there is');
    }
    for (let item = 0; item < size; item += 1) this.readValue(type, depth + 1);
    return null;
  }

  private skip(length: number): null {
    if (length > this.bytes.length - this.offset) {
      throw new RangeError('a text claims more than there is');
    }
    this.offset += length;
    return null;
  }

  private readByte(): number {
    if (this.offset >= this.bytes.length) throw new RangeError('it ends too early');
    return this.bytes[this.offset++];
  }

  private readVarint(): number {
    let value = 0;
    for (let place = 1; place < 2 ** 70; place *= 128) {
      const byte = this.readByte();
      value += (byte & 0x7f) * place;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number has no end');
  }

  private readZigZag(): number {
    const value = this.readVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
