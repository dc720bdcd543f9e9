/**
 * Avellaneda and Stoikov 2008, "High-frequency trading in a limit order book": quotes around a
 * reservation price that moves against inventory. Everything in ticks, contracts and seconds. The
 * formulae are functions of their own so that they can be checked against the paper's tables.
 */
import type { DecisionContext } from '../../env/types';
import type { Agent } from '../agent';
import { writePassiveDistances } from './quoting';

/** The reservation price is shifted from the mid by −q·γ·σ²·(T − t) (equation 3.17). */
export function reservationShift(
  inventory: number,
  gamma: number,
  volatility: number,
  timeLeft: number,
): number {
  return -inventory * gamma * volatility * volatility * timeLeft;
}

/** The full spread is γ·σ²·(T − t) + (2/γ)·ln(1 + γ/k) (equation 3.18). */
export function optimalSpread(
  gamma: number,
  k: number,
  volatility: number,
  timeLeft: number,
): number {
  return gamma * volatility * volatility * timeLeft + (2 / gamma) * Math.log1p(gamma / k);
}

/** The agent's name begins so; its risk aversion follows. */
export const AVELLANEDA_STOIKOV_NAME = 'Avellaneda-Stoikov';

export class AvellanedaStoikovAgent implements Agent {
  readonly name: string;
  readonly logProbability = Number.NaN;

  constructor(
    private readonly gamma: number,
    private readonly k: number,
    private readonly sizeFraction: number,
  ) {
    this.name = `${AVELLANEDA_STOIKOV_NAME} γ ${gamma}`;
  }

  reset(): void {}

  act(context: DecisionContext, action: Float64Array): void {
    const { inventory, volatilityTicks, timeLeftSeconds } = context;
    const { gamma, k, sizeFraction } = this;
    const shift = reservationShift(inventory, gamma, volatilityTicks, timeLeftSeconds);
    const half = optimalSpread(gamma, k, volatilityTicks, timeLeftSeconds) / 2;
    writePassiveDistances(half - shift, half + shift, sizeFraction, action);
  }
}
