/**
 * A maker for large-tick markets: it rests at the touch, and steps back from the side that the book
 * is about to run over. The next move is called by the queue imbalance (Gould and Bonart 2016), so
 * a bid in front of a thin bid queue, or an ask in front of a thin ask queue, is the one that will
 * be regretted.
 */
import type { DecisionContext } from '../../env/types';
import type { Agent } from '../agent';
import { writeDistances } from './quoting';

/**
 * Distances from the mid of a quote at the touch and of one a tick behind it: with a spread of one
 * tick, the middles of what is rounded to these prices, so that noise, or a clone that is a little
 * off, does not tip a quote over.
 */
const TOUCH = 0;
const BEHIND = 1;

export class ImbalanceMakerAgent implements Agent {
  readonly name = 'imbalance-aware maker';
  readonly logProbability = Number.NaN;

  /**
   * @param threshold imbalance in [0, 1] beyond which the threatened side steps back
   * @param inventoryLean how far a full inventory moves that threshold
   */
  constructor(
    private readonly threshold: number,
    private readonly inventoryLean: number,
    private readonly sizeFraction: number,
  ) {}

  reset(): void {}

  act(context: DecisionContext, action: Float64Array): void {
    const { imbalance, inventory, maxInventory } = context;
    const { threshold, sizeFraction } = this;
    // Pressure up favours bids and threatens asks; long inventory does the opposite.
    const pressure = imbalance - (this.inventoryLean * inventory) / maxInventory;
    writeDistances(
      pressure < -threshold ? BEHIND : TOUCH,
      pressure > threshold ? BEHIND : TOUCH,
      sizeFraction,
      sizeFraction,
      action,
    );
  }
}
