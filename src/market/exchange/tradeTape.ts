/**
 * Tells a listener what trades: the agent's fills as they happen, and the public
 * tape price by price, however many orders a trade met at each. It keeps nothing
 * between events, and without a listener it does nothing.
 */
import type { ExecutionListener } from '../book/orderBook';
import { AGENT_OWNER, BUY, SELL, type MarketListener, type Side } from '../types';

export class Tape implements ExecutionListener {
  listener: MarketListener | null = null;
  private side: Side = BUY;
  private price = 0;
  private size = 0;

  constructor(private readonly clock: { readonly timeNs: number }) {}

  onExecution(
    makerId: number,
    makerOwner: number,
    makerSide: Side,
    takerId: number,
    takerOwner: number,
    priceTicks: number,
    size: number,
  ): void {
    if (this.listener === null) return;
    if (priceTicks !== this.price) this.flush();
    this.side = makerSide === BUY ? SELL : BUY;
    this.price = priceTicks;
    this.size += size;
    if (makerOwner === AGENT_OWNER) {
      this.listener.onFill(this.clock.timeNs, makerId, makerSide, priceTicks, size, true);
    } else if (takerOwner === AGENT_OWNER) {
      this.listener.onFill(this.clock.timeNs, takerId, this.side, priceTicks, size, false);
    }
  }

  /** Prints what traded at the last price; it is called when a trade is over. */
  flush(): void {
    if (this.size > 0) this.listener?.onTrade(this.clock.timeNs, this.side, this.price, this.size);
    this.size = 0;
  }
}
