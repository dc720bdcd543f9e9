/**
 * Which shader carries out an instruction on the GPU, with what operands and how
 * many workgroups. Operands are in the order of the shader's struct.
 */
import { ADVANTAGE_WEIGHT_LIMIT } from '../algorithms/iqlSettings';
import { TRAINING_METRICS, type TrainingMetric } from '../algorithms/trainingMetrics';
import { LOG_STD_MAX, LOG_STD_MIN } from '../../agents/policies/networkPolicy';
import { ALIGNMENT } from '../compiled/arena';
import {
  NORM_PARTS,
  type GradientNorms,
  type Instruction,
  type PolicyInstruction,
  type Region,
} from '../compiled/program';
import { isOfTransformer } from '../compiled/transformerInstructions';
import { ADAM_SHADER, CONCATENATE_SHADER, MOVE_TOWARDS_SHADER } from './shaders/elementwise';
import {
  ADVANTAGE_WEIGHTS_SHADER,
  CRITIC_LOSS_SHADER,
  EXPECTILE_LOSS_SHADER,
  POLICY_LOSS_SHADER,
} from './shaders/losses';
import { NORM_PARTS_SHADER, NORMS_SHADER } from './shaders/norms';
import { elementwise, type Dispatch } from './dispatch';
import type { Products } from './products';
import { transformerDispatches } from './transformerKernels';

/** The largest that single precision holds. */
const MAX_FLOAT = 3.4028234663852886e38;

/** @param product what suits the adapter */
export function dispatchesOf(
  instruction: Instruction,
  statistics: Region,
  product: Products,
): readonly Dispatch[] {
  const statistic = (name: TrainingMetric): number =>
    statistics.offset + TRAINING_METRICS.indexOf(name);
  return isOfTransformer(instruction)
    ? transformerDispatches(instruction, statistic)
    : policyDispatches(instruction, statistic, product);
}

function policyDispatches(
  instruction: PolicyInstruction,
  statistic: (name: TrainingMetric) => number,
  product: Products,
): readonly Dispatch[] {
  if (instruction.kind !== 'gradientNorms') return [dispatchOf(instruction, statistic, product)];
  const { networks, length, gradients, parts, first } = instruction;
  return [
    {
      shader: NORM_PARTS_SHADER,
      operands: [networks, length, gradients, parts],
      workgroups: elementwise(networks * NORM_PARTS),
    },
    { shader: NORMS_SHADER, operands: [parts, statistic(first)], workgroups: [networks, 1, 1] },
  ];
}

function dispatchOf(
  instruction: Exclude<PolicyInstruction, GradientNorms>,
  statistic: (name: TrainingMetric) => number,
  product: Products,
): Dispatch {
  switch (instruction.kind) {
    case 'concatenate': {
      const { rows, left, leftWidth, right, rightWidth, output } = instruction;
      return {
        shader: CONCATENATE_SHADER,
        operands: [rows, left, leftWidth, right, rightWidth, output],
        workgroups: elementwise(rows * (leftWidth + rightWidth)),
      };
    }
    case 'denseForward': {
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
    case 'weightGradient': {
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
    case 'inputGradient': {
      const { rows, inputs, outputs, delta, weights, weightsStride } = instruction;
      const { activation, accumulate } = instruction;
      const unmasked = accumulate ? 'added' : 'plain';
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
    case 'expectileLoss': {
      const { rows, q, value, delta, expectile } = instruction;
      const statistics = [statistic('valueLoss'), statistic('meanQ')];
      return {
        shader: EXPECTILE_LOSS_SHADER,
        operands: [rows, q, value, delta, { float: expectile }, ...statistics],
        workgroups: [1, 1, 1],
      };
    }
    case 'advantageWeights': {
      const { rows, q, value, weights, temperature } = instruction;
      const limits = [{ float: temperature }, { float: ADVANTAGE_WEIGHT_LIMIT }];
      const names = ['meanValue', 'meanAdvantageWeight', 'clippedShare'] as const;
      return {
        shader: ADVANTAGE_WEIGHTS_SHADER,
        operands: [rows, q, value, weights, ...limits, ...names.map(statistic)],
        workgroups: [1, 1, 1],
      };
    }
    case 'policyLoss': {
      const { rows, width, output, logStd, actions, weights, delta } = instruction;
      const operands = [rows, width, output, logStd, actions, weights, delta];
      const limits = [{ float: LOG_STD_MIN }, { float: LOG_STD_MAX }];
      return {
        shader: POLICY_LOSS_SHADER,
        operands: [...operands, instruction.logStdGradient, ...limits, statistic('policyLoss')],
        workgroups: [1, 1, 1],
      };
    }
    case 'criticLoss': {
      const { rows, q, rewards, terminals, nextValue, delta, discount } = instruction;
      const operands = [rows, q, rewards, terminals, nextValue, delta];
      return {
        shader: CRITIC_LOSS_SHADER,
        operands: [...operands, { float: discount }, statistic('criticLoss')],
        workgroups: [1, 1, 1],
      };
    }
    case 'adam': {
      const { length, parameters, gradient, mean, square, schedule } = instruction;
      return {
        shader: ADAM_SHADER,
        operands: [length, parameters, gradient, mean, square, schedule].map(inVectors),
        workgroups: elementwise(inVectors(length)),
      };
    }
    case 'moveTowards':
      break;
  }
  const { length, target, source, rate } = instruction;
  return {
    shader: MOVE_TOWARDS_SHADER,
    operands: [...[length, target, source].map(inVectors), { float: rate }],
    workgroups: elementwise(inVectors(length)),
  };
}

/** @throws RangeError when a program's lengths or places are not whole vectors */
function inVectors(floats: number): number {
  const vectors = floats / ALIGNMENT;
  if (!Number.isInteger(vectors)) throw new RangeError(`${floats} floats are no whole vectors`);
  return vectors;
}
