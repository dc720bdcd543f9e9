/**
 * Contour lines of a grid by marching squares, with linear interpolation along the edges of its
 * cells. A saddle is cut by the mean of its corners.
 */

/**
 * Ends of a piece of a line, in places of the grid: columns and rows from 0, between whole ones.
 */
export type Segment = readonly [x0: number, y0: number, x1: number, y1: number];

/** Which edges of a cell a line joins, by which of its corners are above the level. */
const CUTS: readonly (readonly (readonly [Edge, Edge])[])[] = [
  [],
  [['left', 'top']],
  [['top', 'right']],
  [['left', 'right']],
  [['right', 'bottom']],
  [
    ['left', 'top'],
    ['right', 'bottom'],
  ],
  [['top', 'bottom']],
  [['left', 'bottom']],
  [['left', 'bottom']],
  [['top', 'bottom']],
  [
    ['top', 'right'],
    ['left', 'bottom'],
  ],
  [['right', 'bottom']],
  [['left', 'right']],
  [['top', 'right']],
  [['left', 'top']],
  [],
];
type Edge = 'left' | 'top' | 'right' | 'bottom';

/**
 * @param values [rows × columns]
 * @returns pieces of the line on which the values are `level`; none through values that are not
 *   finite
 */
export function contour(values: Float32Array, columns: number, level: number): Segment[] {
  const rows = values.length / columns;
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      // Corners clockwise from the one with the lowest column and row.
      const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]];
      if (!corners.every(Number.isFinite)) continue;
      const [a, b, c, d] = corners;
      const share = (from: number, to: number) => (level - from) / (to - from);
      const points: Readonly<Record<Edge, () => readonly [number, number]>> = {
        top: () => [column + share(a, b), row],
        right: () => [column + 1, row + share(b, c)],
        bottom: () => [column + share(d, c), row + 1],
        left: () => [column, row + share(a, d)],
      };
      let kind = 0;
      for (const [place, value] of corners.entries()) if (value > level) kind |= 1 << place;
      const isSaddle = kind === 5 || kind === 10;
      if (isSaddle && (a + b + c + d) / 4 > level) kind = 15 - kind;
      for (const [from, to] of CUTS[kind]) segments.push([...points[from](), ...points[to]()]);
    }
  }
  return segments;
}

type Point = readonly [x: number, y: number];

/** Joins the pieces whose ends meet into lines, of which each is drawn, and dashed, in one go. */
export function joinSegments(segments: readonly Segment[]): Point[][] {
  const byEnd = new Map<string, number[]>();
  const keyOf = ([x, y]: Point) => `${x.toFixed(6)},${y.toFixed(6)}`;
  const ends = segments.map(([x0, y0, x1, y1]): readonly [Point, Point] => [
    [x0, y0],
    [x1, y1],
  ]);
  for (const [index, pair] of ends.entries()) {
    for (const end of pair) byEnd.set(keyOf(end), [...(byEnd.get(keyOf(end)) ?? []), index]);
  }
  const isUsed = new Uint8Array(segments.length);
  /** Follows the line from an end, piece by piece. */
  const follow = (from: Point): Point[] => {
    const points: Point[] = [];
    for (let at = from; ;) {
      const next = byEnd.get(keyOf(at))?.find((index) => isUsed[index] === 0);
      if (next === undefined) return points;
      isUsed[next] = 1;
      const [first, second] = ends[next];
      at = keyOf(first) === keyOf(at) ? second : first;
      points.push(at);
    }
  };
  const lines: Point[][] = [];
  for (const [index, [first, second]] of ends.entries()) {
    if (isUsed[index] === 1) continue;
    isUsed[index] = 1;
    lines.push([...follow(first).toReversed(), first, second, ...follow(second)]);
  }
  return lines;
}
