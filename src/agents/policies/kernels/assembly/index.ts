/**
 * The dense layer of acting (AssemblyScript, SIMD): float weights, double sums, four
 * outputs at a time. Every sum is made in the order of PlainLayer's, so that the
 * two give the same bits. The rows of a batch pass by one panel of weights while
 * it is in the first-level cache.
 */

/** First byte that is the caller's. */
export function heapBase(): usize {
  return __heap_base;
}

function addProduct(sum: v128, left: v128, right: v128): v128 {
  return f64x2.add(sum, f64x2.mul(left, right));
}

/**
 * output = bias + input · weights, or where `relu` no less than zero; NaN stays NaN.
 * @param input, output rows of doubles; outputs are written four by four
 * @param inputStride, outputStride bytes between rows
 * @param panels per four outputs: their biases, then their weights input by input
 */
export function dense(
  rows: i32,
  input: usize,
  inputStride: usize,
  inputs: i32,
  panels: usize,
  output: usize,
  outputStride: usize,
  outputs: i32,
  relu: bool,
): void {
  const floors = f64x2.splat(relu ? 0 : -Infinity);
  const quads = inputs >> 2;
  let panel = panels;
  for (let column = 0; column < outputs; column += 4) {
    const bias0 = f64x2.promote_low_f32x4(v128.load64_zero(panel));
    const bias1 = f64x2.promote_low_f32x4(v128.load64_zero(panel, 8));
    for (let row = 0; row < rows; row++) {
      let x = input + <usize>row * inputStride;
      let w = panel + 16;
      let sum0 = bias0;
      let sum1 = bias1;
      for (let quad = 0; quad < quads; quad++) {
        let value = v128.load64_splat(x);
        let part0 = f64x2.mul(value, f64x2.promote_low_f32x4(v128.load64_zero(w)));
        let part1 = f64x2.mul(value, f64x2.promote_low_f32x4(v128.load64_zero(w, 8)));
        value = v128.load64_splat(x, 8);
        part0 = addProduct(part0, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 16)));
        part1 = addProduct(part1, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 24)));
        value = v128.load64_splat(x, 16);
        part0 = addProduct(part0, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 32)));
        part1 = addProduct(part1, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 40)));
        value = v128.load64_splat(x, 24);
        part0 = addProduct(part0, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 48)));
        part1 = addProduct(part1, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 56)));
        sum0 = f64x2.add(sum0, part0);
        sum1 = f64x2.add(sum1, part1);
        x += 32;
        w += 64;
      }
      for (let left = inputs & 3; left > 0; left--) {
        const value = v128.load64_splat(x);
        sum0 = addProduct(sum0, value, f64x2.promote_low_f32x4(v128.load64_zero(w)));
        sum1 = addProduct(sum1, value, f64x2.promote_low_f32x4(v128.load64_zero(w, 8)));
        x += 8;
        w += 16;
      }
      const to = output + <usize>row * outputStride + ((<usize>column) << 3);
      v128.store(to, f64x2.pmax(sum0, floors));
      v128.store(to, f64x2.pmax(sum1, floors), 16);
    }
    panel += (<usize>(inputs + 1)) << 4;
  }
}
