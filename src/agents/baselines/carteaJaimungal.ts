/**
 * Market making with a running inventory penalty: Cartea, Jaimungal and Penalva 2015, "Algorithmic
 * and High-Frequency Trading", section 10.2. Value function x + q·S + h(t, q); the optimal
 * distances follow from differences of h.
 */
import { solveInventoryLadder } from './inventoryLadder';

export interface CarteaJaimungalParameters {
  /** λ, market orders per second and side. */
  readonly lambda: number;
  /** Decay of the probability of a fill, per unit of distance. */
  readonly kappa: number;
  /** φ, the running penalty per second and inventory². */
  readonly runningPenalty: number;
  /** α: cost per unit² of the inventory left at the end. */
  readonly terminalPenalty: number;
  readonly maxInventory: number;
  readonly timeLeft: number;
}

/** Solves for h at every inventory, [2·maxInventory + 1], entry maxInventory + q. */
export function carteaJaimungalValue(parameters: CarteaJaimungalParameters): Float64Array {
  const { lambda, kappa, runningPenalty, terminalPenalty, maxInventory, timeLeft } = parameters;
  const terminal = Float64Array.from({ length: 2 * maxInventory + 1 }, (_, i) => {
    const q = i - maxInventory;
    return -terminalPenalty * kappa * q * q;
  });
  const logOmega = solveInventoryLadder(
    runningPenalty * kappa,
    lambda / Math.E,
    timeLeft,
    terminal,
  );
  return logOmega.map((log) => log / kappa);
}
