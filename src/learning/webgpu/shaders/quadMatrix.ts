/**
 * WGSL of matrix products for adapters in software. SwiftShader fetches a load for
 * each of its four lanes, checked, at the cost of about twenty products, whether the
 * lanes read the same number or four. So here no two lanes do: a lane holds rows and
 * columns of its own, and swaps rows with the other three, one instruction each, until
 * all of the four by four products are made. Four neighbours are loaded as a vector
 * where addresses allow it, because they share a part of the checks. Sums are variables
 * of their own, never an array: a place in an array is masked at every store.
 */
import { indices, type ProductKind } from './matrix';

/** Lanes that swap. */
export const QUAD = 4;

/** Floats of a vector. */
export const VECTOR = 4;

/** Rows and columns of the tile in quads, and the steps that are summed at a time. */
export interface QuadTile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Floats that are loaded and stored at once; the other sizes are multiples of it. */
  readonly width: 1 | typeof VECTOR;
}

/** 32 × 64, a second and a half to compile, and 32 × 32, half of that. */
export const WIDE_QUADS: QuadTile = { rows: 8, columns: 16, depth: 8, width: VECTOR };
export const SQUARE_QUADS: QuadTile = { rows: 8, columns: 8, depth: 8, width: VECTOR };
/** 16 × 16 and 16 × 4, for what vectors do not fit. */
export const SCALAR_QUADS: QuadTile = { rows: 4, columns: 4, depth: 4, width: 1 };
export const NARROW_QUADS: QuadTile = { rows: 4, columns: 1, depth: 8, width: 1 };

/** Where a number's neighbour in memory is: in the next line (row or column), or step. */
export type Neighbour = 'line' | 'step';

/** Of the left and of the right operand. */
export const NEIGHBOURS: Readonly<Record<ProductKind, readonly [Neighbour, Neighbour]>> = {
  biased: ['step', 'line'],
  biasedAdded: ['step', 'line'],
  withOnes: ['line', 'line'],
  masked: ['step', 'step'],
  plain: ['step', 'step'],
  added: ['step', 'step'],
};

/**
 * In the order of the shader's struct. With vectors, places count vectors: lines of an
 * operand with neighbouring lines, steps of one with neighbouring steps, and columns
 * of the result.
 */
export interface QuadOperands {
  readonly rows: number;
  readonly columns: number;
  /** Steps, never vectors of them. */
  readonly length: number;
  readonly left: number;
  readonly leftTwin: number;
  readonly leftLine: number;
  readonly leftLines: number;
  readonly leftStep: number;
  readonly right: number;
  readonly rightTwin: number;
  readonly rightLine: number;
  readonly rightLines: number;
  readonly rightStep: number;
  readonly result: number;
  readonly resultTwin: number;
  /** The bias, or the activation. */
  readonly extra: number;
  readonly extraTwin: number;
  readonly floor: number;
}

