/**
 * The WGSL here makes matrix products on adapters in software. SwiftShader fetches a load for each
 * of its four lanes, checked, at the cost of about twenty products, whether the lanes read the same
 * number or four. So here no two lanes do: a lane holds rows and columns of its own, and swaps rows
 * with the other three, one instruction each, until all of the four by four products are made. Four
 * neighbours are loaded as a vector where addresses allow it, because they share a part of the
 * checks. Sums are variables of their own, never an array: a place in an array is masked at every
 * store.
 */
import type { OperandRow, OperandValues } from '../../compiled/instructions/operands';
import { indices, type ProductKind } from './matrix';
import {
  lineWithin,
  QUAD,
  TileOperand,
  VECTOR,
  type Neighbour,
  type QuadTile,
} from './quadOperand';
import { bindings, type Shader } from './shader';

/**
 * Tiles of 32 × 64, which take a second and a half to compile, and 32 × 32, which take half of
 * that.
 */
export const WIDE_QUADS: QuadTile = { rows: 8, columns: 16, depth: 8, width: VECTOR };
export const SQUARE_QUADS: QuadTile = { rows: 8, columns: 8, depth: 8, width: VECTOR };
/** Tiles of 16 × 16 and 16 × 4, for sizes that are no whole vectors. */
export const SCALAR_QUADS: QuadTile = { rows: 4, columns: 4, depth: 4, width: 1 };
export const NARROW_QUADS: QuadTile = { rows: 4, columns: 1, depth: 8, width: 1 };

/** Neighbours in memory of the left and the right operand. */
export const NEIGHBOURS: Readonly<Record<ProductKind, readonly [Neighbour, Neighbour]>> = {
  biased: ['step', 'line'],
  biasedAdded: ['step', 'line'],
  withOnes: ['line', 'line'],
  masked: ['step', 'step'],
  plain: ['step', 'step'],
  added: ['step', 'step'],
};

/**
 * Operands of a product. With vectors, places count vectors: lines of an operand with neighbouring
 * lines, steps of one with neighbouring steps, and columns of the result.
 */
export const QUAD_OPERANDS = {
  rows: 'count',
  columns: 'count',
  /** In steps, never in vectors of them. */
  length: 'count',
  left: 'reads',
  leftTwin: 'count',
  leftLine: 'count',
  leftLines: 'count',
  leftStep: 'count',
  right: 'reads',
  rightTwin: 'count',
  rightLine: 'count',
  rightLines: 'count',
  rightStep: 'count',
  result: 'updates',
  resultTwin: 'count',
  /** Bias, or activation. */
  extra: 'reads',
  extraTwin: 'count',
  floor: 'scalar',
} as const satisfies OperandRow;

export type QuadOperands = OperandValues<typeof QUAD_OPERANDS>;

interface QuadProduct {
  readonly kind: ProductKind;
  readonly tile: QuadTile;
  readonly left: TileOperand;
  readonly right: TileOperand;
  /** Type of a load or a store. */
  readonly type: 'f32' | 'vec4<f32>';
  /** Columns of the tile, in units of that type. */
  readonly units: readonly number[];
}

const SWAPS = indices(QUAD);

export function quadProductShader(kind: ProductKind, tile: QuadTile): Shader<typeof QUAD_OPERANDS> {
  const { depth, width } = tile;
  const units = indices(tile.columns / width);
  const product: QuadProduct = {
    kind,
    tile,
    left: new TileOperand('left', NEIGHBOURS[kind][0], tile.rows, tile),
    right: new TileOperand('right', NEIGHBOURS[kind][1], tile.columns, tile),
    type: width === 1 ? 'f32' : 'vec4<f32>',
    units,
  };
  const { left, right, type } = product;
  const rows = indices(tile.rows);
  const addsColumns = kind === 'withOnes';
  const hasBias = kind === 'biased' || kind === 'biasedAdded';
  const code = /* wgsl */ `
enable subgroups;
${bindings(QUAD_OPERANDS, type)}
@compute @workgroup_size(${QUAD})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let twin = group.z;
  ${lines(
    SWAPS.map((swap) => `let lane${swap} = (lane ^ ${swap}u) * ${width}u;`),
    // Past the edge, loads repeat the last line and stores do nothing.
    left.lineStarts('group.y'),
    right.lineStarts('group.x'),
    rows.flatMap((row) =>
      SWAPS.flatMap((swap) =>
        indices(tile.columns).map((column) => `var ${sumOf(row, swap, column)} = 0.0;`),
      ),
    ),
    units.map((unit) => (addsColumns ? `var columnSums${unit} = ${type}();` : '')),
  )}
  let length = o.length;
  let lastStep = length - 1u;
  let leftStep = o.leftStep;
  let rightStep = o.rightStep;
  var vector = 0u;
  for (var next = 0u; next < length; next += ${depth}u) {
    ${lines(
      indices(depth).map((step) => stepIndex(step, width)),
      left.stepStarts(),
      right.stepStarts(),
      loadRight(product),
      addsColumns ? addColumns(product) : [],
      rows.flatMap((row) => multiplyRow(product, row)),
    )}
    vector += ${depth / VECTOR}u;
  }
  let firstUnit = group.x * ${units.length * QUAD}u + lane;
  let result = o.result + twin * o.resultTwin;
  let extra = o.extra + twin * o.extraTwin;
  let floor = ${type}(o.floor);
  ${lines(
    units.flatMap((unit) => [
      `let unit${unit} = firstUnit + ${QUAD * unit}u;`,
      `let inside${unit} = unit${unit} < o.columns;`,
      hasBias ? `let bias${unit} = arena[extra + min(unit${unit}, o.columns - 1u)];` : '',
    ]),
    rows.flatMap((row) => SWAPS.map((swap) => storeRow(product, row, swap))),
    units.map((unit) =>
      addsColumns
        ? `if (group.y == 0u && inside${unit}) { arena[result + o.rows * o.columns + unit${unit}] = columnSums${unit}; }`
        : '',
    ),
  )}
}
`;
  return { row: QUAD_OPERANDS, code, inVectors: false };
}

