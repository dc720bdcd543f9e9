/** Draws how many contracts the market's orders and trades ask for. */
import { exp, log } from '../elementary';
import type { QueueReactiveParameters } from './presets';
import type { Rng } from '../rng';

const LARGEST_ADD = 40;
const INFORMED_FACTOR = 1.5;

export class OrderSizes {
  private readonly addScale: number;
  private readonly unitProbability: number;
  private readonly inverseTail: number;
  private readonly largestTrade: number;

  constructor(
    private readonly rng: Rng,
    parameters: QueueReactiveParameters,
  ) {
    this.addScale = -1 / log(1 - 1 / parameters.meanAddSize);
    this.unitProbability = parameters.unitTradeProbability;
    this.inverseTail = 1 / parameters.tradeSizeTail;
    this.largestTrade = parameters.maxTradeSize;
  }

  /** An add is geometric from 1: the whole part of an exponential draw is geometric from 0. */
  add(): number {
    this.rng.drawExponential();
    return Math.min(LARGEST_ADD, 1 + ((this.rng.drawn * this.addScale) | 0));
  }

  /**
   * A trade asks for one contract, or for a Pareto draw from two: e^(E / α) is Pareto(α) when E is
   * exponential.
   */
  uninformedTrade(): number {
    const { rng } = this;
    rng.drawUniform();
    if (rng.drawn < this.unitProbability) return 1;
    rng.drawExponential();
    return Math.min(this.largestTrade, (2 * exp(rng.drawn * this.inverseTail)) | 0);
  }

  informedTrade(): number {
    return (INFORMED_FACTOR * this.uninformedTrade()) | 0;
  }
}
