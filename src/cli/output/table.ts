/**
 * Lays out plain-text tables: columns are as wide as their widest cell, with a rule under the head.
 */

export type Alignment = 'left' | 'right';

/** @param alignments the alignment of each column; missing ones are right, as numbers are */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = ['left'],
): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        (alignments[column] ?? 'right') === 'left'
          ? cell.padEnd(widths[column])
          : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  );
}
