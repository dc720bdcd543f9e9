/** Carries out the Decision Transformer's instructions in plain loops. */
import {
  CLIP_EPSILON,
  FORBIDDEN_SCORE,
} from '../../../src/learning/algorithms/decisionTransformerSettings';
import {
  LAYER_NORM_EPSILON,
  TOKENS_PER_STEP,
} from '../../../src/agents/policies/decisionTransformerLayout';
import { CLIP_PARTS } from '../../../src/learning/compiled/instructions/transformerInstructions';
import type { TRANSFORMER_INSTRUCTIONS } from '../../../src/learning/compiled/instructions/transformerInstructions';
import type { InstructionOf } from '../../../src/learning/compiled/instructions/instructions';
import type { AddMetric, PlainKernels } from './plainKernel';

function fill(arena: Float32Array, { values, length, value }: InstructionOf<'fill'>): void {
  arena.fill(value, values, values + length);
}

function embedTokens(arena: Float32Array, instruction: InstructionOf<'embedTokens'>): void {
  const { steps, width, embedded, timesteps, table, tokens } = instruction;
  for (let step = 0; step < steps; step += 1) {
    for (let token = 0; token < TOKENS_PER_STEP; token += 1) {
      for (let column = 0; column < width; column += 1) {
        const own = arena[embedded + (token * steps + step) * width + column];
        const time = arena[table + arena[timesteps + step] * width + column];
        arena[tokens + (step * TOKENS_PER_STEP + token) * width + column] = own + time;
      }
    }
  }
}

function linkTimesteps(arena: Float32Array, instruction: InstructionOf<'linkTimesteps'>): void {
  const { steps, timesteps, next, first } = instruction;
  arena.fill(1, first, first + steps);
  for (let step = 0; step < steps; step += 1) {
    let later = step + 1;
    while (later < steps && arena[timesteps + later] !== arena[timesteps + step]) later += 1;
    arena[next + step] = later < steps ? later : -1;
    if (later < steps) arena[first + later] = 0;
  }
}

function embedTokensGradient(
  arena: Float32Array,
  instruction: InstructionOf<'embedTokensGradient'>,
): void {
  const { steps, width, delta, timesteps, next, first } = instruction;
  for (let step = 0; step < steps; step += 1) {
    for (let column = 0; column < width; column += 1) {
      for (let token = 0; token < TOKENS_PER_STEP; token += 1) {
        const to = instruction.embeddedGradient + (token * steps + step) * width + column;
        arena[to] = arena[delta + (step * TOKENS_PER_STEP + token) * width + column];
      }
      if (arena[first + step] === 0) continue;
      let sum = 0;
      for (let at = step; at >= 0; at = arena[next + at]) {
        for (let token = 0; token < TOKENS_PER_STEP; token += 1) {
          sum += arena[delta + (at * TOKENS_PER_STEP + token) * width + column];
        }
      }
      arena[instruction.tableGradient + arena[timesteps + step] * width + column] = sum;
    }
  }
}

function takeRows(arena: Float32Array, instruction: InstructionOf<'takeRows'>): void {
  const { rows, width, source, step, first, output } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const from = source + (first + row * step) * width;
    arena.copyWithin(output + row * width, from, from + width);
  }
}

function addRows(arena: Float32Array, instruction: InstructionOf<'addRows'>): void {
  const { rows, width, source, step, first, sums } = instruction;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1) {
      arena[sums + (first + row * step) * width + column] += arena[source + row * width + column];
    }
  }
}

/** Ba, Kiros and Hinton 2016, equation 4. */
function layerNorm(arena: Float32Array, instruction: InstructionOf<'layerNorm'>): void {
  const { rows, width, input, scale, shift, normal, inverse, output } = instruction;
  for (let row = 0; row < rows; row += 1) {
    const values = arena.subarray(input + row * width, input + (row + 1) * width);
    const mean = values.reduce((sum, value) => sum + value, 0) / width;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const factor = 1 / Math.sqrt(variance + LAYER_NORM_EPSILON);
    arena[inverse + row] = factor;
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const centred = (arena[input + at] - mean) * factor;
      arena[normal + at] = centred;
      arena[output + at] = centred * arena[scale + column] + arena[shift + column];
    }
  }
}

