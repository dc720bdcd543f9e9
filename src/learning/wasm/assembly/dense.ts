/**
 * Carries out dense layers, forward and backward (AssemblyScript). A layer's parameters
 * are one matrix of [inputs + 1 × outputs] whose last row is the bias, so with a one
 * appended to every input both the bias and its gradient are part of the product.
 * `scratch` is that of product.ts.
 */
import { COLUMNS_AND_ONE, multiply, ROWS, ROWS_AND_ONE } from './product';

/**
 * output = input·W + b, [rows × outputs]; clipped below at 0 for a ReLU.
 * @param accumulate adds it to what is there
 */
export function denseForward(
  input: usize,
  weights: usize,
  output: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  relu: bool,
  accumulate: bool,
  scratch: usize,
): void {
  const floor: f32 = relu ? 0 : -Infinity;
  // prettier-ignore
  multiply(
    ROWS_AND_ONE, input, inputs, false, weights, outputs, output, outputs,
    rows, outputs, inputs + 1, floor, accumulate, scratch,
  );
}

/**
 * Computes the gradient of the layer's matrix, [inputs + 1 × outputs]: (input, 1)ᵀ·delta.
 * @param delta gradient of the loss with respect to input·W + b, [rows × outputs]
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
  // prettier-ignore
  multiply(
    COLUMNS_AND_ONE, input, inputs, false, delta, outputs, gradient, outputs,
    inputs + 1, outputs, rows, -Infinity, false, scratch,
  );
}

/**
 * Computes the gradient of what went into the layer, [rows × inputs]: delta·Wᵀ.
 * @param activation is the ReLU below, or 0: the gradient is 0 where it is not above 0
 */
export function inputGradient(
  delta: usize,
  weights: usize,
  activation: usize,
  gradient: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  accumulate: bool,
  scratch: usize,
): void {
  // prettier-ignore
  multiply(
    ROWS, delta, outputs, true, weights, outputs, gradient, inputs,
    rows, inputs, outputs, -Infinity, accumulate, scratch,
  );
  if (activation != 0) maskWhereOff(gradient, activation, rows * inputs);
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
