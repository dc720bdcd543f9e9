/**
 * The WGSL here computes the losses and their gradients, each in one workgroup whose invocations
 * take every 64th row and add up what they saw.
 */
import { LOG_STD_MAX, LOG_STD_MIN } from '../../../agents/policies/networkPolicy';
import { ADVANTAGE_EPSILON, ADVANTAGE_WEIGHT_LIMIT } from '../../algorithms/iqlSettings';
import { INSTRUCTIONS } from '../../compiled/instructions/instructions';
import { perWorkgroup, SUMMING_GROUP } from './shader';

const EACH_ROW = `for (var row = local; row < o.rows; row += ${SUMMING_GROUP}u)`;

/** Kostrikov et al. 2021, equation 5. */
export const EXPECTILE_LOSS_SHADER = perWorkgroup(
  INSTRUCTIONS.expectileLoss,
  /* wgsl */ `
  let n = f32(o.rows);
  var loss = 0.0;
  var q = 0.0;
  ${EACH_ROW} {
    let least = min(arena[o.q + row], arena[o.q + o.rows + row]);
    let u = least - arena[o.value + row];
    let weight = select(o.expectile, 1.0 - o.expectile, u < 0.0);
    arena[o.delta + row] = -2.0 * weight * u / n;
    loss += weight * u * u;
    q += least;
  }
  let lossTotal = total(loss, local);
  let qTotal = total(q, local);
  if (local == 0u) {
    arena[o.valueLoss] += lossTotal / n;
    arena[o.meanQ] += qTotal / n;
  }`,
);

/** The weights in equation 7. */
export const ADVANTAGE_WEIGHTS_SHADER = perWorkgroup(
  INSTRUCTIONS.advantageWeights,
  /* wgsl */ `
  let n = f32(o.rows);
  var values = 0.0;
  var weights = 0.0;
  var clipped = 0.0;
  var squares = 0.0;
  ${EACH_ROW} {
    let advantage = min(arena[o.q + row], arena[o.q + o.rows + row]) - arena[o.value + row];
    squares += advantage * advantage;
  }
  let deviation = sqrt(total(squares, local) / n) + ${ADVANTAGE_EPSILON};
  let sharpness = select(o.temperature, o.temperature / deviation, o.normalised == 1u);
  ${EACH_ROW} {
    let value = arena[o.value + row];
    let advantage = min(arena[o.q + row], arena[o.q + o.rows + row]) - value;
    let weight = min(exp(sharpness * advantage), ${ADVANTAGE_WEIGHT_LIMIT});
    arena[o.weights + row] = weight;
    values += value;
    weights += weight;
    clipped += select(0.0, 1.0, weight >= ${ADVANTAGE_WEIGHT_LIMIT});
  }
  let valueTotal = total(values, local);
  let weightTotal = total(weights, local);
  let clippedTotal = total(clipped, local);
  if (local == 0u) {
    arena[o.meanValue] += valueTotal / n;
    arena[o.meanAdvantageWeight] += weightTotal / n;
    arena[o.clippedShare] += clippedTotal / n;
  }`,
);

/** Weighted sums over the terms of a row, and the place of the lesser of two vectors. */
const TERM_SUMS = /* wgsl */ `
fn weighted(values: u32, weights: u32) -> f32 {
  var sum = 0.0;
  for (var term = 0u; term < o.width; term++) {
    sum += arena[weights + term] * arena[values + term];
  }
  return sum;
}

fn lesser(row: u32) -> u32 {
  let weights = o.termWeights + row * o.width;
  let first = o.q + row * o.width;
  let second = o.q + (o.rows + row) * o.width;
  return select(first, second, weighted(second, weights) < weighted(first, weights));
}
`;

/** Equation 5 for vectors of values: see termExpectileLoss. */
export const TERM_EXPECTILE_LOSS_SHADER = perWorkgroup(
  INSTRUCTIONS.termExpectileLoss,
  /* wgsl */ `
  let n = f32(o.rows);
  let cells = f32(o.rows * o.width);
  var loss = 0.0;
  var q = 0.0;
  ${EACH_ROW} {
    let weights = o.termWeights + row * o.width;
    let value = o.value + row * o.width;
    let least = lesser(row);
    let expected = weighted(least, weights);
    let weight = select(o.expectile, 1.0 - o.expectile, expected < weighted(value, weights));
    for (var term = 0u; term < o.width; term++) {
      let u = arena[least + term] - arena[value + term];
      arena[o.delta + row * o.width + term] = -2.0 * weight * u / cells;
      loss += weight * u * u;
    }
    q += expected;
  }
  let lossTotal = total(loss, local);
  let qTotal = total(q, local);
  if (local == 0u) {
    arena[o.valueLoss] += lossTotal / cells;
    arena[o.meanQ] += qTotal / n;
  }`,
  TERM_SUMS,
);

