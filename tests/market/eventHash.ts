import type { MarketListener, MarketSource } from '../../src/market/types';

/** A listener that mixes everything a market reports into one number. */
export class EventHash implements MarketListener {
  private hash = 0;

  get value(): number {
    return this.hash >>> 0;
  }

  onFill(
    ...[timeNs, orderId, side, priceTicks, size, isMaker]: Parameters<MarketListener['onFill']>
  ) {
    this.mix(1, timeNs, orderId, side, priceTicks, size, Number(isMaker));
  }

  onMid(...mid: Parameters<MarketListener['onMid']>) {
    this.mix(2, ...mid);
  }

  onTrade(...trade: Parameters<MarketListener['onTrade']>) {
    this.mix(3, ...trade);
  }

  /** Everything reported so far, and what stands in the book now. */
  withBook({ book }: MarketSource): number {
    const standing = new EventHash();
    standing.mix(this.value, book.bestBid, book.bestAsk);
    for (let price = book.bestBid - 12; price <= book.bestAsk + 12; price++) {
      standing.mix(price, book.sizeAt(price), book.ordersAt(price));
    }
    return standing.value;
  }

  private mix(...numbers: number[]): void {
    for (const number of numbers) {
      // Times and ids go beyond 32 bits.
      for (const word of [number, Math.floor(number / 2 ** 32)]) {
        const mixed = Math.imul(this.hash ^ word, 0x9e3779b1);
        this.hash = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
      }
    }
  }
}
