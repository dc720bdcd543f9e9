/**
 * The WGSL here makes matrix products on graphics cards. Each invocation computes a tile of the
 * result in registers, and neighbours in a workgroup have neighbouring columns, so that their loads
 * fall together. Networks of this size are bound by latency: sharing tiles through workgroup memory
 * would cost barriers instead.
 */

import type { OperandRow, OperandValues } from '../../compiled/instructions/operands';
import { bindings, type Shader } from './shader';

/** Tile of an invocation, the products it takes at a time, and its neighbours in the workgroup. */
export interface TileShape {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly groupRows: number;
  readonly groupColumns: number;
}

/** Tiles are small to keep many invocations busy; loads of four steps are on their way at once. */
export const WIDE_TILE: TileShape = {
  rows: 4,
  columns: 4,
  depth: 4,
  groupRows: 8,
  groupColumns: 8,
};
export const NARROW_TILE: TileShape = { ...WIDE_TILE, columns: 1 };

/** Ways of storing left·right. */
export type ProductKind =
  /** result = max(product + bias, floor). */
  | 'biased'
  /** result += product + bias. */
  | 'biasedAdded'
  /** The left operand's transpose has a last row of ones, which gives the bias' gradient. */
  | 'withOnes'
  /** result = product where the activation is above 0, and 0 elsewhere. */
  | 'masked'
  /** result = product, or result += product. */
  | 'plain'
  | 'added';

/** Operands of a product; strides and steps count floats. */
export const PRODUCT_OPERANDS = {
  rows: 'count',
  columns: 'count',
  length: 'count',
  left: 'reads',
  leftTwin: 'count',
  leftRow: 'count',
  leftStep: 'count',
  right: 'reads',
  rightTwin: 'count',
  rightColumn: 'count',
  rightStep: 'count',
  result: 'updates',
  /** Bias, or activation. */
  extra: 'reads',
  extraTwin: 'count',
  floor: 'scalar',
} as const satisfies OperandRow;

export type ProductOperands = OperandValues<typeof PRODUCT_OPERANDS>;

export function productShader(kind: ProductKind, tile: TileShape): Shader<typeof PRODUCT_OPERANDS> {
  const rows = indices(tile.rows);
  const columns = indices(tile.columns);
  const { groupRows, groupColumns } = tile;
  const tileRows = groupRows * tile.rows;
  const tileColumns = groupColumns * tile.columns;
  const onesRow = kind === 'withOnes' ? 2 : 1;
  const load = (row: number, at: number): string => {
    const value = `arena[left${row} + leftAt${at}]`;
    return kind === 'withOnes' ? `select(${value}, 1.0, isOnes${row})` : value;
  };
  const step = (depth: number): string => {
    const steps = indices(depth);
    const loadRight = steps.flatMap((at) => [
      `let leftAt${at} = (k + ${at}u) * o.leftStep;`,
      `let at${at} = (k + ${at}u) * o.rightStep;`,
      ...columns.map((column) => `let b${at}_${column} = arena[right${column} + at${at}];`),
    ]);
    const multiply = rows.flatMap((row) => [
      ...steps.map((at) => `let a${at}_${row} = ${load(row, at)};`),
      ...columns.map((column) => {
        const products = steps.map((at) => `a${at}_${row} * b${at}_${column}`);
        return `sum${row}_${column} += ${products.join(' + ')};`;
      }),
    ]);
    return [...loadRight, ...multiply].join('\n    ');
  };
  const code = /* wgsl */ `${bindings(PRODUCT_OPERANDS)}
fn store(row: u32, column: u32, twin: u32, product: f32) {
  if (row >= o.rows || column >= o.columns) { return; }
  let within = (twin * o.rows + row) * o.columns + column;
  ${STORES[kind]}
}

@compute @workgroup_size(${groupColumns}, ${groupRows})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let twin = group.z;
  // Past the edge, loads repeat the last row or column and stores do nothing.
  let lastRow = max(o.rows, ${onesRow}u) - ${onesRow}u;
  ${rows
    .flatMap((row) => [
      `let row${row} = group.y * ${tileRows}u + ${row * groupRows}u + local.y;`,
      `let isOnes${row} = row${row} == o.rows - 1u;`,
      `let left${row} = o.left + twin * o.leftTwin + min(row${row}, lastRow) * o.leftRow;`,
    ])
    .join('\n  ')}
  ${columns
    .flatMap((column) => [
      `let column${column} = group.x * ${tileColumns}u + ${column * groupColumns}u + local.x;`,
      `let right${column} = o.right + twin * o.rightTwin + min(column${column}, o.columns - 1u) * o.rightColumn;`,
    ])
    .join('\n  ')}
  ${rows.flatMap((row) => columns.map((column) => `var sum${row}_${column} = 0.0;`)).join('\n  ')}
  let whole = o.length - o.length % ${tile.depth}u;
  for (var next = 0u; next < whole; next += ${tile.depth}u) {
    let k = next;
    ${step(tile.depth)}
  }
  for (var next = whole; next < o.length; next++) {
    let k = next;
    ${step(1)}
  }
  ${rows
    .flatMap((row) =>
      columns.map((column) => `store(row${row}, column${column}, twin, sum${row}_${column});`),
    )
    .join('\n  ')}
}
`;
  return { row: PRODUCT_OPERANDS, code, inVectors: false };
}

const STORES: Readonly<Record<ProductKind, string>> = {
  biased: `let bias = arena[o.extra + twin * o.extraTwin + column];
  arena[o.result + within] = max(product + bias, o.floor);`,
  biasedAdded: `let bias = arena[o.extra + twin * o.extraTwin + column];
  arena[o.result + within] += product + bias;`,
  withOnes: `arena[o.result + twin * o.extraTwin + row * o.columns + column] = product;`,
  masked: `arena[o.result + within] = select(0.0, product, arena[o.extra + within] > 0.0);`,
  plain: `arena[o.result + within] = product;`,
  added: `arena[o.result + within] += product;`,
};

export function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
