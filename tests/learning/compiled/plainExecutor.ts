/**
 * What every instruction means, in plain loops and double precision over a
 * single-precision arena. Slow and obvious: the kernels for WebAssembly and
 * WebGPU are tested against it, instruction by instruction.
 */
import { ADVANTAGE_WEIGHT_LIMIT } from '../../../src/learning/algorithms/iqlSettings';
import {
  type TrainingMetric,
  TRAINING_METRICS,
} from '../../../src/learning/algorithms/trainingMetrics';
import type {
  AdamStep,
  AdvantageWeights,
  Concatenate,
  CriticLoss,
  DenseForward,
  ExpectileLoss,
  GradientNorms,
  InputGradient,
  Instruction,
  MoveTowards,
  PolicyLoss,
  Region,
  WeightGradient,
} from '../../../src/learning/compiled/program';
import { executeTransformer } from './plainTransformer';
import { isOfTransformer } from '../../../src/learning/compiled/transformerInstructions';
import { NORM_PARTS } from '../../../src/learning/compiled/program';
import { LOG_STD_MAX, LOG_STD_MIN } from '../../../src/agents/policies/networkPolicy';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Carries out one instruction on `arena`; losses add to `statistics`. */
export function executePlainly(
  arena: Float32Array,
  instruction: Instruction,
  statistics: Region,
): void {
  const add = (statistic: TrainingMetric, value: number): void => {
    arena[statistics.offset + TRAINING_METRICS.indexOf(statistic)] += value;
  };
  if (isOfTransformer(instruction)) return executeTransformer(arena, instruction, add);
  switch (instruction.kind) {
    case 'concatenate':
      return concatenate(arena, instruction);
    case 'denseForward':
      return denseForward(arena, instruction);
    case 'weightGradient':
      return weightGradient(arena, instruction);
    case 'inputGradient':
      return inputGradient(arena, instruction);
    case 'expectileLoss':
      return expectileLoss(arena, instruction, add);
    case 'advantageWeights':
      return advantageWeights(arena, instruction, add);
    case 'policyLoss':
      return policyLoss(arena, instruction, add);
    case 'criticLoss':
      return criticLoss(arena, instruction, add);
    case 'adam':
      return adam(arena, instruction);
    case 'moveTowards':
      return moveTowards(arena, instruction);
    case 'gradientNorms':
      return gradientNorms(arena, instruction, add);
  }
}

type Add = (statistic: TrainingMetric, value: number) => void;

function concatenate(arena: Float32Array, instruction: Concatenate): void {
  const { rows, left, leftWidth, right, rightWidth, output } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const to = output + row * (leftWidth + rightWidth);
    arena.copyWithin(to, left + row * leftWidth, left + (row + 1) * leftWidth);
    arena.copyWithin(to + leftWidth, right + row * rightWidth, right + (row + 1) * rightWidth);
  }
}

function denseForward(arena: Float32Array, instruction: DenseForward): void {
  const { twins, rows, inputs, outputs, relu, accumulate } = instruction;
  for (let twin = 0; twin < twins; twin += 1) {
    const input = instruction.input + twin * instruction.inputStride;
    const weights = instruction.weights + twin * instruction.weightsStride;
    const output = instruction.output + twin * rows * outputs;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < outputs; column += 1) {
        let sum = arena[weights + inputs * outputs + column];
        for (let k = 0; k < inputs; k += 1) {
          sum += arena[input + row * inputs + k] * arena[weights + k * outputs + column];
        }
        const at = output + row * outputs + column;
        if (accumulate) sum += arena[at];
        arena[at] = relu ? Math.max(0, sum) : sum;
      }
    }
  }
}

function weightGradient(arena: Float32Array, instruction: WeightGradient): void {
  const { twins, rows, inputs, outputs } = instruction;
  for (let twin = 0; twin < twins; twin += 1) {
    const input = instruction.input + twin * instruction.inputStride;
    const delta = instruction.delta + twin * rows * outputs;
    const gradient = instruction.gradient + twin * instruction.gradientStride;
    for (let k = 0; k <= inputs; k += 1) {
      for (let column = 0; column < outputs; column += 1) {
        let sum = 0;
        for (let row = 0; row < rows; row += 1) {
          const x = k === inputs ? 1 : arena[input + row * inputs + k];
          sum += x * arena[delta + row * outputs + column];
        }
        arena[gradient + k * outputs + column] = sum;
      }
    }
  }
}

function inputGradient(arena: Float32Array, instruction: InputGradient): void {
  const { twins, rows, inputs, outputs, activation, accumulate } = instruction;
  for (let twin = 0; twin < twins; twin += 1) {
    const delta = instruction.delta + twin * rows * outputs;
    const weights = instruction.weights + twin * instruction.weightsStride;
    for (let row = 0; row < rows; row += 1) {
      for (let k = 0; k < inputs; k += 1) {
        let sum = 0;
        for (let column = 0; column < outputs; column += 1) {
          sum += arena[delta + row * outputs + column] * arena[weights + k * outputs + column];
        }
        const at = (twin * rows + row) * inputs + k;
        if (activation !== null && !(arena[activation + at] > 0)) sum = 0;
        if (accumulate) sum += arena[instruction.gradient + at];
        arena[instruction.gradient + at] = sum;
      }
    }
  }
}

