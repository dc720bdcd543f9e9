/**
 * WGSL of the losses and their gradients: one workgroup each, whose invocations
 * take every 64th row and add up what they saw. plainExecutor.ts has the equations.
 */

const GROUP = 64;

const HEADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> arena: array<f32>;

var<workgroup> partial: array<f32, ${GROUP}>;

// The sum over the workgroup, for everyone.
fn total(value: f32, local: u32) -> f32 {
  workgroupBarrier();
  partial[local] = value;
  for (var width = ${GROUP / 2}u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (local < width) { partial[local] += partial[local + width]; }
  }
  return workgroupUniformLoad(&partial[0]);
}

fn report(statistic: u32, value: f32, local: u32) {
  if (local == 0u) { arena[statistic] += value; }
}
`;

const LOOP = `for (var row = local; row < o.rows; row += ${GROUP}u)`;
const MAIN = `@compute @workgroup_size(${GROUP})
fn main(@builtin(local_invocation_index) local: u32)`;

export const EXPECTILE_LOSS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  rows: u32,
  q: u32,
  value: u32,
  delta: u32,
  expectile: f32,
  lossStatistic: u32,
  qStatistic: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let n = f32(o.rows);
  var loss = 0.0;
  var q = 0.0;
  ${LOOP} {
    let least = min(arena[o.q + row], arena[o.q + o.rows + row]);
    let u = least - arena[o.value + row];
    let weight = select(o.expectile, 1.0 - o.expectile, u < 0.0);
    arena[o.delta + row] = -2.0 * weight * u / n;
    loss += weight * u * u;
    q += least;
  }
  let lossTotal = total(loss, local);
  let qTotal = total(q, local);
  report(o.lossStatistic, lossTotal / n, local);
  report(o.qStatistic, qTotal / n, local);
}
`;

export const ADVANTAGE_WEIGHTS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  rows: u32,
  q: u32,
  value: u32,
  weights: u32,
  temperature: f32,
  limit: f32,
  valueStatistic: u32,
  weightStatistic: u32,
  clippedStatistic: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let n = f32(o.rows);
  var values = 0.0;
  var weights = 0.0;
  var clipped = 0.0;
  ${LOOP} {
    let value = arena[o.value + row];
    let advantage = min(arena[o.q + row], arena[o.q + o.rows + row]) - value;
    let weight = min(exp(o.temperature * advantage), o.limit);
    arena[o.weights + row] = weight;
    values += value;
    weights += weight;
    clipped += select(0.0, 1.0, weight >= o.limit);
  }
  let valueTotal = total(values, local);
  let weightTotal = total(weights, local);
  let clippedTotal = total(clipped, local);
  report(o.valueStatistic, valueTotal / n, local);
  report(o.weightStatistic, weightTotal / n, local);
  report(o.clippedStatistic, clippedTotal / n, local);
}
`;

export const POLICY_LOSS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  rows: u32,
  width: u32,
  output: u32,
  logStd: u32,
  actions: u32,
  weights: u32,
  delta: u32,
  logStdGradient: u32,
  logStdMin: f32,
  logStdMax: f32,
  lossStatistic: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

const HALF_LOG_TWO_PI = 0.9189385332046727;

${MAIN} {
  let n = f32(o.rows);
  var loss = 0.0;
  for (var column = 0u; column < o.width; column++) {
    let raw = arena[o.logStd + column];
    let logStd = clamp(raw, o.logStdMin, o.logStdMax);
    let inverseStd = exp(-logStd);
    var gradient = 0.0;
    ${LOOP} {
      let at = row * o.width + column;
      // Beyond 15 it is ±1 in single inverseStd, and some drivers overflow.
      let mean = tanh(clamp(arena[o.output + at], -15.0, 15.0));
      let z = (arena[o.actions + at] - mean) * inverseStd;
      let weight = arena[o.weights + row];
      arena[o.delta + at] = -weight * z * inverseStd * (1.0 - mean * mean) / n;
      loss += weight * (0.5 * z * z + logStd + HALF_LOG_TWO_PI);
      gradient += weight * (1.0 - z * z);
    }
    let gradientTotal = total(gradient, local);
    if (local == 0u) {
      arena[o.logStdGradient + column] = select(0.0, gradientTotal / n, raw == logStd);
    }
  }
  let lossTotal = total(loss, local);
  report(o.lossStatistic, lossTotal / n, local);
}
`;

export const CRITIC_LOSS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  rows: u32,
  q: u32,
  rewards: u32,
  terminals: u32,
  nextValue: u32,
  delta: u32,
  discount: f32,
  lossStatistic: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let n = f32(o.rows);
  var loss = 0.0;
  ${LOOP} {
    let continues = 1.0 - arena[o.terminals + row];
    let y = arena[o.rewards + row] + o.discount * continues * arena[o.nextValue + row];
    let first = arena[o.q + row] - y;
    let second = arena[o.q + o.rows + row] - y;
    arena[o.delta + row] = 2.0 * first / n;
    arena[o.delta + o.rows + row] = 2.0 * second / n;
    loss += first * first + second * second;
  }
  let lossTotal = total(loss, local);
  report(o.lossStatistic, lossTotal / n, local);
}
`;
