/**
 * Dense layers, forward and backward (AssemblyScript). A layer's parameters are
 * one matrix of [inputs + 1 × outputs] whose last row is the bias, so with a one
 * appended to every input both the bias and its gradient are part of the product.
 * `scratch` holds the left panels, then one right panel: see scratchFloats.
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

/** Floats of scratch memory for a product of [rows × length] and [length × any]. */
export function scratchFloats(rows: i32, length: i32): i32 {
  return (((rows + 3) & ~3) + PANEL_COLUMNS) * length;
}

/**
 * output = input·W + b, [rows × outputs]; clipped below at 0 for a ReLU.
 * @param scratch scratchFloats(rows, inputs + 1)
 */
export function denseForward(
  input: usize,
  weights: usize,
  output: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  relu: bool,
  scratch: usize,
): void {
  const length = inputs + 1;
  const panel = (<usize>length) << 4;
  let left = scratch;
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const from = input + ((<usize>(row * inputs)) << 2);
    packRowsAndOne(from, inputs, min(PANEL_ROWS, rows - row), inputs, left);
    left += panel;
  }
  const right = left;
  const floor: f32 = relu ? 0 : -Infinity;
  for (let column = 0; column < outputs; column += PANEL_COLUMNS) {
    packRight(weights + ((<usize>column) << 2), outputs, outputs - column, length, right);
    multiplyPanels(scratch, right, length, floor, output, rows, outputs, column);
  }
}

/**
 * Gradient of the layer's matrix, [inputs + 1 × outputs]: (input, 1)ᵀ·delta.
 * @param delta gradient of the loss with respect to input·W + b, [rows × outputs]
 * @param scratch scratchFloats(inputs + 1, rows)
 */
export function weightGradient(
  input: usize,
  delta: usize,
  gradient: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  const panel = (<usize>rows) << 4;
  let left = scratch;
  for (let row = 0; row <= inputs; row += PANEL_ROWS) {
    packColumnsAndOne(input + ((<usize>row) << 2), inputs, inputs - row, rows, left);
    left += panel;
  }
  const right = left;
  for (let column = 0; column < outputs; column += PANEL_COLUMNS) {
    packRight(delta + ((<usize>column) << 2), outputs, outputs - column, rows, right);
    multiplyPanels(scratch, right, rows, -Infinity, gradient, inputs + 1, outputs, column);
  }
}

/**
 * Gradient with respect to what went into the ReLU below, [rows × inputs]:
 * delta·Wᵀ where `activation`, the ReLU's output, is above 0, and 0 elsewhere.
 * @param scratch scratchFloats(rows, outputs)
 */
export function inputGradient(
  delta: usize,
  weights: usize,
  activation: usize,
  gradient: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  const panel = (<usize>outputs) << 4;
  let left = scratch;
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const from = delta + ((<usize>(row * outputs)) << 2);
    packRows(from, outputs, min(PANEL_ROWS, rows - row), outputs, left);
    left += panel;
  }
  const right = left;
  for (let column = 0; column < inputs; column += PANEL_COLUMNS) {
    const from = weights + ((<usize>(column * outputs)) << 2);
    packRightTransposed(from, outputs, inputs - column, outputs, right);
    multiplyPanels(scratch, right, outputs, -Infinity, gradient, rows, inputs, column);
  }
  maskWhereOff(gradient, activation, rows * inputs);
}

/** Columns `column` to `column` + 8 of a result of [rows × columns], from all left panels. */
function multiplyPanels(
  left: usize,
  right: usize,
  length: i32,
  floor: f32,
  result: usize,
  rows: i32,
  columns: i32,
  column: i32,
): void {
  const width = min(PANEL_COLUMNS, columns - column);
  const panel = (<usize>length) << 4;
  for (let row = 0; row < rows; row += PANEL_ROWS) {
    const to = result + ((<usize>(row * columns + column)) << 2);
    const height = min(PANEL_ROWS, rows - row);
    multiplyTile(left, right, length, floor, to, columns, height, width);
    left += panel;
  }
}

/** values[i] = 0 wherever activation[i] is not above 0. */
function maskWhereOff(values: usize, activation: usize, length: i32): void {
  const zero = f32x4.splat(0);
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const at = (<usize>index) << 2;
    const on = f32x4.gt(v128.load(activation + at), zero);
    v128.store(values + at, v128.and(v128.load(values + at), on));
  }
  for (; index < length; index += 1) {
    const at = (<usize>index) << 2;
    if (!(load<f32>(activation + at) > 0)) store<f32>(values + at, 0);
  }
}