/** Kostrikov et al. 2021, equation 5. */
function expectileLoss(arena: Float32Array, instruction: ExpectileLoss, add: Add): void {
  const { rows, q, value, delta, expectile } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const least = Math.min(arena[q + row], arena[q + rows + row]);
    const u = least - arena[value + row];
    const weight = u < 0 ? 1 - expectile : expectile;
    arena[delta + row] = (-2 * weight * u) / rows;
    add('valueLoss', (weight * u * u) / rows);
    add('meanQ', least / rows);
  }
}

/** The weights in equation 7. */
function advantageWeights(arena: Float32Array, instruction: AdvantageWeights, add: Add): void {
  const { rows, q, value, weights, temperature } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const advantage = Math.min(arena[q + row], arena[q + rows + row]) - arena[value + row];
    const weight = Math.min(Math.exp(temperature * advantage), ADVANTAGE_WEIGHT_LIMIT);
    arena[weights + row] = weight;
    add('meanValue', arena[value + row] / rows);
    add('meanAdvantageWeight', weight / rows);
    add('clippedShare', weight >= ADVANTAGE_WEIGHT_LIMIT ? 1 / rows : 0);
  }
}

/** Equation 7 for N(tanh output, e^logσ); the clip of logσ stops its gradient outside. */
function policyLoss(arena: Float32Array, instruction: PolicyLoss, add: Add): void {
  const { rows, width, output, logStd, actions, weights, delta, logStdGradient } = instruction;
  for (let column = 0; column < width; column += 1) {
    const raw = arena[logStd + column];
    const clipped = Math.min(Math.max(raw, LOG_STD_MIN), LOG_STD_MAX);
    const precision = Math.exp(-clipped);
    let gradient = 0;
    for (let row = 0; row < rows; row += 1) {
      const at = row * width + column;
      const mean = Math.tanh(arena[output + at]);
      const z = (arena[actions + at] - mean) * precision;
      const weight = arena[weights + row];
      add('policyLoss', (weight * (0.5 * z * z + clipped + HALF_LOG_TWO_PI)) / rows);
      arena[delta + at] = (-weight * z * precision * (1 - mean * mean)) / rows;
      gradient += (weight * (1 - z * z)) / rows;
    }
    arena[logStdGradient + column] = raw === clipped ? gradient : 0;
  }
}

/** Equation 6, for both critics. */
function criticLoss(arena: Float32Array, instruction: CriticLoss, add: Add): void {
  const { rows, q, rewards, terminals, nextValue, delta, discount } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const continues = 1 - arena[terminals + row];
    const y = arena[rewards + row] + discount * continues * arena[nextValue + row];
    for (const twin of [0, 1]) {
      const error = arena[q + twin * rows + row] - y;
      arena[delta + twin * rows + row] = (2 * error) / rows;
      add('criticLoss', (error * error) / rows);
    }
  }
}

/** Kingma and Ba 2015, algorithm 1. */
function adam(arena: Float32Array, instruction: AdamStep): void {
  const { length, parameters, gradient, mean, square, schedule } = instruction;
  const stepSize = arena[schedule];
  const squareCorrection = arena[schedule + 1];
  for (let index = 0; index < length; index += 1) {
    const g = arena[gradient + index];
    const m = 0.9 * arena[mean + index] + 0.1 * g;
    const v = 0.999 * arena[square + index] + 0.001 * g * g;
    arena[mean + index] = m;
    arena[square + index] = v;
    arena[parameters + index] -= (stepSize * m) / (Math.sqrt(v) * squareCorrection + 1e-8);
  }
}

function moveTowards(arena: Float32Array, instruction: MoveTowards): void {
  const { length, target, source, rate } = instruction;
  for (let index = 0; index < length; index += 1) {
    arena[target + index] += rate * (arena[source + index] - arena[target + index]);
  }
}

function gradientNorms(arena: Float32Array, instruction: GradientNorms, add: Add): void {
  const { networks, length, gradients, parts, first } = instruction;
  const stretch = Math.ceil(length / NORM_PARTS);
  for (let network = 0; network < networks; network += 1) {
    const start = gradients + network * length;
    let total = 0;
    for (let part = 0; part < NORM_PARTS; part += 1) {
      let sum = 0;
      const end = Math.min(length, (part + 1) * stretch);
      for (let at = part * stretch; at < end; at += 1) sum += arena[start + at] ** 2;
      arena[parts + network * NORM_PARTS + part] = sum;
      total += sum;
    }
    add(TRAINING_METRICS[TRAINING_METRICS.indexOf(first) + network], Math.sqrt(total));
  }
}
