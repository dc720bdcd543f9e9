/**
 * Carries out softmax attention for short contexts and its gradient (AssemblyScript):
 * products of product.ts within every window and head, and what happens to the scores in
 * between row by row. Strides are `width`, so that heads need no copies.
 */
import { expf } from './exponentialImports';
import { COLUMNS, multiply, ROWS } from './product';

const FORBIDDEN_SCORE: f32 = -1e4;
const TOKENS_PER_STEP: i32 = 3;

function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/**
 * Computes softmax(q·kᵀ/√size + mask)·v over the tokens up to each query's own.
 * @param mask [windows × tokens/3]; 0 for padding
 * @param weights [windows × heads × queries × tokens]
 * @param output [windows·queries × width]
 */
export function attention(
  query: usize,
  key: usize,
  value: usize,
  mask: usize,
  weights: usize,
  output: usize,
  windows: i32,
  heads: i32,
  tokens: i32,
  queries: i32,
  queryStep: i32,
  queryFirst: i32,
  width: i32,
  scratch: usize,
): void {
  const size = width / heads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let window = 0; window < windows; window += 1) {
    for (let head = 0; head < heads; head += 1) {
      const rows = window * queries * width + head * size;
      const keys = window * tokens * width + head * size;
      const scores = at(weights, (window * heads + head) * queries * tokens);
      // prettier-ignore
      multiply(
        ROWS, at(query, rows), width, true, at(key, keys), width, scores, tokens,
        queries, tokens, size, -Infinity, false, scratch,
      );
      const steps = at(mask, (window * tokens) / TOKENS_PER_STEP);
      for (let index = 0; index < queries; index += 1) {
        const last = queryFirst + index * queryStep;
        softmax(at(scores, index * tokens), steps, last, tokens, scale);
      }
      // prettier-ignore
      multiply(
        ROWS, scores, tokens, false, at(value, keys), width, at(output, rows), width,
        queries, size, tokens, -Infinity, false, scratch,
      );
    }
  }
}

/** Replaces scores by the softmax of scores·scale + mask up to `last`, and by zeros after. */
function softmax(scores: usize, mask: usize, last: i32, tokens: i32, scale: f32): void {
  let highest: f32 = -Infinity;
  for (let token = 0; token <= last; token += 1) {
    const isPadding: f32 = <f32>1 - load<f32>(at(mask, token / TOKENS_PER_STEP));
    const score = load<f32>(at(scores, token)) * scale + isPadding * FORBIDDEN_SCORE;
    store<f32>(at(scores, token), score);
    highest = max(highest, score);
  }
  let total: f32 = 0;
  for (let token = 0; token <= last; token += 1) {
    const part = expf(load<f32>(at(scores, token)) - highest);
    store<f32>(at(scores, token), part);
    total += part;
  }
  const inverse: f32 = <f32>1 / total;
  for (let token = 0; token <= last; token += 1) {
    store<f32>(at(scores, token), load<f32>(at(scores, token)) * inverse);
  }
  memory.fill(at(scores, last + 1), 0, (<usize>(tokens - last - 1)) << 2);
}

/** @param delta gradient with respect to the output @param scoreGradient like the weights */
export function attentionGradient(
  query: usize,
  key: usize,
  value: usize,
  weights: usize,
  delta: usize,
  scoreGradient: usize,
  queryGradient: usize,
  keyGradient: usize,
  valueGradient: usize,
  windows: i32,
  heads: i32,
  tokens: i32,
  queries: i32,
  queryStep: i32,
  queryFirst: i32,
  width: i32,
  scratch: usize,
): void {
  const size = width / heads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let window = 0; window < windows; window += 1) {
    for (let head = 0; head < heads; head += 1) {
      const rows = window * queries * width + head * size;
      const keys = window * tokens * width + head * size;
      const places = (window * heads + head) * queries * tokens;
      const mixing = at(weights, places);
      const scores = at(scoreGradient, places);
      // prettier-ignore
      multiply(
        ROWS, at(delta, rows), width, true, at(value, keys), width, scores, tokens,
        queries, tokens, size, -Infinity, false, scratch,
      );
      for (let index = 0; index < queries; index += 1) {
        const last = queryFirst + index * queryStep;
        const row = index * tokens;
        softmaxGradient(at(mixing, row), at(scores, row), last, tokens, scale);
      }
      // prettier-ignore
      multiply(
        ROWS, scores, tokens, false, at(key, keys), width, at(queryGradient, rows), width,
        queries, size, tokens, -Infinity, false, scratch,
      );
      // prettier-ignore
      multiply(
        COLUMNS, scores, tokens, false, at(query, rows), width, at(keyGradient, keys), width,
        tokens, size, queries, -Infinity, false, scratch,
      );
      // prettier-ignore
      multiply(
        COLUMNS, mixing, tokens, false, at(delta, rows), width, at(valueGradient, keys), width,
        tokens, size, queries, -Infinity, false, scratch,
      );
    }
  }
}

/** gradient = scale·weights·(gradient − Σ weights·gradient), and zeros after `last`. */
function softmaxGradient(
  weights: usize,
  gradient: usize,
  last: i32,
  tokens: i32,
  scale: f32,
): void {
  let expected: f32 = 0;
  for (let token = 0; token <= last; token += 1) {
    expected += load<f32>(at(weights, token)) * load<f32>(at(gradient, token));
  }
  for (let token = 0; token <= last; token += 1) {
    const change = load<f32>(at(gradient, token)) - expected;
    store<f32>(at(gradient, token), scale * load<f32>(at(weights, token)) * change);
  }
  memory.fill(at(gradient, last + 1), 0, (<usize>(tokens - last - 1)) << 2);
}
