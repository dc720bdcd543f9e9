/** Carries out Adam, the target update and norms over flat vectors (AssemblyScript). */

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;
const NORM_PARTS: i32 = 1024;

/**
 * parameters −= stepSize · m / (√v · squareCorrection + ε), with m and v updated
 * first (Kingma and Ba 2015, algorithm 1).
 * @param schedule stepSize = rate/(1 − β1ᵗ), then squareCorrection = 1/√(1 − β2ᵗ)
 */
export function adam(
  parameters: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  length: i32,
  schedule: usize,
): void {
  const stepSize = f32x4.splat(load<f32>(schedule));
  const correction = f32x4.splat(load<f32>(schedule, 4));
  const epsilon = f32x4.splat(EPSILON);
  const end = (<usize>(length & ~3)) << 2;
  let at: usize = 0;
  for (; at < end; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(
      f32x4.mul(v128.load(mean + at), f32x4.splat(BETA1)),
      f32x4.mul(g, f32x4.splat(1 - BETA1)),
    );
    const v = f32x4.add(
      f32x4.mul(v128.load(square + at), f32x4.splat(BETA2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(1 - BETA2)),
    );
    v128.store(mean + at, m);
    v128.store(square + at, v);
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), epsilon);
    const step = f32x4.mul(f32x4.div(m, denominator), stepSize);
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), step));
  }
  for (; at < (<usize>length) << 2; at += 4) {
    const g = load<f32>(gradient + at);
    const m = load<f32>(mean + at) * BETA1 + g * (1 - BETA1);
    const v = load<f32>(square + at) * BETA2 + g * g * (1 - BETA2);
    store<f32>(mean + at, m);
    store<f32>(square + at, v);
    const denominator = sqrt<f32>(v) * load<f32>(schedule, 4) + EPSILON;
    const step = (m / denominator) * load<f32>(schedule);
    store<f32>(parameters + at, load<f32>(parameters + at) - step);
  }
}

/** Moves target by rate · (source − target). */
export function moveTowards(target: usize, source: usize, length: i32, rate: f32): void {
  const rates = f32x4.splat(rate);
  const end = (<usize>(length & ~3)) << 2;
  let at: usize = 0;
  for (; at < end; at += 16) {
    const old = v128.load(target + at);
    const step = f32x4.mul(f32x4.sub(v128.load(source + at), old), rates);
    v128.store(target + at, f32x4.add(old, step));
  }
  for (; at < (<usize>length) << 2; at += 4) {
    const old = load<f32>(target + at);
    store<f32>(target + at, old + (load<f32>(source + at) - old) * rate);
  }
}

/**
 * Adds the norm of each of `networks` gradients, `length` floats apart, to a training
 * metric of its own; the sums of squares of its stretches go to `parts`, [networks × NORM_PARTS].
 */
export function gradientNorms(
  gradients: usize,
  parts: usize,
  length: i32,
  networks: i32,
  statistics: usize,
): void {
  const stretch = (length + NORM_PARTS - 1) / NORM_PARTS;
  for (let network = 0; network < networks; network += 1) {
    let total: f64 = 0;
    for (let part = 0; part < NORM_PARTS; part += 1) {
      const start = min(length, part * stretch);
      const sum = sumOfSquares(gradients, start, min(length, start + stretch));
      store<f32>(parts, sum);
      parts += 4;
      total += <f64>sum;
    }
    store<f32>(statistics, load<f32>(statistics) + <f32>sqrt<f64>(total));
    statistics += 4;
    gradients += (<usize>length) << 2;
  }
}

function sumOfSquares(values: usize, start: i32, end: i32): f32 {
  let sums = f32x4.splat(0);
  let index = start;
  for (; index + 4 <= end; index += 4) {
    const four = v128.load(values + ((<usize>index) << 2));
    sums = f32x4.add(sums, f32x4.mul(four, four));
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (; index < end; index += 1) {
    const value = load<f32>(values + ((<usize>index) << 2));
    sum += value * value;
  }
  return sum;
}