function lines(...parts: readonly (readonly string[])[]): string {
  return parts.flat().join('\n  ');
}

function sumOf(row: number, swap: number, column: number): string {
  return `sum${row}_${swap}_${column}`;
}

/** Finds the step; a last one that does not exist counts for nothing, and vectors have none. */
function stepIndex(step: number, width: QuadTile['width']): string {
  if (width === VECTOR) return `let k${step} = next + ${step}u;`;
  return `let k${step} = min(next + ${step}u, lastStep); let share${step} = f32(next + ${step}u < length);`;
}

function loadRight({ right, tile }: QuadProduct): string[] {
  return indices(tile.columns)
    .flatMap((column) => right.loadsAt(column))
    .map(({ name, place, step }) =>
      tile.width === 1
        ? `let ${name} = share${step} * arena[${place}];`
        : `let ${name} = arena[${place}];`,
    );
}

function addColumns({ right, tile, units }: QuadProduct): string[] {
  return units.map((unit) => {
    const terms = indices(tile.depth).map((step) => right.value(unit * tile.width, step).name);
    return `columnSums${unit} += ${terms.join(' + ')};`;
  });
}

/** Multiplies a row, and those that it is swapped with, by all columns. */
function multiplyRow({ left, right, tile }: QuadProduct, row: number): string[] {
  const loads = left
    .loadsAt(row)
    .flatMap(({ name, place }) => [
      `let ${name}_0 = arena[${place}];`,
      `let ${name}_1 = quadSwapX(${name}_0);`,
      `let ${name}_2 = quadSwapY(${name}_0);`,
      `let ${name}_3 = quadSwapDiagonal(${name}_0);`,
    ]);
  const sums = SWAPS.flatMap((swap) =>
    indices(tile.columns).map((column) => {
      const sum = sumOf(row, swap, column);
      const added = indices(tile.depth).reduce((before, step) => {
        const a = left.value(row, step);
        const b = right.value(column, step);
        return `fma(${b.name}${b.part}, ${a.name}_${swap}${a.part}, ${before})`;
      }, sum);
      return `${sum} = ${added};`;
    }),
  );
  return [...loads, ...sums];
}

function storeRow({ kind, tile, type, units }: QuadProduct, row: number, swap: number): string {
  const { width } = tile;
  const stores = units.map((unit) => {
    const sums = indices(width).map((part) => sumOf(row, swap, unit * width + part));
    return `if (inside${unit}) {
      let within = row * o.columns + unit${unit};
      let at = result + within;
      let value = ${type}(${sums.join(', ')});
      ${STORES[kind](`bias${unit}`, `${type}()`)}
    }`;
  });
  return `{
    let row = group.y * ${QUAD * tile.rows}u + ${lineWithin(row, `lane${swap}`, width)};
    if (row < o.rows) {
    ${lines(stores)}
    }
  }`;
}

/** WGSL that stores a value: `at` is the place, `within` the same from the result's start. */
const STORES: Readonly<Record<ProductKind, (bias: string, zero: string) => string>> = {
  biased: (bias) => `arena[at] = max(value + ${bias}, floor);`,
  biasedAdded: (bias) => `arena[at] += value + ${bias};`,
  withOnes: () => 'arena[at] = value;',
  masked: (_, zero) => `arena[at] = select(${zero}, value, arena[extra + within] > ${zero});`,
  plain: () => 'arena[at] = value;',
  added: () => 'arena[at] += value;',
};
