/** The metadata at the start of a DBN file: schema, and which instruments it is about. */
import { RecordingError } from '../recordingError';
import { SCHEMAS } from './layout';

const PRELUDE_BYTES = 8;
/** Bytes of metadata before its lists, in every version. */
const FIXED_BYTES = 100;
/** Bytes of a symbol in version 1; later versions say it themselves. */
const SYMBOL_BYTES_1 = 22;
/** Metadata of ten thousand instruments with a hundred days each is below this. */
const MOST_BYTES = 1 << 26;

export interface DbnMetadata {
  readonly version: 1 | 2 | 3;
  readonly dataset: string;
  readonly schema: string;
  /** Symbol of each instrument number. */
  readonly symbols: ReadonlyMap<number, string>;
  /** Bytes of the file before its first record. */
  readonly bytes: number;
}

/** @returns bytes of the file before its first record, as its first 8 bytes say */
export function metadataBytes(file: string, head: Uint8Array): number {
  const length = view(head).getUint32(4, true);
  if (length >= FIXED_BYTES && length <= MOST_BYTES) return PRELUDE_BYTES + length;
  const expected = `${FIXED_BYTES} to ${MOST_BYTES} bytes`;
  throw new RecordingError({ file, byte: 4 }, 'metadata length', expected, `${length}`);
}

export function isDbn(head: Uint8Array): boolean {
  return head.length >= 26 && head[0] === 68 && head[1] === 66 && head[2] === 78;
}

/** @returns the schema's name, or null for one without a book or trades */
export function schemaOf(head: Uint8Array): string | null {
  return SCHEMAS[view(head).getUint16(24, true)] ?? null;
}

/** @param bytes all of the metadata, with the 8 bytes before it */
export function readMetadata(file: string, bytes: Uint8Array): DbnMetadata {
  const fields = view(bytes);
  const version = bytes[3];
  const fail = (byte: number, field: string, expected: string, found: string) =>
    new RecordingError({ file, byte }, field, expected, found);
  if (version !== 1 && version !== 2 && version !== 3) {
    throw fail(3, 'version', 'DBN version 1, 2 or 3', String(version));
  }
  const schema = schemaOf(bytes);
  if (schema === null) {
    const known = Object.values(SCHEMAS).join(', ');
    throw fail(24, 'schema', `one of ${known}`, String(fields.getUint16(24, true)));
  }
  const symbolBytes = version === 1 ? SYMBOL_BYTES_1 : fields.getUint16(53, true);
  const symbols = new Map<number, string>();
  let at = PRELUDE_BYTES + FIXED_BYTES;
  const need = (length: number, field: string) => {
    if (at + length <= bytes.length) return;
    throw fail(at, field, `${length} bytes`, `${bytes.length - at}`);
  };
  const count = (field: string) => {
    need(4, field);
    const value = fields.getUint32(at, true);
    at += 4;
    return value;
  };
  const symbol = (field: string) => {
    need(symbolBytes, field);
    const start = at;
    at += symbolBytes;
    return text(bytes.subarray(start, at));
  };
  const definition = count('schema definition length');
  need(definition, 'schema definition');
  at += definition;
  for (const field of ['symbols', 'partial', 'not_found']) {
    for (let left = count(field); left > 0; left--) symbol(field);
  }
  for (let left = count('mappings'); left > 0; left--) {
    const name = symbol('mappings.raw_symbol');
    for (let intervals = count('mappings.intervals'); intervals > 0; intervals--) {
      need(8, 'mappings.dates');
      at += 8;
      const number = Number(symbol('mappings.symbol'));
      if (Number.isInteger(number)) symbols.set(number, name);
    }
  }
  return {
    version,
    dataset: text(bytes.subarray(8, 24)),
    schema,
    symbols,
    bytes: bytes.length,
  };
}

/** Text that ends with a zero byte. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