export function quadProductShader(kind: ProductKind, tile: QuadTile): string {
  const { depth, width } = tile;
  const left = new TileOperand('left', NEIGHBOURS[kind][0], tile.rows, tile);
  const right = new TileOperand('right', NEIGHBOURS[kind][1], tile.columns, tile);
  const rows = indices(tile.rows);
  const columns = indices(tile.columns);
  const units = indices(tile.columns / width);
  const steps = indices(depth);
  const swaps = indices(QUAD);
  const type = width === 1 ? 'f32' : 'vec4<f32>';
  const sum = (row: number, swap: number, column: number): string => `sum${row}_${swap}_${column}`;
  const unitSum = (row: number, swap: number, unit: number): string => {
    const parts = indices(width).map((part) => sum(row, swap, unit * width + part));
    return `${type}(${parts.join(', ')})`;
  };
  const lines = (...parts: readonly (string | readonly string[])[]): string =>
    parts.flat().join('\n    ');

  const multiply = rows.map((row) =>
    lines(
      left
        .loadsAt(row)
        .flatMap(({ name, place }) => [
          `let ${name}_0 = arena[${place}];`,
          `let ${name}_1 = quadSwapX(${name}_0);`,
          `let ${name}_2 = quadSwapY(${name}_0);`,
          `let ${name}_3 = quadSwapDiagonal(${name}_0);`,
        ]),
      swaps.flatMap((swap) =>
        columns.map((column) => {
          const products = steps.map((step) => {
            const { name, part } = left.value(row, step);
            const other = right.value(column, step);
            return [`${other.name}${other.part}`, `${name}_${swap}${part}`] as const;
          });
          const added = products.reduce(
            (before, [a, b]) => `fma(${a}, ${b}, ${before})`,
            sum(row, swap, column),
          );
          return `${sum(row, swap, column)} = ${added};`;
        }),
      ),
    ),
  );
  const store = rows.flatMap((row) =>
    swaps.map((swap) =>
      lines(
        '{',
        `let row = group.y * ${QUAD * tile.rows}u + ${lineWithin(row, `lane${swap}`, width)};`,
        'if (row < o.rows) {',
        'let start = row * o.columns + firstUnit;',
        units.map(
          (unit) =>
            `if (inside${unit}) { let within = start + ${QUAD * unit}u; let at = result + within; let value = ${unitSum(row, swap, unit)}; ${STORES[kind](`bias${unit}`, `${type}()`)} }`,
        ),
        '}',
        '}',
      ),
    ),
  );
  const addsColumns = kind === 'withOnes';
  const hasBias = kind === 'biased' || kind === 'biasedAdded';

  return /* wgsl */ `
enable subgroups;

@group(0) @binding(0) var<storage, read_write> arena: array<${type}>;

struct Operands {
  rows: u32, columns: u32, length: u32,
  left: u32, leftTwin: u32, leftLine: u32, leftLines: u32, leftStep: u32,
  right: u32, rightTwin: u32, rightLine: u32, rightLines: u32, rightStep: u32,
  result: u32, resultTwin: u32, extra: u32, extraTwin: u32, floor: f32,
}
@group(0) @binding(1) var<uniform> o: Operands;

@compute @workgroup_size(${QUAD})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(subgroup_invocation_id) lane: u32,
) {
    let twin = group.z;
    ${lines(
      swaps.map(
        (swap) => `let lane${swap} = (lane ^ ${swap}u)${width === 1 ? '' : ` * ${VECTOR}u`};`,
      ),
      // Past the edge, loads repeat the last line and stores do nothing.
      left.lineStarts(`group.y`),
      right.lineStarts(`group.x`),
      rows.flatMap((row) =>
        swaps.flatMap((swap) => columns.map((column) => `var ${sum(row, swap, column)} = 0.0;`)),
      ),
      addsColumns ? units.map((unit) => `var columnSums${unit} = ${type}();`) : [],
      'let length = o.length;',
      'let lastStep = length - 1u;',
      'let leftStep = o.leftStep;',
      'let rightStep = o.rightStep;',
    )}
    ${width === 1 ? '' : 'var vector = 0u;'}
    for (var next = 0u; next < length; next += ${depth}u) {
    ${lines(
      steps.map((step) => stepIndex(step, width)),
      left.stepStarts(),
      right.stepStarts(),
      columns
        .flatMap((column) => right.loadsAt(column))
        .map(
          ({ name, place, step }) =>
            // Steps past the last one count for nothing; vectors have none.
            `let ${name} = ${width === 1 ? `share${step} * ` : ''}arena[${place}];`,
        ),
      addsColumns
        ? units.map((unit) => {
            const terms = steps.map((step) => right.value(unit * width, step).name);
            return `columnSums${unit} += ${terms.join(' + ')};`;
          })
        : [],
      multiply,
    )}
    ${width === 1 ? '' : `vector += ${depth / VECTOR}u;`}
    }
    ${lines(
      `let firstUnit = group.x * ${units.length * QUAD}u + lane;`,
      units.map((unit) => `let inside${unit} = firstUnit + ${QUAD * unit}u < o.columns;`),
      'let result = o.result + twin * o.resultTwin;',
      'let extra = o.extra + twin * o.extraTwin;',
      `let floor = ${type}(o.floor);`,
      hasBias
        ? units.map(
            (unit) =>
              `let bias${unit} = arena[extra + min(firstUnit + ${QUAD * unit}u, o.columns - 1u)];`,
          )
        : [],
      store,
      addsColumns
        ? units.map(
            (unit) =>
              `if (group.y == 0u && inside${unit}) { arena[result + o.rows * o.columns + firstUnit + ${QUAD * unit}u] = columnSums${unit}; }`,
          )
        : [],
    )}
}
`;
}

