/**
 * A control variate gives the same rewards with far less noise. A maker's profit over a second is
 * mostly what the price happened to do to its inventory, and a critic has to average that away
 * before it sees what an action changed. The simulator knows better: how much of each move was the
 * innovation of the efficient price v, which nobody could have predicted. Critics learn from these
 * rewards and are held against them; what an agent earns is always counted in money.
 */

/** Columns of whole episodes, one entry per step, as an agent decided. */
export interface ControlVariateColumns {
  /** Inventory in signed contracts. */
  readonly inventory: ArrayLike<number>;
  readonly midTicks: ArrayLike<number>;
  /** The part of the efficient price's move over the step that nobody could have predicted. */
  readonly midInnovationTicks: ArrayLike<number>;
  /** The rest of that move, which its trend and the impact of trades made. */
  readonly midDriftTicks: ArrayLike<number>;
}

/**
 * r′ = r − w·q·ε + γφ′ − φ with φ = w·q·(v − mid), w dollars per tick and contract, and ε the
 * innovation of v, Δv less its trend and the impact of trades.
 *
 * The first correction is a control variate: ε is a martingale difference and q was chosen before
 * it, so its mean is zero under every policy. A trend can be followed, and signs of trades can be
 * foretold, so what these pay stays. The other two are a potential (Ng, Harada and Russell 1999),
 * so no policy becomes better or worse than another; together they value the position at v instead
 * of at the mid. What is left is the edge of each fill against v, fees and penalties: the variance
 * of a step's reward falls threefold on ES with the default mixture.
 *
 * v is known up to a constant per episode; it is chosen such that v − mid has mean 0. φ is 0 after
 * the last step, where the position is closed.
 *
 * @param rewards changed in place, from `start` to before `end`, one episode
 * @param worth dollars per tick and contract, times the weight of inventory profit
 * @param discount γ of the learner
 */
export function subtractControlVariate(
  rewards: Float32Array | Float64Array,
  columns: ControlVariateColumns,
  { start, end }: { readonly start: number; readonly end: number },
  worth: number,
  discount: number,
): void {
  const { inventory, midInnovationTicks } = columns;
  const gap = efficientMinusMid(columns, start, end);
  for (let row = start; row < end; row += 1) {
    const potential = inventory[row] * gap[row - start];
    const next = row + 1 < end ? inventory[row + 1] * gap[row + 1 - start] : 0;
    const noise = inventory[row] * midInnovationTicks[row];
    rewards[row] += worth * (discount * next - potential - noise);
  }
}

/** v − mid at every row of an episode, in ticks, up to a constant: its mean is 0. */
function efficientMinusMid(
  { midTicks, midInnovationTicks, midDriftTicks }: ControlVariateColumns,
  start: number,
  end: number,
): Float64Array {
  const gap = new Float64Array(end - start);
  let efficient = 0;
  let sum = 0;
  for (let row = start; row < end; row += 1) {
    gap[row - start] = efficient - midTicks[row];
    sum += gap[row - start];
    efficient += midInnovationTicks[row] + midDriftTicks[row];
  }
  const mean = sum / gap.length;
  return gap.map((value) => value - mean);
}
