/**
 * Computes the losses of cloning and of IQL with their gradients (AssemblyScript), in
 * double precision: they are a thousandth of the work. Each adds its means to
 * the training metrics it is given. tests/learning/compiled/plainNetwork.ts says the same
 * in plain TypeScript, with the equations.
 */
import { exp } from './exponentialImports';

const ADVANTAGE_WEIGHT_LIMIT: f64 = 100;
const ADVANTAGE_EPSILON: f64 = 1e-8;
const LOG_STD_MIN: f64 = -5;
const LOG_STD_MAX: f64 = 2;
const HALF_LOG_TWO_PI: f64 = 0.9189385332046727;

function read(base: usize, index: i32): f64 {
  return <f64>load<f32>(base + ((<usize>index) << 2));
}

function write(base: usize, index: i32, value: f64): void {
  store<f32>(base + ((<usize>index) << 2), <f32>value);
}

function accumulate(statistic: usize, value: f64): void {
  store<f32>(statistic, load<f32>(statistic) + <f32>value);
}

/** left ‖ right, row by row. */
export function concatenate(
  left: usize,
  leftWidth: i32,
  right: usize,
  rightWidth: i32,
  output: usize,
  rows: i32,
): void {
  const leftBytes = (<usize>leftWidth) << 2;
  const rightBytes = (<usize>rightWidth) << 2;
  for (let row = 0; row < rows; row += 1) {
    memory.copy(output, left, leftBytes);
    memory.copy(output + leftBytes, right, rightBytes);
    output += leftBytes + rightBytes;
    left += leftBytes;
    right += rightBytes;
  }
}

/** @param q two critics after one another, [2 × rows] @param statistics the loss, then the mean of q */
export function expectileLoss(
  q: usize,
  value: usize,
  delta: usize,
  rows: i32,
  expectile: f64,
  lossStatistic: usize,
  qStatistic: usize,
): void {
  let loss: f64 = 0;
  let total: f64 = 0;
  for (let row = 0; row < rows; row += 1) {
    const least = min(read(q, row), read(q, rows + row));
    const u = least - read(value, row);
    const weight = u < 0 ? 1 - expectile : expectile;
    loss += weight * u * u;
    total += least;
    write(delta, row, (-2 * weight * u) / rows);
  }
  accumulate(lossStatistic, loss / rows);
  accumulate(qStatistic, total / rows);
}

/**
 * Computes weights = min(e^{temperature·A}, 100), A = min q − value.
 * @param normalised 1 to divide A by its root mean square
 */
export function advantageWeights(
  q: usize,
  value: usize,
  weights: usize,
  rows: i32,
  temperature: f64,
  normalised: i32,
  valueStatistic: usize,
  weightStatistic: usize,
  clippedStatistic: usize,
): void {
  let values: f64 = 0;
  let total: f64 = 0;
  let clipped: f64 = 0;
  let sharpness = temperature;
  if (normalised) {
    let squares: f64 = 0;
    for (let row = 0; row < rows; row += 1) {
      const advantage = min(read(q, row), read(q, rows + row)) - read(value, row);
      squares += advantage * advantage;
    }
    sharpness /= sqrt(squares / rows) + ADVANTAGE_EPSILON;
  }
  for (let row = 0; row < rows; row += 1) {
    const v = read(value, row);
    const advantage = min(read(q, row), read(q, rows + row)) - v;
    const weight = min(exp(sharpness * advantage), ADVANTAGE_WEIGHT_LIMIT);
    write(weights, row, weight);
    values += v;
    total += weight;
    if (weight >= ADVANTAGE_WEIGHT_LIMIT) clipped += 1;
  }
  accumulate(valueStatistic, values / rows);
  accumulate(weightStatistic, total / rows);
  accumulate(clippedStatistic, clipped / rows);
}

/** Σ weight·value over the terms of a row. */
function weighted(values: usize, weights: usize, at: i32, from: i32, width: i32): f64 {
  let sum: f64 = 0;
  for (let term = 0; term < width; term += 1) {
    sum += read(weights, at + term) * read(values, from + term);
  }
  return sum;
}

/** Gives the place of the vector of q1 or q2 whose weighted sum is less. */
function lesser(q: usize, weights: usize, row: i32, rows: i32, width: i32): i32 {
  const first = row * width;
  const second = (rows + row) * width;
  return weighted(q, weights, first, second, width) < weighted(q, weights, first, first, width)
    ? second
    : first;
}

