/** Instrument definitions of a DBN file: the tick and the worth of each instrument. */
import { DBN_PRICE_SCALE, DEFINITION, HEADER, RType, UNDEFINED_PRICE_HIGH } from './layout';
import type { DbnMetadata } from './metadata';
import type { RecordingInput } from '../reader';
import { RecordStream, type RecordBlock } from './recordStream';

interface InstrumentDefinition {
  readonly symbol: string;
  /** Units of price per tick. */
  readonly tickSize: number;
  /** Dollars per unit of price and contract. */
  readonly pointValue: number;
}

export type Definitions = Map<number, InstrumentDefinition>;

/** @param count takes every definition record */
export async function readDefinitions(
  input: RecordingInput,
  count: () => void,
): Promise<Definitions> {
  const stream = new RecordStream(input);
  const metadata = await stream.metadata();
  const definitions: Definitions = new Map();
  for await (const block of stream.blocks()) {
    for (let at = 0; at < block.end; at += 4 * block.bytes[at]) {
      if (block.bytes[at + HEADER.rtype] !== RType.definition) continue;
      readDefinition(block, at, metadata, definitions);
      count();
    }
  }
  return definitions;
}

/** Adds the definition at `at`, unless its tick is not defined. */
export function readDefinition(
  { bytes, view }: RecordBlock,
  at: number,
  metadata: DbnMetadata,
  definitions: Definitions,
): void {
  if (4 * bytes[at] < DEFINITION.bytes) return;
  const instrument = view.getUint32(at + HEADER.instrument, true);
  const tickSize = price(view, at + DEFINITION.minPriceIncrement);
  if (!(tickSize > 0)) return;
  const quantity = price(view, at + DEFINITION.unitOfMeasureQty[metadata.version]);
  definitions.set(instrument, {
    symbol: metadata.symbols.get(instrument) ?? String(instrument),
    tickSize,
    pointValue: quantity > 0 ? quantity : 1,
  });
}

/** @returns NaN for a price that is not defined */
function price(view: DataView, at: number): number {
  const high = view.getInt32(at + 4, true);
  if (high === UNDEFINED_PRICE_HIGH) return NaN;
  return (high * 2 ** 32 + view.getUint32(at, true)) / DBN_PRICE_SCALE;
}
