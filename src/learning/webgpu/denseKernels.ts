/** Turns the dense layer's instructions into matrix products. */
import type { InstructionOf } from '../compiled/instructions/instructions';
import type { Dispatch } from './dispatch';
import type { Products } from './products';

/** Largest number in single precision. */
const MAX_FLOAT = 3.4028234663852886e38;

/** @param product makes a matrix product in the way that suits the adapter */
export function denseForward(
  instruction: InstructionOf<'denseForward'>,
  product: Products,
): Dispatch {
  const { rows, inputs, outputs, input, inputStride, weights, weightsStride } = instruction;
  return product(instruction.accumulate ? 'biasedAdded' : 'biased', instruction.twins, {
    rows,
    columns: outputs,
    length: inputs,
    left: input,
    leftTwin: inputStride,
    leftRow: inputs,
    leftStep: 1,
    right: weights,
    rightTwin: weightsStride,
    rightColumn: 1,
    rightStep: outputs,
    result: instruction.output,
    extra: weights + inputs * outputs,
    extraTwin: weightsStride,
    floor: instruction.relu ? 0 : -MAX_FLOAT,
  });
}

export function weightGradient(
  instruction: InstructionOf<'weightGradient'>,
  product: Products,
): Dispatch {
  const { rows, inputs, outputs, input, inputStride, delta } = instruction;
  return product('withOnes', instruction.twins, {
    rows: inputs + 1,
    columns: outputs,
    length: rows,
    left: input,
    leftTwin: inputStride,
    leftRow: 1,
    leftStep: inputs,
    right: delta,
    rightTwin: rows * outputs,
    rightColumn: 1,
    rightStep: outputs,
    result: instruction.gradient,
    extra: 0,
    extraTwin: instruction.gradientStride,
    floor: -MAX_FLOAT,
  });
}

export function inputGradient(
  instruction: InstructionOf<'inputGradient'>,
  product: Products,
): Dispatch {
  const { rows, inputs, outputs, delta, weights, weightsStride, activation } = instruction;
  const unmasked = instruction.accumulate ? 'added' : 'plain';
  return product(activation === null ? unmasked : 'masked', instruction.twins, {
    rows,
    columns: inputs,
    length: outputs,
    left: delta,
    leftTwin: rows * outputs,
    leftRow: outputs,
    leftStep: 1,
    right: weights,
    rightTwin: weightsStride,
    rightColumn: outputs,
    rightStep: 1,
    result: instruction.gradient,
    extra: activation ?? 0,
    extraTwin: 0,
    floor: -MAX_FLOAT,
  });
}
