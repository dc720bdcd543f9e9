/** Writes one decision step of an environment as the rows of the protocol. Buffers are reused. */
import type { AgentSeat } from '../env/agentSeat';
import { emptyQuote, type QuoteStatus } from '../env/stepResult';
import { ACTION_LENGTH } from '../env/types';
import { NANOSECONDS_PER_SECOND } from '../market/types';
import {
  FILL,
  FILL_LENGTH,
  QUEUE,
  QUEUE_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
} from '../protocol/frames';

export class StepRows {
  readonly sample = new Float64Array(SAMPLE_LENGTH);
  readonly queue = new Float64Array(QUEUE_LENGTH);
  /** Market time at which the episode began. */
  startNs = 0;
  private readonly fill = new Float64Array(FILL_LENGTH);
  private readonly bidBefore = emptyQuote();
  private readonly askBefore = emptyQuote();

  /** Remembers where the quotes stand before a step, for the fills in it. */
  beginStep({ bidQuote, askQuote }: AgentSeat): void {
    Object.assign(this.bidBefore, bidQuote);
    Object.assign(this.askBefore, askQuote);
  }

  /** Reads the state just after a step into `sample` and `queue`. */
  read(env: AgentSeat, terms: Float64Array, action: Float64Array): void {
    const { sample, queue } = this;
    const { context, bidQuote, askQuote, market } = env;
    sample[SAMPLE.step] = context.step;
    sample[SAMPLE.timeSeconds] = context.timeSeconds;
    sample[SAMPLE.bestBid] = market.book.bestBid;
    sample[SAMPLE.bestAsk] = market.book.bestAsk;
    sample[SAMPLE.bidPrice] = bidQuote.price;
    sample[SAMPLE.askPrice] = askQuote.price;
    sample[SAMPLE.inventory] = env.inventory;
    sample[SAMPLE.equityDollars] = env.equityDollars;
    sample.set(terms, SAMPLE_TERMS);
    sample.set(action.subarray(0, ACTION_LENGTH), SAMPLE.bidSkew);
    queue[QUEUE.bidSize] = bidQuote.size;
    queue[QUEUE.bidAhead] = bidQuote.ahead;
    queue[QUEUE.bidLevelSize] = bidQuote.levelSize;
    queue[QUEUE.askSize] = askQuote.size;
    queue[QUEUE.askAhead] = askQuote.ahead;
    queue[QUEUE.askLevelSize] = askQuote.levelSize;
  }

  /** @returns the fill of that index of the last step; the same array every time */
  readFill(env: AgentSeat, index: number): Float64Array {
    const { fill } = this;
    const { fills, context, config } = env;
    fill[FILL.step] = context.step;
    fill[FILL.timeSeconds] = (fills.timeNs[index] - this.startNs) / NANOSECONDS_PER_SECOND;
    fill[FILL.side] = fills.side[index];
    fill[FILL.priceTicks] = fills.priceTicks[index];
    fill[FILL.size] = fills.size[index];
    fill[FILL.midTicks] = fills.midTicks[index];
    fill[FILL.isMaker] = fills.isMaker[index];
    const quote: QuoteStatus = fills.side[index] > 0 ? this.bidBefore : this.askBefore;
    const stood = quote.price === fills.priceTicks[index];
    fill[FILL.aheadContracts] = stood ? quote.ahead : Number.NaN;
    fill[FILL.levelContracts] = stood ? quote.levelSize : Number.NaN;
    const { makerFeeDollars, takerFeeDollars } = config;
    const fee = fills.isMaker[index] === 1 ? makerFeeDollars : takerFeeDollars;
    fill[FILL.feeDollars] = fee * fills.size[index];
    return fill;
  }
}
