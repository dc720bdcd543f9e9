/**
 * Guéant, Lehalle and Fernandez-Tapia 2013, "Dealing with the inventory risk": Avellaneda and
 * Stoikov's problem with a limit on inventory, solved exactly and in its stationary approximation.
 * Distances in ticks, inventory in units of the quotes' size, seconds; fills of a quote at distance
 * δ come at rate A·e^{−kδ}.
 */
import type { DecisionContext } from '../../env/types';
import type { Agent } from '../agent';
import { solveInventoryLadder } from './inventoryLadder';
import { writePassiveDistances } from './quoting';

export interface GlftParameters {
  /** Risk aversion per tick × quote of wealth. */
  readonly gamma: number;
  /** Fills per second of a quote at the mid. */
  readonly a: number;
  /** Decay of the rate of fills, per tick. */
  readonly k: number;
  /** σ, in ticks per √second. */
  readonly volatility: number;
}

/** Distances of the quotes from the mid at one inventory; Infinity at the limit. */
export interface QuoteDistances {
  readonly bid: number;
  readonly ask: number;
}

/** Distance of a quote for which inventory does not matter: (1/γ)·ln(1 + γ/k). */
function riskNeutralDistance(gamma: number, k: number): number {
  return Math.log1p(gamma / k) / gamma;
}

/**
 * Exact quotes (theorem 1 and proposition 3), `timeLeft` seconds before the end.
 * @returns [2·maxInventory + 1], entry maxInventory + q
 */
export function glftExactQuotes(
  { gamma, a, k, volatility }: GlftParameters,
  maxInventory: number,
  timeLeft: number,
): QuoteDistances[] {
  const alpha = (k / 2) * gamma * volatility * volatility;
  const eta = a * (1 + gamma / k) ** -(1 + k / gamma);
  const size = 2 * maxInventory + 1;
  const logV = solveInventoryLadder(alpha, eta, timeLeft, new Float64Array(size));
  const base = riskNeutralDistance(gamma, k);
  return Array.from({ length: size }, (_, i) => ({
    bid: i + 1 < size ? (logV[i] - logV[i + 1]) / k + base : Infinity,
    ask: i > 0 ? (logV[i] - logV[i - 1]) / k + base : Infinity,
  }));
}

/** The distance that each unit of inventory moves both quotes, far from the end (section 4). */
function glftShiftPerUnit({ gamma, a, k, volatility }: GlftParameters): number {
  const risk = (volatility * volatility * gamma) / (2 * k * a);
  return Math.sqrt(risk * (1 + gamma / k) ** (1 + k / gamma));
}

/** Asymptotic quotes (section 4, equations 4.6 and 4.7) at inventory q. */
export function glftAsymptoticQuotes(parameters: GlftParameters, q: number): QuoteDistances {
  const base = riskNeutralDistance(parameters.gamma, parameters.k);
  const shift = glftShiftPerUnit(parameters);
  return { bid: base + ((2 * q + 1) / 2) * shift, ask: base - ((2 * q - 1) / 2) * shift };
}

/** Quotes by the asymptotic formula with the volatility of the moment. */
export class GlftAgent implements Agent {
  readonly name: string;
  readonly logProbability = Number.NaN;
  private readonly base: number;
  private readonly shiftPerVolatility: number;
  private readonly quoteSize: number;

  /** @param maxOrderSize of the environment, contracts */
  constructor(
    gamma: number,
    a: number,
    k: number,
    private readonly sizeFraction: number,
    maxOrderSize: number,
  ) {
    this.name = `GLFT γ ${gamma}`;
    this.base = riskNeutralDistance(gamma, k);
    this.shiftPerVolatility = glftShiftPerUnit({ gamma, a, k, volatility: 1 });
    this.quoteSize = Math.max(1, Math.round(sizeFraction * maxOrderSize));
  }

  reset(): void {}

  act(context: DecisionContext, action: Float64Array): void {
    const { base, sizeFraction } = this;
    const q = context.inventory / this.quoteSize;
    const shift = this.shiftPerVolatility * context.volatilityTicks;
    writePassiveDistances(base + (q + 0.5) * shift, base - (q - 0.5) * shift, sizeFraction, action);
  }
}
