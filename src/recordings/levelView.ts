/**
 * Turns pictures of the best levels of a book into the changes between them: what a level now
 * holds, and which levels are gone. A level beyond the worst one shown has not gone, it left the
 * picture.
 */
import { BUY, SELL, type Side } from '../market/types';
import type { TapeBuilder } from './tapeBuilder';

/** One side of a picture: prices from best to worst and their sizes, in the builder's quanta. */
class SideView {
  private prices: number[] = [];
  private sizes: number[] = [];
  private newPrices: number[] = [];
  private newSizes: number[] = [];

  constructor(
    private readonly side: Side,
    private readonly builder: TapeBuilder,
  ) {}

  show(price: number, size: number): void {
    this.newPrices.push(price);
    this.newSizes.push(size);
  }

  /** @param depth levels that a full picture has */
  commit(depth: number): void {
    const { side, builder, prices, sizes, newPrices, newSizes } = this;
    const worst = newPrices.length < depth ? -side * Infinity : newPrices[newPrices.length - 1];
    let next = 0;
    for (let i = 0; i < prices.length; i++) {
      while (next < newPrices.length && side * (newPrices[next] - prices[i]) > 0) {
        builder.level(side, newPrices[next], newSizes[next]);
        next++;
      }
      if (newPrices[next] === prices[i]) {
        if (newSizes[next] !== sizes[i]) builder.level(side, prices[i], newSizes[next]);
        next++;
      } else builder.level(side, prices[i], 0, side * (prices[i] - worst) < 0);
    }
    for (; next < newPrices.length; next++) builder.level(side, newPrices[next], newSizes[next]);
    this.prices = newPrices;
    this.sizes = newSizes;
    this.newPrices = prices;
    this.newSizes = sizes;
    this.newPrices.length = 0;
    this.newSizes.length = 0;
  }

  clear(): void {
    this.prices.length = 0;
    this.sizes.length = 0;
  }
}

export class LevelView {
  private readonly bids: SideView;
  private readonly asks: SideView;

  /** @param depth levels that a full picture has on each side */
  constructor(
    builder: TapeBuilder,
    private readonly depth: number,
  ) {
    this.bids = new SideView(BUY, builder);
    this.asks = new SideView(SELL, builder);
  }

  /**
   * Adds a level to the picture, from the best to the worst of its side; empty ones are left out.
   */
  show(side: Side, price: number, size: number): void {
    if (size > 0) (side === BUY ? this.bids : this.asks).show(price, size);
  }

  /** The picture is whole: writes what is different from the one before. */
  commit(): void {
    this.bids.commit(this.depth);
    this.asks.commit(this.depth);
  }

  /** Forgets the picture, as the book of the tape is cleared. */
  clear(): void {
    this.bids.clear();
    this.asks.clear();
  }
}