/** The weights in equation 7 for vectors of values: see termAdvantageWeights. */
export const TERM_ADVANTAGE_WEIGHTS_SHADER = perWorkgroup(
  INSTRUCTIONS.termAdvantageWeights,
  /* wgsl */ `
  let n = f32(o.rows);
  for (var first = 0u; first < o.width; first++) {
    for (var second = 0u; second <= first; second++) {
      var product = 0.0;
      ${EACH_ROW} {
        let least = lesser(row);
        let value = o.value + row * o.width;
        let one = arena[least + first] - arena[value + first];
        product += one * (arena[least + second] - arena[value + second]);
      }
      let productTotal = total(product, local);
      if (local == 0u) {
        arena[o.moments + first * o.width + second] = productTotal / n;
        arena[o.moments + second * o.width + first] = productTotal / n;
      }
    }
  }
  storageBarrier();
  var values = 0.0;
  var sum = 0.0;
  var clipped = 0.0;
  ${EACH_ROW} {
    let weights = o.termWeights + row * o.width;
    var square = 0.0;
    for (var term = 0u; term < o.width; term++) {
      square += arena[weights + term] * weighted(o.moments + term * o.width, weights);
    }
    let unit = select(1.0, sqrt(max(square, 0.0)) + ${ADVANTAGE_EPSILON}, o.normalised == 1u);
    let value = weighted(o.value + row * o.width, weights);
    let advantage = weighted(lesser(row), weights) - value;
    let weight = min(exp(o.temperature / unit * advantage), ${ADVANTAGE_WEIGHT_LIMIT});
    arena[o.weights + row] = weight;
    values += value;
    sum += weight;
    clipped += select(0.0, 1.0, weight >= ${ADVANTAGE_WEIGHT_LIMIT});
  }
  let valueTotal = total(values, local);
  let weightTotal = total(sum, local);
  let clippedTotal = total(clipped, local);
  if (local == 0u) {
    arena[o.meanValue] += valueTotal / n;
    arena[o.meanAdvantageWeight] += weightTotal / n;
    arena[o.clippedShare] += clippedTotal / n;
  }`,
  TERM_SUMS,
);

/** Equation 7 for N(tanh output, e^logσ); the clip of logσ stops its gradient outside. */
export const POLICY_LOSS_SHADER = perWorkgroup(
  INSTRUCTIONS.policyLoss,
  /* wgsl */ `
  const HALF_LOG_TWO_PI = 0.9189385332046727;
  let n = f32(o.rows);
  var loss = 0.0;
  for (var column = 0u; column < o.width; column++) {
    let raw = arena[o.logStd + column];
    let logStd = clamp(raw, ${LOG_STD_MIN}, ${LOG_STD_MAX});
    let inverseStd = exp(-logStd);
    var gradient = 0.0;
    ${EACH_ROW} {
      let at = row * o.width + column;
      // Beyond 15 it is ±1 in single precision, and some drivers overflow.
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
  if (local == 0u) { arena[o.policyLoss] += lossTotal / n; }`,
);

/** Equation 6, for both critics. */
export const CRITIC_LOSS_SHADER = perWorkgroup(
  INSTRUCTIONS.criticLoss,
  /* wgsl */ `
  let n = f32(o.rows);
  var loss = 0.0;
  ${EACH_ROW} {
    let continues = 1.0 - arena[o.terminals + row];
    let y = arena[o.rewards + row] + o.discount * continues * arena[o.nextValue + row];
    let first = arena[o.q + row] - y;
    let second = arena[o.q + o.rows + row] - y;
    arena[o.delta + row] = 2.0 * first / n;
    arena[o.delta + o.rows + row] = 2.0 * second / n;
    loss += first * first + second * second;
  }
  let lossTotal = total(loss, local);
  if (local == 0u) { arena[o.criticLoss] += lossTotal / n; }`,
);
