import type { ReadOptions, RecordingFormat } from '../../src/recordings/reader';
import { MARKET_STATUSES, RowFlag, RowKind, type TapeHeader } from '../../src/recordings/tape';
import { TapeBuilder } from '../../src/recordings/tapeBuilder';
import { inPieces } from './inPieces';

const KINDS = Object.keys(RowKind) as (keyof typeof RowKind)[];

/** A row of a tape, in words. */
export interface ReadRow {
  readonly kind: keyof typeof RowKind;
  readonly timeNs: number;
  readonly latencyNs: number;
  readonly side: number;
  readonly price: number;
  readonly size: number;
  readonly order: number;
  readonly isLast: boolean;
  readonly isSnapshot: boolean;
  readonly isOutOfView: boolean;
}

export interface ReadTape {
  readonly header: TapeHeader;
  readonly rows: readonly ReadRow[];
}

/** Files by their names; what part of the recording each is, is told by the format. */
export type TextFiles = Readonly<Record<string, string | Uint8Array>>;

/** Reads a recording whose files come in pieces of `pieceBytes`. */
export async function readRecording(
  format: RecordingFormat,
  files: TextFiles,
  options: ReadOptions & { readonly pieceBytes?: number } = {},
): Promise<ReadTape> {
  const rows: ReadRow[] = [];
  const builder = new TapeBuilder(Object.keys(files), (chunk) => {
    for (let row = 0; row < chunk.length; row += 1) {
      const flags = chunk.flags[row];
      rows.push({
        kind: KINDS[chunk.kinds[row]],
        timeNs: chunk.timesNs[row],
        latencyNs: chunk.latenciesNs[row] ?? 0,
        side: chunk.sides[row],
        price: chunk.prices[row],
        size: chunk.sizes[row],
        order: chunk.orders[row],
        isLast: (flags & RowFlag.last) !== 0,
        isSnapshot: (flags & RowFlag.snapshot) !== 0,
        isOutOfView: (flags & RowFlag.outOfView) !== 0,
      });
    }
  });
  const inputs = Object.entries(files).map(([name, content]) => {
    const head = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const part = format.recognise(head.subarray(0, 65_536));
    if (part === null) throw new Error(`${name} is not of the format ${format.name}`);
    return { name, part, pieces: inPieces(content, options.pieceBytes) };
  });
  await format.read(inputs, builder, options);
  return { header: builder.finish(), rows };
}

/** Sizes at the prices of a side, the best first, after all `rows`. */
export function levelsOf(rows: readonly ReadRow[], side: 1 | -1): [number, number][] {
  const sizes = new Map<number, number>();
  const orders = new Map<number, ReadRow>();
  const change = (price: number, by: number) => sizes.set(price, (sizes.get(price) ?? 0) + by);
  for (const row of rows) {
    if (row.kind === 'clear') {
      sizes.clear();
      orders.clear();
    }
    if (row.side !== side) continue;
    if (row.kind === 'level') sizes.set(row.price, row.size);
    if (row.kind === 'add') change(row.price, row.size);
    if (row.kind === 'cancel') change(row.price, -row.size);
  }
  return [...sizes].filter(([, size]) => size > 0).sort(([a], [b]) => side * (b - a));
}

/** What a status row says. */
export function statusesOf(rows: readonly ReadRow[]): string[] {
  return rows.flatMap(({ kind, order }) => (kind === 'status' ? [MARKET_STATUSES[order]] : []));
}