function layerNormGradient(
  arena: Float32Array,
  instruction: InstructionOf<'layerNormGradient'>,
): void {
  const { rows, width, normal, inverse, scale, delta, gradient, accumulate } = instruction;
  const scales = new Float64Array(width);
  const shifts = new Float64Array(width);
  for (let row = 0; row < rows; row += 1) {
    let mean = 0;
    let along = 0;
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const dNormal = arena[delta + at] * arena[scale + column];
      mean += dNormal / width;
      along += (dNormal * arena[normal + at]) / width;
      scales[column] += arena[delta + at] * arena[normal + at];
      shifts[column] += arena[delta + at];
    }
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const dNormal = arena[delta + at] * arena[scale + column];
      const own = arena[inverse + row] * (dNormal - mean - arena[normal + at] * along);
      arena[gradient + at] = accumulate ? arena[gradient + at] + own : own;
    }
  }
  arena.set(scales, instruction.scaleGradient);
  arena.set(shifts, instruction.shiftGradient);
}

/** Calls back for every window, head and query: its rows, and the last token that it sees. */
function forEachQuery(
  shape: InstructionOf<'attention' | 'attentionGradient'>,
  visit: (query: number, keys: number, weights: number, last: number, window: number) => void,
): void {
  const { windows, heads, tokens, queries, width } = shape;
  const size = width / heads;
  for (let window = 0; window < windows; window += 1) {
    for (let head = 0; head < heads; head += 1) {
      for (let index = 0; index < queries; index += 1) {
        visit(
          (window * queries + index) * width + head * size,
          window * tokens * width + head * size,
          ((window * heads + head) * queries + index) * tokens,
          shape.queryFirst + index * shape.queryStep,
          window,
        );
      }
    }
  }
}

function attention(arena: Float32Array, instruction: InstructionOf<'attention'>): void {
  const { heads, tokens, width, query, key, value, mask, weights, output } = instruction;
  const size = width / heads;
  forEachQuery(instruction, (row, keys, places, last, window) => {
    const scores = Array.from({ length: last + 1 }, (_, token) => {
      let score = 0;
      for (let at = 0; at < size; at += 1) {
        score += arena[query + row + at] * arena[key + keys + token * width + at];
      }
      const step = (window * tokens) / TOKENS_PER_STEP + Math.floor(token / TOKENS_PER_STEP);
      return score / Math.sqrt(size) + (1 - arena[mask + step]) * FORBIDDEN_SCORE;
    });
    const highest = Math.max(...scores);
    const exponentials = scores.map((score) => Math.exp(score - highest));
    const total = exponentials.reduce((sum, part) => sum + part, 0);
    arena.fill(0, weights + places, weights + places + tokens);
    arena.set(
      exponentials.map((part) => part / total),
      weights + places,
    );
    for (let at = 0; at < size; at += 1) {
      let mixed = 0;
      for (let token = 0; token <= last; token += 1) {
        mixed += arena[weights + places + token] * arena[value + keys + token * width + at];
      }
      arena[output + row + at] = mixed;
    }
  });
}

