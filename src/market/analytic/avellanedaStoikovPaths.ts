/**
 * The market of Avellaneda and Stoikov, "High-frequency trading in a limit order book", Quant.
 * Finance 8(3), 2008, many paths at a time: the mid is an arithmetic Brownian motion, and a quote
 * at distance δ trades one contract in a step with probability A·dt·e^(−kδ). Fills come first, then
 * the mid moves. Closed forms are checked here; there is no book and no queue.
 */
import { log } from '../elementary';
import { Rng } from '../rng';

export interface AvellanedaStoikovParameters {
  /** Price at the start. */
  readonly initialMid: number;
  /** σ, price per √time. */
  readonly volatility: number;
  /** A, fills per time at the mid. */
  readonly arrivalRate: number;
  /** k, the decay of the fill rate per unit of price. */
  readonly decay: number;
  /** dt, the time of a step. */
  readonly stepTime: number;
}

/** Parameters of section 3.3 of the paper. */
export const PUBLISHED_PARAMETERS: AvellanedaStoikovParameters = {
  initialMid: 100,
  volatility: 2,
  arrivalRate: 140,
  decay: 1.5,
  stepTime: 0.005,
};

export class AvellanedaStoikovPaths {
  readonly mids: Float64Array;
  /** Inventories in contracts. */
  readonly inventories: Float64Array;
  readonly cash: Float64Array;
  private readonly rng = new Rng(0);
  private readonly stepDeviation: number;
  /** ln of the fill probability at the mid: a quote closer than this over −k is a mistake. */
  private readonly logProbabilityAtMid: number;

  /** @param count paths, independent of each other */
  constructor(
    readonly count: number,
    private readonly parameters: AvellanedaStoikovParameters,
    seed: number,
  ) {
    this.mids = new Float64Array(count);
    this.inventories = new Float64Array(count);
    this.cash = new Float64Array(count);
    this.stepDeviation = parameters.volatility * Math.sqrt(parameters.stepTime);
    this.logProbabilityAtMid = log(parameters.arrivalRate * parameters.stepTime);
    this.reset(seed);
  }

  reset(seed: number): void {
    this.rng.seed(seed);
    this.mids.fill(this.parameters.initialMid);
    this.inventories.fill(0);
    this.cash.fill(0);
  }

  /**
   * Closest distance of a quote to the mid, at which it is sure to fill; negative beyond the mid.
   */
  get closestDistance(): number {
    return this.logProbabilityAtMid / this.parameters.decay;
  }

  /**
   * Moves every path on by one step.
   * @param bidDistances mid − bid by path, in price
   * @param askDistances ask − mid by path
   * @throws RangeError for a quote so close that its fill probability exceeds 1
   */
  step(bidDistances: Float64Array, askDistances: Float64Array): void {
    const { count, mids, inventories, cash, rng, stepDeviation, logProbabilityAtMid } = this;
    const { decay } = this.parameters;
    for (let path = 0; path < count; path++) {
      const mid = mids[path];
      // An exponential draw exceeds −ln p with probability p.
      const bidHurdle = decay * bidDistances[path] - logProbabilityAtMid;
      const askHurdle = decay * askDistances[path] - logProbabilityAtMid;
      if (!(bidHurdle >= 0 && askHurdle >= 0)) this.refuse(bidDistances[path], askDistances[path]);
      if (rng.exponential() > bidHurdle) {
        inventories[path] += 1;
        cash[path] -= mid - bidDistances[path];
      }
      if (rng.exponential() > askHurdle) {
        inventories[path] -= 1;
        cash[path] += mid + askDistances[path];
      }
      mids[path] = mid + stepDeviation * rng.normal();
    }
  }

  /** Wealth of a path: cash, and inventory at the mid. */
  wealth(path: number): number {
    return this.cash[path] + this.inventories[path] * this.mids[path];
  }

  private refuse(bidDistance: number, askDistance: number): never {
    throw new RangeError(
      `quote distances ${bidDistance} and ${askDistance}: expected at least ` +
        `${this.closestDistance}, where the fill probability is 1`,
    );
  }
}

/**
 * Avellaneda and Stoikov's quotes, equations 3.17 and 3.18 with the reservation price s − qγσ²(T −
 * t): distances of bid and ask from the mid.
 */
export function avellanedaStoikovDistances(
  { volatility, decay }: AvellanedaStoikovParameters,
  riskAversion: number,
  inventory: number,
  timeLeft: number,
): { readonly bid: number; readonly ask: number } {
  const urgency = riskAversion * volatility * volatility * timeLeft;
  const halfSpread = 0.5 * urgency + log(1 + riskAversion / decay) / riskAversion;
  return { bid: halfSpread + inventory * urgency, ask: halfSpread - inventory * urgency };
}
