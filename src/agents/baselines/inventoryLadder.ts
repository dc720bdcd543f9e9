/**
 * The linear system behind closed-form market making: on the ladder of inventories −Q … Q, w' = B·w
 * with B tridiagonal, −a·q² on the diagonal and c beside it. Guéant, Lehalle and Fernandez-Tapia
 * 2013 (equation 3.9) and Cartea, Jaimungal and Penalva 2015 (section 10.2) both come down to it.
 */

/** Terms of the exponential's series per substep of norm at most 1; the rest is below 1e-18. */
const SERIES_TERMS = 20;

/**
 * ln of exp(B·time)·exp(logTerminal) at every inventory, [2Q + 1], entry Q + q. Every term of the
 * series is positive after a shift of B, so nothing cancels, and the scale is kept as a logarithm,
 * so nothing overflows. Costs about 40·(2Q + 1)·(a·Q² + 2c)·time operations.
 *
 * @param penalty a, per second and contract²
 * @param coupling c, per second
 * @param logTerminal [2Q + 1]
 */
export function solveInventoryLadder(
  penalty: number,
  coupling: number,
  time: number,
  logTerminal: Float64Array,
): Float64Array {
  const size = logTerminal.length;
  const limit = (size - 1) / 2;
  const shift = penalty * limit * limit;
  const steps = Math.max(1, Math.ceil((shift + 2 * coupling) * time));
  const dt = time / steps;
  let scale = Math.max(...logTerminal);
  const state = logTerminal.map((log) => Math.exp(log - scale));
  let term = new Float64Array(size);
  let next = new Float64Array(size);
  for (let step = 0; step < steps; step++) {
    term.set(state);
    for (let order = 1; order <= SERIES_TERMS; order++) {
      for (let i = 0; i < size; i++) {
        const q = i - limit;
        const neighbours = (i > 0 ? term[i - 1] : 0) + (i + 1 < size ? term[i + 1] : 0);
        next[i] = (((shift - penalty * q * q) * term[i] + coupling * neighbours) * dt) / order;
        state[i] += next[i];
      }
      [term, next] = [next, term];
    }
    const largest = Math.max(...state);
    for (let i = 0; i < size; i++) state[i] /= largest;
    scale += Math.log(largest) - shift * dt;
  }
  return state.map((value) => Math.log(value) + scale);
}