function attentionGradient(
  arena: Float32Array,
  instruction: InstructionOf<'attentionGradient'>,
): void {
  const { windows, heads, tokens, width, query, key, value, weights, delta } = instruction;
  const { scoreGradient, queryGradient, keyGradient, valueGradient } = instruction;
  const size = width / heads;
  const scale = 1 / Math.sqrt(size);
  const dKey = new Float64Array(windows * tokens * width);
  const dValue = new Float64Array(windows * tokens * width);
  forEachQuery(instruction, (row, keys, places, last) => {
    const dWeights = Array.from({ length: last + 1 }, (_, token) => {
      let sum = 0;
      for (let at = 0; at < size; at += 1) {
        sum += arena[delta + row + at] * arena[value + keys + token * width + at];
      }
      return sum;
    });
    const expected = dWeights.reduce(
      (sum, dWeight, token) => sum + dWeight * arena[weights + places + token],
      0,
    );
    arena.fill(0, scoreGradient + places, scoreGradient + places + tokens);
    arena.set(
      dWeights.map(
        (dWeight, token) => scale * arena[weights + places + token] * (dWeight - expected),
      ),
      scoreGradient + places,
    );
    for (let at = 0; at < size; at += 1) {
      let dQuery = 0;
      for (let token = 0; token <= last; token += 1) {
        const dScore = arena[scoreGradient + places + token];
        const place = keys + token * width + at;
        dQuery += dScore * arena[key + place];
        dKey[place] += dScore * arena[query + row + at];
        dValue[place] += arena[weights + places + token] * arena[delta + row + at];
      }
      arena[queryGradient + row + at] = dQuery;
    }
  });
  arena.set(dKey, keyGradient);
  arena.set(dValue, valueGradient);
}

function maskedActionLoss(
  arena: Float32Array,
  instruction: InstructionOf<'maskedActionLoss'>,
  add: AddMetric,
): void {
  const { steps, width, output, actions, mask, delta } = instruction;
  const counted = arena.subarray(mask, mask + steps).reduce((sum, value) => sum + value, 0);
  let loss = 0;
  for (let step = 0; step < steps; step += 1) {
    const weight = arena[mask + step] / (counted * width);
    for (let at = step * width; at < (step + 1) * width; at += 1) {
      const prediction = Math.tanh(arena[output + at]);
      const error = prediction - arena[actions + at];
      loss += weight * error * error;
      arena[delta + at] = 2 * weight * error * (1 - prediction * prediction);
    }
  }
  add('policyLoss', loss);
}

function clipFactor(
  arena: Float32Array,
  instruction: InstructionOf<'clipFactor'>,
  add: AddMetric,
): void {
  const { length, gradient, limit, parts, factor } = instruction;
  const stretch = Math.ceil(length / CLIP_PARTS);
  let total = 0;
  for (let part = 0; part < CLIP_PARTS; part += 1) {
    let sum = 0;
    const end = Math.min(length, (part + 1) * stretch);
    for (let at = part * stretch; at < end; at += 1) sum += arena[gradient + at] ** 2;
    arena[parts + part] = sum;
    total += sum;
  }
  const norm = Math.sqrt(total);
  arena[factor] = Math.min(limit / (norm + CLIP_EPSILON), 1);
  add('gradientNorm', norm);
}

/** Loshchilov and Hutter 2019, algorithm 2. */
function adamW(arena: Float32Array, instruction: InstructionOf<'adamW'>): void {
  const { length, parameters, gradient, factor, mean, square, schedule } = instruction;
  const stepSize = arena[schedule];
  const squareCorrection = arena[schedule + 1];
  const decay = arena[schedule + 2];
  for (let index = 0; index < length; index += 1) {
    const g = arena[factor] * arena[gradient + index];
    const m = 0.9 * arena[mean + index] + 0.1 * g;
    const v = 0.999 * arena[square + index] + 0.001 * g * g;
    arena[mean + index] = m;
    arena[square + index] = v;
    const step = (stepSize * m) / (Math.sqrt(v) * squareCorrection + 1e-8);
    arena[parameters + index] = decay * arena[parameters + index] - step;
  }
}

export const TRANSFORMER_KERNELS: PlainKernels<keyof typeof TRANSFORMER_INSTRUCTIONS> = {
  fill,
  embedTokens,
  linkTimesteps,
  embedTokensGradient,
  takeRows,
  addRows,
  layerNorm,
  layerNormGradient,
  attention,
  attentionGradient,
  maskedActionLoss,
  clipFactor,
  adamW,
};
