/**
 * Dataset files that were tampered with: sound Parquet, of which something is not what it should
 * be.
 */
import { parquetMetadata, parquetScan } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource, type KeyValue } from 'hyparquet-writer';

export interface OpenFile {
  readonly columns: Map<string, { data: unknown[]; type: ColumnSource['type'] }>;
  readonly metadata: Record<string, unknown>;
}

/** A dataset's file, taken apart, changed by `edit`, and put together by the library alone. */
export async function editedFile(
  buffer: ArrayBuffer,
  edit: (file: OpenFile) => void,
  rowGroupSize = 100_000,
): Promise<ArrayBuffer> {
  const footer = parquetMetadata(buffer);
  const file = { byteLength: buffer.byteLength, slice: buffer.slice.bind(buffer) };
  const scan = await parquetScan({ file, metadata: footer });
  const columns: OpenFile['columns'] = new Map();
  for (const { name, type } of footer.schema.slice(1)) {
    const data = await scan.readColumn({
      column: name,
      rowStart: 0,
      rowEnd: Number(footer.num_rows),
    });
    columns.set(name, {
      data: Array.from<unknown>(data as ArrayLike<unknown>),
      type: type as ColumnSource['type'],
    });
  }
  const entry = footer.key_value_metadata?.[0] as KeyValue;
  const metadata = JSON.parse(entry.value ?? '') as Record<string, unknown>;
  edit({ columns, metadata });
  return parquetWriteBuffer({
    columnData: [...columns].map(([name, { data, type }]) => ({
      name,
      data,
      ...(type === undefined ? {} : { type }),
      ...(type === 'FLOAT' || type === 'DOUBLE' ? { encoding: 'PLAIN' as const } : {}),
    })),
    rowGroupSize,
    kvMetadata: [{ key: entry.key, value: JSON.stringify(metadata) }],
  });
}

export const fileWithCell = (buffer: ArrayBuffer, name: string, row: number, value: unknown) =>
  editedFile(buffer, ({ columns }) => {
    const column = columns.get(name);
    if (column === undefined) throw new Error(`no column ${name}`);
    column.data[row] = value;
  });
