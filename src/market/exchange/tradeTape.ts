/**
 * Tells listeners what happens: every owner the own fills, and all of them the mid and the public
 * tape price by price, however many orders a trade met at each. It keeps nothing between events,
 * and without a listener it does nothing.
 */
import type { ExecutionListener } from '../book/orderBook';
import { BUY, MARKET_OWNER, MOST_SEATS, SELL, type MarketListener, type Side } from '../types';

export class Tape implements ExecutionListener {
  /** Whether nobody is told anything, as while a session warms up. */
  isSilent = false;
  /** By owner. */
  private readonly listeners: (MarketListener | null)[] = Array.from(
    { length: MOST_SEATS + 1 },
    () => null,
  );
  /** Those of `listeners` that are there. */
  private audience: readonly MarketListener[] = [];
  private side: Side = BUY;
  private price = 0;
  private size = 0;

  constructor(private readonly clock: { readonly timeNs: number }) {}

  /** @param owner from 1 to MOST_SEATS */
  setListener(owner: number, listener: MarketListener | null): void {
    this.listeners[owner] = listener;
    this.audience = this.listeners.filter((each) => each !== null);
  }

  onExecution(
    makerId: number,
    makerOwner: number,
    makerSide: Side,
    takerId: number,
    takerOwner: number,
    priceTicks: number,
    size: number,
  ): void {
    if (this.isSilent || this.audience.length === 0) return;
    if (priceTicks !== this.price) this.flush();
    const takerSide = makerSide === BUY ? SELL : BUY;
    this.side = takerSide;
    this.price = priceTicks;
    this.size += size;
    if (makerOwner !== MARKET_OWNER) {
      const maker = this.listeners[makerOwner];
      maker?.onFill(this.clock.timeNs, makerId, makerSide, priceTicks, size, true);
    }
    if (takerOwner !== MARKET_OWNER) {
      const taker = this.listeners[takerOwner];
      taker?.onFill(this.clock.timeNs, takerId, takerSide, priceTicks, size, false);
    }
  }

  /** Prints what traded at the last price; it is called when a trade is over. */
  flush(): void {
    const { size, audience } = this;
    this.size = 0;
    if (size === 0) return;
    for (let i = 0; i < audience.length; i++) {
      audience[i].onTrade(this.clock.timeNs, this.side, this.price, size);
    }
  }

  /** Tells that the mid moved; both are in half-ticks. */
  reportMid(beforeHalfTicks: number, afterHalfTicks: number): void {
    if (this.isSilent) return;
    const { audience } = this;
    for (let i = 0; i < audience.length; i++) {
      audience[i].onMid(this.clock.timeNs, beforeHalfTicks, afterHalfTicks);
    }
  }
}
