/**
 * Makes whole matrix products out of the tiles of matrix.ts (AssemblyScript). A block of
 * the left operand is packed at a time, small enough to stay in the second-level
 * cache while all panels of the right operand pass by it; long sums are made of
 * several blocks, each added to the result of those before.
 */
import {
  multiplyTile,
  packColumnsAndOne,
  packRight,
  packRightTransposed,
  packRows,
  packRowsAndOne,
  PANEL_COLUMNS,
  PANEL_ROWS,
} from './matrix';

/** Rows of a block of the left operand, and length of the sums that it holds. */
const BLOCK_ROWS: i32 = 128;
const BLOCK_LENGTH: i32 = 640;

/** Kinds of left operand: here, one that lies in memory by rows. */
export const ROWS: i32 = 0;
/** By rows, with a one after the end of each. */
export const ROWS_AND_ONE: i32 = 1;
/** Transpose of the matrix in memory. */
export const COLUMNS: i32 = 2;
/** Transpose of the matrix in memory, with a last row of ones. */
export const COLUMNS_AND_ONE: i32 = 3;

/** Floats of scratch memory that any product needs: a block of the left, a panel of the right. */
export function scratchFloats(): i32 {
  return (BLOCK_ROWS + PANEL_COLUMNS) * BLOCK_LENGTH;
}

/**
 * result = max(floor, left·right), or result + left·right with `accumulate`.
 * @param leftKind ROWS, COLUMNS, or one of them AND_ONE
 * @param leftStride, rightStride floats between rows as they are stored
 * @param rows of the result, those of ones included
 * @param length of the sums, a one included
 * @param scratch scratchFloats()
 */
export function multiply(
  leftKind: i32,
  left: usize,
  leftStride: i32,
  rightTransposed: bool,
  right: usize,
  rightStride: i32,
  result: usize,
  resultStride: i32,
  rows: i32,
  columns: i32,
  length: i32,
  floor: f32,
  accumulate: bool,
  scratch: usize,
): void {
  const panel = scratch + ((<usize>(BLOCK_ROWS * BLOCK_LENGTH)) << 2);
  for (let start = 0; start < length; start += BLOCK_LENGTH) {
    const depth = min(BLOCK_LENGTH, length - start);
    const isLast = start + depth == length;
    const least: f32 = isLast ? floor : -Infinity;
    const adds = accumulate || start > 0;
    for (let block = 0; block < rows; block += BLOCK_ROWS) {
      const height = min(BLOCK_ROWS, rows - block);
      packLeft(leftKind, left, leftStride, block, height, rows, start, depth, isLast, scratch);
      for (let column = 0; column < columns; column += PANEL_COLUMNS) {
        const width = min(PANEL_COLUMNS, columns - column);
        if (rightTransposed) {
          const from = right + ((<usize>(column * rightStride + start)) << 2);
          packRightTransposed(from, rightStride, width, depth, panel);
        } else {
          const from = right + ((<usize>(start * rightStride + column)) << 2);
          packRight(from, rightStride, width, depth, panel);
        }
        let packed = scratch;
        for (let row = 0; row < height; row += PANEL_ROWS) {
          const to = result + ((<usize>((block + row) * resultStride + column)) << 2);
          const high = min(PANEL_ROWS, height - row);
          multiplyTile(packed, panel, depth, least, to, resultStride, high, width, adds);
          packed += (<usize>depth) << 4;
        }
      }
    }
  }
}

/** Packs `height` rows from `block` on and `depth` columns from `start` on. */
function packLeft(
  kind: i32,
  left: usize,
  stride: i32,
  block: i32,
  height: i32,
  rows: i32,
  start: i32,
  depth: i32,
  isLast: bool,
  to: usize,
): void {
  for (let row = block; row < block + height; row += PANEL_ROWS) {
    const count = min(PANEL_ROWS, block + height - row);
    if (kind >= COLUMNS) {
      const from = left + ((<usize>(start * stride + row)) << 2);
      // For COLUMNS, the ones that are packed all the same fall outside the result.
      const ones = kind == COLUMNS_AND_ONE ? 1 : 0;
      packColumnsAndOne(from, stride, rows - ones - row, depth, to);
    } else {
      const from = left + ((<usize>(row * stride + start)) << 2);
      if (kind == ROWS_AND_ONE && isLast) packRowsAndOne(from, stride, count, depth - 1, to);
      else packRows(from, stride, count, depth, to);
    }
    to += (<usize>depth) << 4;
  }
}
