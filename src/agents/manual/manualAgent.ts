/**
 * A manual agent quotes for a person: it holds the prices that it was told last, in the same action
 * box, at the same decisions and under the same limits as any other agent.
 */
import type { EnvConfig } from '../../env/config';
import type { QuotePair } from '../../env/actionMap';
import type { DecisionContext } from '../../env/types';
import type { Agent } from '../agent';
import { NO_QUOTES, placeManually, type ManualQuotes } from './manualQuotes';
import { writeDistances } from '../baselines/quoting';

/** The name of the agent where an episode is recorded. */
export const MANUAL_AGENT_NAME = 'by hand';

export class ManualAgent implements Agent {
  readonly name = MANUAL_AGENT_NAME;
  readonly logProbability = Number.NaN;
  private readonly placed: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  private readonly maxOrderSize: number;

  constructor(
    { maxOrderSize }: EnvConfig,
    private quotes: ManualQuotes = NO_QUOTES,
  ) {
    this.maxOrderSize = maxOrderSize;
  }

  /** Sets the quotes from the next decision on. */
  setQuotes(quotes: ManualQuotes): void {
    this.quotes = quotes;
  }

  reset(): void {}

  act(context: DecisionContext, action: Float64Array): void {
    const { midTicks, book, inventory, maxInventory } = context;
    if (this.quotes.isFlattening) {
      const size = Math.min(1, Math.abs(inventory) / this.maxOrderSize);
      writeDistances(
        inventory < 0 ? midTicks - book.bestAsk : Infinity,
        inventory > 0 ? book.bestBid - midTicks : Infinity,
        size,
        size,
        action,
      );
      return;
    }
    const { placed } = this;
    const { bestBid, bestAsk } = book;
    placeManually(this.quotes, { bestBid, bestAsk, inventory, maxInventory }, placed);
    writeDistances(
      placed.bidSize > 0 ? midTicks - placed.bidPrice : Infinity,
      placed.askSize > 0 ? placed.askPrice - midTicks : Infinity,
      placed.bidSize / this.maxOrderSize,
      placed.askSize / this.maxOrderSize,
      action,
    );
  }
}
