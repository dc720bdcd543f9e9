/**
 * Carries out the tokens, layer norm, loss and optimiser of the Decision Transformer
 * (AssemblyScript). tests/learning/compiled/plainTransformer.ts says the same in plain
 * TypeScript, with the equations.
 */

const LAYER_NORM_EPSILON: f32 = 1e-5;
const CLIP_PARTS: i32 = 64;
const CLIP_EPSILON: f64 = 1e-6;
const TOKENS_PER_STEP: i32 = 3;
const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

export function fill(values: usize, length: i32, value: f32): void {
  for (let index = 0; index < length; index += 1) store<f32>(at(values, index), value);
}

/** Adds a row to another. */
function addRow(target: usize, source: usize, width: i32): void {
  let column = 0;
  for (; column + 4 <= width; column += 4) {
    const sum = f32x4.add(v128.load(at(target, column)), v128.load(at(source, column)));
    v128.store(at(target, column), sum);
  }
  for (; column < width; column += 1) {
    const sum = load<f32>(at(target, column)) + load<f32>(at(source, column));
    store<f32>(at(target, column), sum);
  }
}

export function embedTokens(
  embedded: usize,
  timesteps: usize,
  table: usize,
  tokens: usize,
  steps: i32,
  width: i32,
): void {
  for (let step = 0; step < steps; step += 1) {
    const time = at(table, <i32>load<f32>(at(timesteps, step)) * width);
    for (let token = 0; token < TOKENS_PER_STEP; token += 1) {
      const to = at(tokens, (step * TOKENS_PER_STEP + token) * width);
      memory.copy(to, at(embedded, (token * steps + step) * width), (<usize>width) << 2);
      addRow(to, time, width);
    }
  }
}

export function linkTimesteps(timesteps: usize, next: usize, first: usize, steps: i32): void {
  fill(first, steps, 1);
  for (let step = 0; step < steps; step += 1) {
    const own = load<f32>(at(timesteps, step));
    let later = step + 1;
    while (later < steps && load<f32>(at(timesteps, later)) != own) later += 1;
    store<f32>(at(next, step), later < steps ? <f32>later : -1);
    if (later < steps) store<f32>(at(first, later), 0);
  }
}

/** The gradient of a row of the table is the sum along its chain. */
export function embedTokensGradient(
  delta: usize,
  timesteps: usize,
  next: usize,
  first: usize,
  embeddedGradient: usize,
  tableGradient: usize,
  steps: i32,
  width: i32,
): void {
  const bytes = (<usize>width) << 2;
  for (let step = 0; step < steps; step += 1) {
    for (let token = 0; token < TOKENS_PER_STEP; token += 1) {
      const from = at(delta, (step * TOKENS_PER_STEP + token) * width);
      memory.copy(at(embeddedGradient, (token * steps + step) * width), from, bytes);
    }
    if (load<f32>(at(first, step)) == 0) continue;
    const to = at(tableGradient, <i32>load<f32>(at(timesteps, step)) * width);
    memory.fill(to, 0, bytes);
    for (let link = step; link >= 0; link = <i32>load<f32>(at(next, link))) {
      for (let token = 0; token < TOKENS_PER_STEP; token += 1) {
        addRow(to, at(delta, (link * TOKENS_PER_STEP + token) * width), width);
      }
    }
  }
}

export function takeRows(
  source: usize,
  output: usize,
  rows: i32,
  width: i32,
  step: i32,
  first: i32,
): void {
  for (let row = 0; row < rows; row += 1) {
    const from = at(source, (first + row * step) * width);
    memory.copy(at(output, row * width), from, (<usize>width) << 2);
  }
}

export function addRows(
  source: usize,
  target: usize,
  rows: i32,
  width: i32,
  step: i32,
  first: i32,
): void {
  for (let row = 0; row < rows; row += 1) {
    addRow(at(target, (first + row * step) * width), at(source, row * width), width);
  }
}

export function layerNorm(
  input: usize,
  scale: usize,
  shift: usize,
  normal: usize,
  inverse: usize,
  output: usize,
  rows: i32,
  width: i32,
): void {
  for (let row = 0; row < rows; row += 1) {
    const offset = row * width;
    let sum: f32 = 0;
    for (let column = 0; column < width; column += 1) sum += load<f32>(at(input, offset + column));
    const mean = sum / <f32>width;
    let squares: f32 = 0;
    for (let column = 0; column < width; column += 1) {
      const centred = load<f32>(at(input, offset + column)) - mean;
      squares += centred * centred;
    }
    const factor: f32 = 1 / sqrt<f32>(squares / <f32>width + LAYER_NORM_EPSILON);
    store<f32>(at(inverse, row), factor);
    for (let column = 0; column < width; column += 1) {
      const centred = (load<f32>(at(input, offset + column)) - mean) * factor;
      store<f32>(at(normal, offset + column), centred);
      const scaled = centred * load<f32>(at(scale, column)) + load<f32>(at(shift, column));
      store<f32>(at(output, offset + column), scaled);
    }
  }
}

