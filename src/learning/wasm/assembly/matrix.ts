/**
 * Makes single-precision matrix products, four lanes at a time (AssemblyScript). Both
 * operands are first copied into panels, four rows of the left and eight columns
 * of the right interleaved, so that the inner loop reads memory in order and
 * keeps a 4 × 8 tile of the result in registers (Goto and van de Geijn 2008).
 * Ragged edges are padded with zeros in the panels and cut off when stored.
 */

/** Rows of the left operand in a panel. */
export const PANEL_ROWS: i32 = 4;
/** Columns of the right operand in a panel. */
export const PANEL_COLUMNS: i32 = 8;

/** Place for a tile that does not fit into the result. */
const spilledTile = memory.data(4 * 8 * 4, 16);

/**
 * Interleaves four rows, and a one after the end of each:
 * panel[k][r] = source[r][k] for k < length, panel[length][r] = 1.
 * @param count rows that exist; the others become zeros
 */
export function packRowsAndOne(
  source: usize,
  stride: i32,
  count: i32,
  length: i32,
  panel: usize,
): void {
  packRows(source, stride, count, length, panel);
  v128.store(panel + ((<usize>length) << 4), f32x4.splat(1));
}

/** panel[k][r] = source[r][k]; rows from `count` on become zeros. */
export function packRows(source: usize, stride: i32, count: i32, length: i32, panel: usize): void {
  const step = (<usize>stride) << 2;
  let k = 0;
  if (count == PANEL_ROWS) {
    for (; k + 4 <= length; k += 4) {
      const from = source + ((<usize>k) << 2);
      transpose4(from, step, panel + ((<usize>k) << 4), 16);
    }
  }
  for (; k < length; k += 1) {
    for (let r = 0; r < PANEL_ROWS; r += 1) {
      const value: f32 = r < count ? load<f32>(source + <usize>r * step + ((<usize>k) << 2)) : 0;
      store<f32>(panel + ((<usize>(k * PANEL_ROWS + r)) << 2), value);
    }
  }
}

/**
 * Interleaves four columns: panel[k][r] = source[k][r].
 * @param count columns that exist; the next one becomes ones, those after it zeros
 */
export function packColumnsAndOne(
  source: usize,
  stride: i32,
  count: i32,
  length: i32,
  panel: usize,
): void {
  const step = (<usize>stride) << 2;
  if (count >= PANEL_ROWS) {
    for (let k = 0; k < length; k += 1) {
      v128.store(panel + ((<usize>k) << 4), v128.load(source + <usize>k * step));
    }
    return;
  }
  for (let k = 0; k < length; k += 1) {
    for (let r = 0; r < PANEL_ROWS; r += 1) {
      let value: f32 = r == count ? 1 : 0;
      if (r < count) value = load<f32>(source + <usize>k * step + ((<usize>r) << 2));
      store<f32>(panel + ((<usize>(k * PANEL_ROWS + r)) << 2), value);
    }
  }
}

/** Packs eight columns of the right operand: panel[k][c] = source[k][c]; from `count` on, zeros. */
export function packRight(source: usize, stride: i32, count: i32, length: i32, panel: usize): void {
  const step = (<usize>stride) << 2;
  if (count >= PANEL_COLUMNS) {
    for (let k = 0; k < length; k += 1) {
      const to = panel + ((<usize>k) << 5);
      const from = source + <usize>k * step;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    return;
  }
  for (let k = 0; k < length; k += 1) {
    for (let c = 0; c < PANEL_COLUMNS; c += 1) {
      const value: f32 = c < count ? load<f32>(source + <usize>k * step + ((<usize>c) << 2)) : 0;
      store<f32>(panel + ((<usize>(k * PANEL_COLUMNS + c)) << 2), value);
    }
  }
}

/** Does the same for a right operand that is stored transposed: panel[k][c] = source[c][k]. */
export function packRightTransposed(
  source: usize,
  stride: i32,
  count: i32,
  length: i32,
  panel: usize,
): void {
  const step = (<usize>stride) << 2;
  let k = 0;
  if (count >= PANEL_COLUMNS) {
    for (; k + 4 <= length; k += 4) {
      const from = source + ((<usize>k) << 2);
      const to = panel + ((<usize>k) << 5);
      transpose4(from, step, to, 32);
      transpose4(from + 4 * step, step, to + 16, 32);
    }
  }
  for (; k < length; k += 1) {
    for (let c = 0; c < PANEL_COLUMNS; c += 1) {
      const value: f32 = c < count ? load<f32>(source + <usize>c * step + ((<usize>k) << 2)) : 0;
      store<f32>(panel + ((<usize>(k * PANEL_COLUMNS + c)) << 2), value);
    }
  }
}

/** Transposes a 4 × 4 block: to[k][r] = from[r][k], with rows `fromStep` and `toStep` bytes apart. */
function transpose4(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep);
  const d = v128.load(from + 3 * fromStep);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

/**
 * Makes one tile of the result: max(floor, left·right), for panels of the same length.
 * @param floor −∞ for the product itself, 0 for a ReLU
 * @param accumulate adds the product to what is there, before the floor
 * @param rows, columns of the tile that exist in the result
 */
export function multiplyTile(
  left: usize,
  right: usize,
  length: i32,
  floor: f32,
  result: usize,
  stride: i32,
  rows: i32,
  columns: i32,
  accumulate: bool,
): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  for (const end = left + ((<usize>length) << 4); left < end; left += 16, right += 32) {
    const r0 = v128.load(right);
    const r1 = v128.load(right, 16);
    const a = v128.load32_splat(left);
    a0 = f32x4.add(a0, f32x4.mul(a, r0));
    a1 = f32x4.add(a1, f32x4.mul(a, r1));
    const b = v128.load32_splat(left, 4);
    b0 = f32x4.add(b0, f32x4.mul(b, r0));
    b1 = f32x4.add(b1, f32x4.mul(b, r1));
    const c = v128.load32_splat(left, 8);
    c0 = f32x4.add(c0, f32x4.mul(c, r0));
    c1 = f32x4.add(c1, f32x4.mul(c, r1));
    const d = v128.load32_splat(left, 12);
    d0 = f32x4.add(d0, f32x4.mul(d, r0));
    d1 = f32x4.add(d1, f32x4.mul(d, r1));
  }
  const least = f32x4.splat(floor);
  const whole = rows == PANEL_ROWS && columns == PANEL_COLUMNS;
  const from = (<usize>stride) << 2;
  if (!whole && accumulate) copyRows(result, from, spilledTile, 32, rows, columns);
  const step = whole ? from : 32;
  const to = whole ? result : spilledTile;
  storeRow(to, a0, a1, least, accumulate);
  storeRow(to + step, b0, b1, least, accumulate);
  storeRow(to + 2 * step, c0, c1, least, accumulate);
  storeRow(to + 3 * step, d0, d1, least, accumulate);
  if (!whole) copyRows(spilledTile, 32, result, from, rows, columns);
}

function storeRow(to: usize, left: v128, right: v128, least: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(to));
    right = f32x4.add(right, v128.load(to, 16));
  }
  v128.store(to, f32x4.max(left, least));
  v128.store(to, f32x4.max(right, least), 16);
}

/** Copies rows that are `fromStep` and `toStep` bytes apart. */
function copyRows(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  rows: i32,
  columns: i32,
): void {
  for (let row = 0; row < rows; row += 1) {
    memory.copy(to, from, (<usize>columns) << 2);
    from += fromStep;
    to += toStep;
  }
}
