/** Describes cases of the instructions of multilayer perceptrons and their losses. */
import { aligned } from '../../../src/learning/compiled/arena';
import {
  NORM_PARTS,
  type NETWORK_INSTRUCTIONS,
} from '../../../src/learning/compiled/instructions/networkInstructions';
import { squareValues, type OperandCases } from './operandCase';

const TWINS = 2;

export const NETWORK_CASES: OperandCases<keyof typeof NETWORK_INSTRUCTIONS> = {
  concatenate: {
    operands: ({ rows, inputs, outputs }, allocate) => ({
      rows,
      left: allocate(rows * inputs),
      leftWidth: inputs,
      right: allocate(rows * outputs),
      rightWidth: outputs,
      output: allocate(rows * (inputs + outputs)),
    }),
  },
  denseForward: {
    operands: ({ rows, inputs, outputs }, allocate) => {
      const weightsStride = (inputs + 1) * outputs;
      return {
        twins: TWINS,
        rows,
        inputs,
        outputs,
        input: allocate(rows * inputs),
        inputStride: 0,
        weights: allocate(TWINS * weightsStride),
        weightsStride,
        output: allocate(TWINS * rows * outputs),
        relu: rows % 2 === 0,
        accumulate: rows % 4 === 1,
      };
    },
  },
  weightGradient: {
    operands: ({ rows, inputs, outputs }, allocate) => {
      const weightsStride = (inputs + 1) * outputs;
      return {
        twins: TWINS,
        rows,
        inputs,
        outputs,
        input: allocate(TWINS * rows * inputs),
        inputStride: rows * inputs,
        delta: allocate(TWINS * rows * outputs),
        gradient: allocate(TWINS * weightsStride),
        gradientStride: weightsStride,
      };
    },
  },
  inputGradient: {
    operands: ({ rows, inputs, outputs }, allocate) => {
      const weightsStride = (inputs + 1) * outputs;
      return {
        twins: TWINS,
        rows,
        inputs,
        outputs,
        delta: allocate(TWINS * rows * outputs),
        weights: allocate(TWINS * weightsStride),
        weightsStride,
        activation: rows % 3 === 0 ? allocate(TWINS * rows * inputs) : null,
        gradient: allocate(TWINS * rows * inputs),
        accumulate: rows % 3 === 1,
      };
    },
  },
  expectileLoss: {
    operands: ({ rows }, allocate) => ({
      rows,
      q: allocate(2 * rows),
      value: allocate(rows),
      delta: allocate(rows),
      expectile: 0.8,
    }),
  },
  advantageWeights: {
    operands: ({ rows }, allocate) => ({
      rows,
      q: allocate(2 * rows),
      value: allocate(rows),
      weights: allocate(rows),
      // This is strong enough that some weights reach the limit.
      temperature: 12,
      normalised: rows % 2 === 1,
    }),
  },
  termExpectileLoss: {
    operands: ({ rows, outputs }, allocate) => ({
      rows,
      width: outputs,
      q: allocate(2 * rows * outputs),
      value: allocate(rows * outputs),
      termWeights: allocate(rows * outputs),
      delta: allocate(rows * outputs),
      expectile: 0.8,
    }),
  },
  termAdvantageWeights: {
    operands: ({ rows, outputs }, allocate) => ({
      rows,
      width: outputs,
      q: allocate(2 * rows * outputs),
      value: allocate(rows * outputs),
      termWeights: allocate(rows * outputs),
      moments: allocate(outputs * outputs),
      weights: allocate(rows),
      temperature: 3,
      normalised: rows % 2 === 1,
    }),
  },
  policyLoss: {
    operands: ({ rows, outputs }, allocate) => ({
      rows,
      width: outputs,
      output: allocate(rows * outputs),
      logStd: allocate(outputs),
      actions: allocate(rows * outputs),
      weights: allocate(rows),
      delta: allocate(rows * outputs),
      logStdGradient: allocate(outputs),
    }),
    prepare: (arena, { logStd, width }) => {
      // These are beyond both limits of logσ, where its gradient stops.
      arena[logStd] = 2.5;
      arena[logStd + width - 1] = -5.5;
    },
  },
  criticLoss: {
    operands: ({ rows }, allocate) => ({
      rows,
      q: allocate(2 * rows),
      rewards: allocate(rows),
      terminals: allocate(rows),
      nextValue: allocate(rows),
      delta: allocate(2 * rows),
      discount: 0.9,
    }),
  },
  adam: {
    operands: ({ rows, inputs }, allocate) => {
      const length = aligned(rows * inputs);
      return {
        length,
        parameters: allocate(length),
        gradient: allocate(length),
        mean: allocate(length),
        square: allocate(length),
        schedule: allocate(2),
      };
    },
    prepare: squareValues,
  },
  gradientNorms: {
    operands: ({ rows, inputs }, allocate) => {
      const networks = 3;
      const length = rows * inputs;
      return {
        networks,
        length,
        gradients: allocate(networks * length),
        parts: allocate(networks * NORM_PARTS),
      };
    },
  },
  moveTowards: {
    operands: ({ rows, inputs }, allocate) => {
      const length = aligned(rows * inputs);
      return { length, moved: allocate(length), source: allocate(length), rate: 0.3 };
    },
  },
};
