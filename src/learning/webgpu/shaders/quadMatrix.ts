/**
 * WGSL of matrix products for adapters in software. SwiftShader fetches a load for
 * each of its four lanes, checked, at the cost of about twenty products, whether the
 * lanes read the same number or four. So here no two lanes do: a lane holds a row and
 * a column, and swaps rows with the other three, one instruction each, until all of
 * the four by four products are made. Accumulators are variables, which cost several
 * instructions to store, so many steps are summed before one is. One shader does for
 * every kind of product, because a large tile takes a second to compile.
 */
import { indices } from './matrix';

/** Lanes that swap. */
export const QUAD = 4;

/** Rows and columns of the tile in quads, and the steps that are summed at a time. */
export interface QuadTile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** 32 × 32, and 16 × 4. */
export const WIDE_QUADS: QuadTile = { rows: 8, columns: 8, depth: 8 };
export const NARROW_QUADS: QuadTile = { rows: 4, columns: 1, depth: 8 };

/** What becomes of a product on its way out, or of the right operand: its columns' sums. */
const FLAGS = ['bias', 'add', 'mask', 'sums'] as const;
export type QuadFlag = (typeof FLAGS)[number];

export function quadFlags(flags: readonly QuadFlag[]): number {
  return flags.reduce((bits, flag) => bits | (1 << FLAGS.indexOf(flag)), 0);
}

const has = (flag: QuadFlag): string => `(o.flags & ${quadFlags([flag])}u) != 0u`;

/** The sum over `steps` of what two quads hold. */
const products = (steps: readonly number[], left: string, right: string): string =>
  steps.map((at) => `a${at}_${left} * b${at}_${right}`).join(' + ');

export function quadProductShader({
  rows: rowQuads,
  columns: columnQuads,
  depth,
}: QuadTile): string {
  const rows = indices(rowQuads);
  const columns = indices(columnQuads);
  const swaps = indices(QUAD);
  const sumOf = (row: number, swap: number, column: number): string =>
    `sums[${(row * QUAD + swap) * columnQuads + column}]`;
  const step = (count: number): string => {
    const steps = indices(count);
    const loadRight = steps.flatMap((at) => [
      `let right${at} = (k + ${at}u) * o.rightStep;`,
      ...columns.map((column) => `let b${at}_${column} = arena[column${column} + right${at}];`),
      `let left${at} = (k + ${at}u) * o.leftStep;`,
    ]);
    const addColumns = columns.map((column) => {
      const terms = steps.map((at) => `b${at}_${column}`);
      return `columnSums[${column}] += ${terms.join(' + ')};`;
    });
    const multiply = rows.flatMap((row) => [
      ...steps.flatMap((at) => [
        `let a${at}_${row}_0 = arena[row${row} + left${at}];`,
        `let a${at}_${row}_1 = quadSwapX(a${at}_${row}_0);`,
        `let a${at}_${row}_2 = quadSwapY(a${at}_${row}_0);`,
        `let a${at}_${row}_3 = quadSwapDiagonal(a${at}_${row}_0);`,
      ]),
      ...swaps.flatMap((swap) =>
        columns.map(
          (column) =>
            `${sumOf(row, swap, column)} += ${products(steps, `${row}_${swap}`, String(column))};`,
        ),
      ),
    ]);
    return [...loadRight, ...addColumns, ...multiply].join('\n    ');
  };
  return /* wgsl */ `
enable subgroups;

@group(0) @binding(0) var<storage, read_write> arena: array<f32>;

struct Operands {
  rows: u32, columns: u32, length: u32,
  left: u32, leftTwin: u32, leftRow: u32, leftStep: u32,
  right: u32, rightTwin: u32, rightColumn: u32, rightStep: u32,
  result: u32, extra: u32, extraTwin: u32, floor: f32, resultTwin: u32, flags: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

@compute @workgroup_size(${QUAD})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let twin = group.z;
  let firstRow = group.y * ${QUAD * rowQuads}u;
  let firstColumn = group.x * ${QUAD * columnQuads}u + lane;
  // Past the edge, loads repeat the last row or column and stores do nothing.
  ${rows
    .map(
      (row) =>
        `let row${row} = o.left + twin * o.leftTwin + min(firstRow + ${QUAD * row}u + lane, o.rows - 1u) * o.leftRow;`,
    )
    .join('\n  ')}
  ${columns
    .map(
      (column) =>
        `let column${column} = o.right + twin * o.rightTwin + min(firstColumn + ${QUAD * column}u, o.columns - 1u) * o.rightColumn;`,
    )
    .join('\n  ')}
  var sums: array<f32, ${QUAD * rowQuads * columnQuads}>;
  var columnSums: array<f32, ${columnQuads}>;
  let whole = o.length - o.length % ${depth}u;
  for (var next = 0u; next < whole; next += ${depth}u) {
    let k = next;
    ${step(depth)}
  }
  for (var next = whole; next < o.length; next++) {
    let k = next;
    ${step(1)}
  }
  let bias = o.extra + twin * o.extraTwin;
  let result = o.result + twin * o.resultTwin;
  if (${has('bias')}) {
    ${columns
      .map(
        (column) =>
          `columnSums[${column}] = arena[bias + min(firstColumn + ${QUAD * column}u, o.columns - 1u)];`,
      )
      .join('\n    ')}
  }
  if (${has('sums')} && group.y == 0u) {
    ${columns
      .map(
        (column) =>
          `if (firstColumn + ${QUAD * column}u < o.columns) { arena[result + o.rows * o.columns + firstColumn + ${QUAD * column}u] = columnSums[${column}]; }`,
      )
      .join('\n    ')}
  }
  // Swapped with s, a lane's row is that of lane ^ s.
  for (var at = 0u; at < ${QUAD * rowQuads}u; at++) {
    let row = firstRow + (at & ~3u) + (lane ^ (at & 3u));
    if (row >= o.rows) { continue; }
    ${columns
      .map(
        (column) => `if (firstColumn + ${QUAD * column}u < o.columns) {
      let within = row * o.columns + firstColumn + ${QUAD * column}u;
      var value = sums[at * ${columnQuads}u + ${column}u];
      if (${has('bias')}) { value += columnSums[${column}]; }
      if (${has('add')}) { value += arena[result + within]; }
      if (${has('mask')}) {
        value = select(0.0, value, arena[o.extra + twin * o.rows * o.columns + within] > 0.0);
      }
      arena[result + within] = max(value, o.floor);
    }`,
      )
      .join('\n    ')}
  }
}
`;
}
