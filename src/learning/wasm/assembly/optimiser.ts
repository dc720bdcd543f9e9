/** Adam and the target update over flat parameter vectors (AssemblyScript). */

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

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

/** target += rate · (source − target). */
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
