/** Carries out the instructions of multilayer perceptrons and their losses in plain loops. */
import { LOG_STD_MAX, LOG_STD_MIN } from '../../../src/agents/policies/networkPolicy';
import {
  ADVANTAGE_EPSILON,
  ADVANTAGE_WEIGHT_LIMIT,
} from '../../../src/learning/algorithms/iqlSettings';
import { TRAINING_METRICS } from '../../../src/learning/algorithms/trainingMetrics';
import type { InstructionOf } from '../../../src/learning/compiled/instructions/instructions';
import {
  NORM_PARTS,
  type NETWORK_INSTRUCTIONS,
} from '../../../src/learning/compiled/instructions/networkInstructions';
import type { AddMetric, PlainKernels } from './plainKernel';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

function concatenate(arena: Float32Array, instruction: InstructionOf<'concatenate'>): void {
  const { rows, left, leftWidth, right, rightWidth, output } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const to = output + row * (leftWidth + rightWidth);
    arena.copyWithin(to, left + row * leftWidth, left + (row + 1) * leftWidth);
    arena.copyWithin(to + leftWidth, right + row * rightWidth, right + (row + 1) * rightWidth);
  }
}

function denseForward(arena: Float32Array, instruction: InstructionOf<'denseForward'>): void {
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

function weightGradient(arena: Float32Array, instruction: InstructionOf<'weightGradient'>): void {
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

function inputGradient(arena: Float32Array, instruction: InstructionOf<'inputGradient'>): void {
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
function expectileLoss(
  arena: Float32Array,
  instruction: InstructionOf<'expectileLoss'>,
  add: AddMetric,
): void {
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
function advantageWeights(
  arena: Float32Array,
  instruction: InstructionOf<'advantageWeights'>,
  add: AddMetric,
): void {
  const { rows, q, value, weights, temperature, normalised } = instruction;
  const advantages = Array.from(
    { length: rows },
    (_, row) => Math.min(arena[q + row], arena[q + rows + row]) - arena[value + row],
  );
  const squares = advantages.reduce((sum, advantage) => sum + advantage ** 2, 0);
  const unit = normalised ? Math.sqrt(squares / rows) + ADVANTAGE_EPSILON : 1;
  for (const [row, advantage] of advantages.entries()) {
    const weight = Math.min(Math.exp((temperature / unit) * advantage), ADVANTAGE_WEIGHT_LIMIT);
    arena[weights + row] = weight;
    add('meanValue', arena[value + row] / rows);
    add('meanAdvantageWeight', weight / rows);
    add('clippedShare', weight >= ADVANTAGE_WEIGHT_LIMIT ? 1 / rows : 0);
  }
}

/** The vectors of a row: its weighting, its value, and that of q1 or q2 which is worth less. */
function termsOf(
  arena: Float32Array,
  instruction: InstructionOf<'termExpectileLoss' | 'termAdvantageWeights'>,
  row: number,
) {
  const { rows, width, q, value, termWeights } = instruction;
  const vector = (address: number, at: number) =>
    Array.from(arena.subarray(address + at * width, address + (at + 1) * width));
  const weighting = vector(termWeights, row);
  const worth = (values: readonly number[]) =>
    values.reduce((sum, one, term) => sum + one * weighting[term], 0);
  const [first, second] = [vector(q, row), vector(q, rows + row)];
  const least = worth(second) < worth(first) ? second : first;
  const values = vector(value, row);
  const errors = least.map((one, term) => one - values[term]);
  return { weighting, worth, least, values, errors };
}

/** Equation 5, where the sign of the weighted error decides for all terms. */
function termExpectileLoss(
  arena: Float32Array,
  instruction: InstructionOf<'termExpectileLoss'>,
  add: AddMetric,
): void {
  const { rows, width, delta, expectile } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const { worth, least, errors } = termsOf(arena, instruction, row);
    const weight = worth(errors) < 0 ? 1 - expectile : expectile;
    add('meanQ', worth(least) / rows);
    for (const [term, error] of errors.entries()) {
      arena[delta + row * width + term] = (-2 * weight * error) / (rows * width);
      add('valueLoss', (weight * error * error) / (rows * width));
    }
  }
}

/** The weights in equation 7, each in the spread of advantages under its own weighting. */
function termAdvantageWeights(
  arena: Float32Array,
  instruction: InstructionOf<'termAdvantageWeights'>,
  add: AddMetric,
): void {
  const { rows, width, moments, weights, temperature, normalised } = instruction;
  const all = Array.from({ length: rows }, (_, row) => termsOf(arena, instruction, row));
  for (let first = 0; first < width; first += 1) {
    for (let second = 0; second < width; second += 1) {
      const products = all.map(({ errors }) => errors[first] * errors[second]);
      arena[moments + first * width + second] =
        products.reduce((sum, product) => sum + product, 0) / rows;
    }
  }
  for (const [row, { weighting, worth, values, errors }] of all.entries()) {
    // The mean square of w·error over all rows, under the weighting of this one.
    const square =
      all.reduce(
        (sum, other) => sum + other.errors.reduce((s, e, term) => s + e * weighting[term], 0) ** 2,
        0,
      ) / rows;
    const unit = normalised ? Math.sqrt(square) + ADVANTAGE_EPSILON : 1;
    const advantage = (temperature / unit) * worth(errors);
    const weight = Math.min(Math.exp(advantage), ADVANTAGE_WEIGHT_LIMIT);
    arena[weights + row] = weight;
    add('meanValue', worth(values) / rows);
    add('meanAdvantageWeight', weight / rows);
    add('clippedShare', weight >= ADVANTAGE_WEIGHT_LIMIT ? 1 / rows : 0);
  }
}

/** Equation 7 for N(tanh output, e^logσ); the clip of logσ stops its gradient outside. */
function policyLoss(
  arena: Float32Array,
  instruction: InstructionOf<'policyLoss'>,
  add: AddMetric,
): void {
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
function criticLoss(
  arena: Float32Array,
  instruction: InstructionOf<'criticLoss'>,
  add: AddMetric,
): void {
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
function adam(arena: Float32Array, instruction: InstructionOf<'adam'>): void {
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

function moveTowards(arena: Float32Array, instruction: InstructionOf<'moveTowards'>): void {
  const { length, moved, source, rate } = instruction;
  for (let index = 0; index < length; index += 1) {
    arena[moved + index] += rate * (arena[source + index] - arena[moved + index]);
  }
}

function gradientNorms(
  arena: Float32Array,
  instruction: InstructionOf<'gradientNorms'>,
  add: AddMetric,
): void {
  const { networks, length, gradients, parts } = instruction;
  const first = TRAINING_METRICS.indexOf('gradientNorm');
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
    add(TRAINING_METRICS[first + network], Math.sqrt(total));
  }
}

export const NETWORK_KERNELS: PlainKernels<keyof typeof NETWORK_INSTRUCTIONS> = {
  concatenate,
  denseForward,
  weightGradient,
  inputGradient,
  expectileLoss,
  advantageWeights,
  termExpectileLoss,
  termAdvantageWeights,
  policyLoss,
  criticLoss,
  adam,
  moveTowards,
  gradientNorms,
};