/** @param q [2 × rows × width] @param value, termWeights, delta [rows × width] */
export function termExpectileLoss(
  q: usize,
  value: usize,
  termWeights: usize,
  delta: usize,
  rows: i32,
  width: i32,
  expectile: f64,
  lossStatistic: usize,
  qStatistic: usize,
): void {
  let loss: f64 = 0;
  let total: f64 = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = row * width;
    const from = lesser(q, termWeights, row, rows, width);
    const least = weighted(q, termWeights, at, from, width);
    const isBelow = least < weighted(value, termWeights, at, at, width);
    const weight = isBelow ? 1 - expectile : expectile;
    total += least;
    for (let term = 0; term < width; term += 1) {
      const u = read(q, from + term) - read(value, at + term);
      loss += weight * u * u;
      write(delta, at + term, (-2 * weight * u) / (rows * width));
    }
  }
  accumulate(lossStatistic, loss / (rows * width));
  accumulate(qStatistic, total / rows);
}

/** @param moments [width × width] */
export function termAdvantageWeights(
  q: usize,
  value: usize,
  termWeights: usize,
  moments: usize,
  weights: usize,
  rows: i32,
  width: i32,
  temperature: f64,
  normalised: i32,
  valueStatistic: usize,
  weightStatistic: usize,
  clippedStatistic: usize,
): void {
  // Until a weight is known, its place holds that of the row's vector.
  for (let row = 0; row < rows; row += 1) {
    write(weights, row, lesser(q, termWeights, row, rows, width));
  }
  for (let first = 0; first < width; first += 1) {
    for (let second = 0; second <= first; second += 1) {
      let sum: f64 = 0;
      for (let row = 0; row < rows; row += 1) {
        const at = row * width;
        const from = <i32>read(weights, row);
        const one = read(q, from + first) - read(value, at + first);
        sum += one * (read(q, from + second) - read(value, at + second));
      }
      write(moments, first * width + second, sum / rows);
      write(moments, second * width + first, sum / rows);
    }
  }
  let values: f64 = 0;
  let total: f64 = 0;
  let clipped: f64 = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = row * width;
    const from = <i32>read(weights, row);
    let square: f64 = 0;
    for (let first = 0; first < width; first += 1) {
      const part = weighted(moments, termWeights, at, first * width, width);
      square += read(termWeights, at + first) * part;
    }
    const unit = normalised ? sqrt(max(square, 0)) + ADVANTAGE_EPSILON : 1;
    const v = weighted(value, termWeights, at, at, width);
    const advantage = weighted(q, termWeights, at, from, width) - v;
    const weight = min(exp((temperature / unit) * advantage), ADVANTAGE_WEIGHT_LIMIT);
    write(weights, row, weight);
    values += v;
    total += weight;
    if (weight >= ADVANTAGE_WEIGHT_LIMIT) clipped += 1;
  }
  accumulate(valueStatistic, values / rows);
  accumulate(weightStatistic, total / rows);
  accumulate(clippedStatistic, clipped / rows);
}

/**
 * Computes −mean of weight·log N(action; tanh output, e^logσ), and its gradients.
 * @param delta gradient with respect to `output`, [rows × width]
 * @param logStdGradient [width]
 */
export function policyLoss(
  output: usize,
  logStd: usize,
  actions: usize,
  weights: usize,
  delta: usize,
  logStdGradient: usize,
  rows: i32,
  width: i32,
  lossStatistic: usize,
): void {
  let loss: f64 = 0;
  for (let column = 0; column < width; column += 1) {
    const raw = read(logStd, column);
    const clipped = min(max(raw, LOG_STD_MIN), LOG_STD_MAX);
    const precision = exp(-clipped);
    let gradient: f64 = 0;
    for (let row = 0; row < rows; row += 1) {
      const index = row * width + column;
      const mean = Math.tanh(read(output, index));
      const z = (read(actions, index) - mean) * precision;
      const weight = read(weights, row);
      loss += weight * (0.5 * z * z + clipped + HALF_LOG_TWO_PI);
      gradient += weight * (1 - z * z);
      write(delta, index, (-weight * z * precision * (1 - mean * mean)) / rows);
    }
    write(logStdGradient, column, raw == clipped ? gradient / rows : 0);
  }
  accumulate(lossStatistic, loss / rows);
}

/** Compares both critics with y = reward + discount·(1 − terminal)·nextValue. @param q, delta [2 × rows] */
export function criticLoss(
  q: usize,
  rewards: usize,
  terminals: usize,
  nextValue: usize,
  delta: usize,
  rows: i32,
  discount: f64,
  lossStatistic: usize,
): void {
  let loss: f64 = 0;
  for (let row = 0; row < rows; row += 1) {
    const y = read(rewards, row) + discount * (1 - read(terminals, row)) * read(nextValue, row);
    const first = read(q, row) - y;
    const second = read(q, rows + row) - y;
    loss += first * first + second * second;
    write(delta, row, (2 * first) / rows);
    write(delta, rows + row, (2 * second) / rows);
  }
  accumulate(lossStatistic, loss / rows);
}