export function layerNormGradient(
  normal: usize,
  inverse: usize,
  scale: usize,
  delta: usize,
  gradient: usize,
  scaleGradient: usize,
  shiftGradient: usize,
  rows: i32,
  width: i32,
  accumulate: bool,
): void {
  memory.fill(scaleGradient, 0, (<usize>width) << 2);
  memory.fill(shiftGradient, 0, (<usize>width) << 2);
  for (let row = 0; row < rows; row += 1) {
    const offset = row * width;
    let mean: f32 = 0;
    let along: f32 = 0;
    for (let column = 0; column < width; column += 1) {
      const d = load<f32>(at(delta, offset + column));
      const x = load<f32>(at(normal, offset + column));
      const dNormal = d * load<f32>(at(scale, column));
      mean += dNormal;
      along += dNormal * x;
      store<f32>(at(scaleGradient, column), load<f32>(at(scaleGradient, column)) + d * x);
      store<f32>(at(shiftGradient, column), load<f32>(at(shiftGradient, column)) + d);
    }
    mean /= <f32>width;
    along /= <f32>width;
    const factor = load<f32>(at(inverse, row));
    for (let column = 0; column < width; column += 1) {
      const to = at(gradient, offset + column);
      const dNormal = load<f32>(at(delta, offset + column)) * load<f32>(at(scale, column));
      const x = load<f32>(at(normal, offset + column));
      const own = factor * (dNormal - mean - x * along);
      store<f32>(to, accumulate ? load<f32>(to) + own : own);
    }
  }
}

/** @param output before the tanh */
export function maskedActionLoss(
  output: usize,
  actions: usize,
  mask: usize,
  delta: usize,
  steps: i32,
  width: i32,
  statistic: usize,
): void {
  let counted: f64 = 0;
  for (let step = 0; step < steps; step += 1) counted += <f64>load<f32>(at(mask, step));
  let loss: f64 = 0;
  for (let step = 0; step < steps; step += 1) {
    const weight = <f64>load<f32>(at(mask, step)) / (counted * width);
    for (let index = step * width; index < (step + 1) * width; index += 1) {
      const prediction = Math.tanh(<f64>load<f32>(at(output, index)));
      const error = prediction - <f64>load<f32>(at(actions, index));
      loss += weight * error * error;
      store<f32>(at(delta, index), <f32>(2 * weight * error * (1 - prediction * prediction)));
    }
  }
  store<f32>(statistic, load<f32>(statistic) + <f32>loss);
}

/** factor = min(limit/(‖gradient‖ + ε), 1). @param parts [64]: sums of squares */
export function clipFactor(
  gradient: usize,
  parts: usize,
  factor: usize,
  length: i32,
  limit: f64,
  statistic: usize,
): void {
  const stretch = (length + CLIP_PARTS - 1) / CLIP_PARTS;
  let total: f64 = 0;
  for (let part = 0; part < CLIP_PARTS; part += 1) {
    const end = min(length, (part + 1) * stretch);
    let sums = f32x4.splat(0);
    let index = part * stretch;
    for (; index + 4 <= end; index += 4) {
      const values = v128.load(at(gradient, index));
      sums = f32x4.add(sums, f32x4.mul(values, values));
    }
    let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
    sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
    for (; index < end; index += 1) {
      const value = load<f32>(at(gradient, index));
      sum += value * value;
    }
    store<f32>(at(parts, part), sum);
    total += <f64>sum;
  }
  const norm = sqrt<f64>(total);
  store<f32>(factor, <f32>min(limit / (norm + CLIP_EPSILON), 1));
  store<f32>(statistic, load<f32>(statistic) + <f32>norm);
}

/** Makes one step on factor·gradient. @param schedule as for Adam, then 1 − rate·decay */
export function adamW(
  parameters: usize,
  gradient: usize,
  factor: usize,
  mean: usize,
  square: usize,
  length: i32,
  schedule: usize,
): void {
  const clip = load<f32>(factor);
  const stepSize = load<f32>(schedule);
  const correction = load<f32>(schedule, 4);
  const decay = load<f32>(schedule, 8);
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const g = f32x4.mul(v128.load(at(gradient, index)), f32x4.splat(clip));
    const m = f32x4.add(
      f32x4.mul(v128.load(at(mean, index)), f32x4.splat(BETA1)),
      f32x4.mul(g, f32x4.splat(1 - BETA1)),
    );
    const v = f32x4.add(
      f32x4.mul(v128.load(at(square, index)), f32x4.splat(BETA2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(1 - BETA2)),
    );
    v128.store(at(mean, index), m);
    v128.store(at(square, index), v);
    const root = f32x4.mul(f32x4.sqrt(v), f32x4.splat(correction));
    const denominator = f32x4.add(root, f32x4.splat(EPSILON));
    const step = f32x4.mul(f32x4.div(m, denominator), f32x4.splat(stepSize));
    const decayed = f32x4.mul(v128.load(at(parameters, index)), f32x4.splat(decay));
    v128.store(at(parameters, index), f32x4.sub(decayed, step));
  }
  for (; index < length; index += 1) {
    const g = load<f32>(at(gradient, index)) * clip;
    const m = load<f32>(at(mean, index)) * BETA1 + g * (1 - BETA1);
    const v = load<f32>(at(square, index)) * BETA2 + g * g * (1 - BETA2);
    store<f32>(at(mean, index), m);
    store<f32>(at(square, index), v);
    const step = (m / (sqrt<f32>(v) * correction + EPSILON)) * stepSize;
    store<f32>(at(parameters, index), load<f32>(at(parameters, index)) * decay - step);
  }
}