/** What becomes of a value: `at` is its place, `within` the same from the result's start. */
const STORES: Readonly<Record<ProductKind, (bias: string, zero: string) => string>> = {
  biased: (bias) => `arena[at] = max(value + ${bias}, floor);`,
  biasedAdded: (bias) => `arena[at] += value + ${bias};`,
  withOnes: () => 'arena[at] = value;',
  masked: (_, zero) => `arena[at] = select(${zero}, value, arena[extra + within] > ${zero});`,
  plain: () => 'arena[at] = value;',
  added: () => 'arena[at] += value;',
};

/** The line that a lane has in this place of its tile: with vectors, four that follow one another. */
function lineWithin(line: number, lane: string, width: QuadTile['width']): string {
  if (width === 1) return `${QUAD * line}u + ${lane}`;
  const part = line % VECTOR;
  return `${QUAD * (line - part) + part}u + ${lane}`;
}

/** The step itself; a last one that does not exist counts for nothing, and vectors have none. */
function stepIndex(step: number, width: QuadTile['width']): string {
  if (width === VECTOR) return `let k${step} = next + ${step}u;`;
  return `let k${step} = min(next + ${step}u, lastStep); let share${step} = f32(next + ${step}u < length);`;
}

interface Load {
  readonly name: string;
  readonly place: string;
  readonly step: number;
}

/** How one operand gets into a tile: by loads, each of which holds one number or four. */
class TileOperand {
  private readonly linesOfLoad: number;
  private readonly stepsOfLoad: number;

  constructor(
    private readonly name: string,
    neighbour: Neighbour,
    private readonly lines: number,
    private readonly tile: QuadTile,
  ) {
    this.linesOfLoad = neighbour === 'line' ? tile.width : 1;
    this.stepsOfLoad = neighbour === 'step' ? tile.width : 1;
  }

  /** Loads whose first line this is. */
  loadsAt(line: number): Load[] {
    if (line % this.linesOfLoad !== 0) return [];
    return this.steps().map((step) => ({
      name: this.value(line, step).name,
      place: `${this.name}Line${line} + ${this.name}At${step}`,
      step,
    }));
  }

  /** The load that holds a number, and which part of it that is. */
  value(line: number, step: number): { readonly name: string; readonly part: string } {
    const { linesOfLoad, stepsOfLoad, tile } = this;
    const name = `${this.name}${Math.floor(step / stepsOfLoad)}_${Math.floor(line / linesOfLoad)}`;
    const part = 'xyzw'[(line % linesOfLoad) + (step % stepsOfLoad)];
    return { name, part: tile.width === 1 ? '' : `.${part}` };
  }

  /** Where lines start. */
  lineStarts(group: string): string[] {
    const { name, lines, linesOfLoad, tile } = this;
    return indices(lines)
      .filter((line) => line % linesOfLoad === 0)
      .map((line) => {
        const first = `${group} * ${(QUAD * lines) / linesOfLoad}u`;
        const within = linesOfLoad > 1 ? `${line}u + lane` : lineWithin(line, 'lane0', tile.width);
        const index = `min(${first} + ${within}, o.${name}Lines - 1u)`;
        return `let ${name}Line${line} = o.${name} + twin * o.${name}Twin + ${index} * o.${name}Line;`;
      });
  }

  /** How far from there an iteration's steps are. */
  stepStarts(): string[] {
    return this.steps().map((step) => {
      const index = this.stepsOfLoad > 1 ? `(vector + ${step / VECTOR}u)` : `k${step}`;
      return `let ${this.name}At${step} = ${index} * ${this.name}Step;`;
    });
  }

  private steps(): number[] {
    return indices(this.tile.depth).filter((step) => step % this.stepsOfLoad === 0);
  }
}
