/** One side of a book of which a file shows the best levels again and again. */
import type { Side } from '../../market/types';
import type { TapeBuilder } from '../tapeBuilder';

export class ShownLevels {
  private prices: number[] = [];
  private sizes: number[] = [];
  private nextPrices: number[] = [];
  private nextSizes: number[] = [];

  constructor(private readonly side: Side) {}

  /** Takes the next level of the new state; levels come from the best on. */
  show(price: number, size: number): void {
    this.nextPrices.push(price);
    this.nextSizes.push(size);
  }

  /** Whether `price` is worse than the level taken before. */
  isNext(price: number): boolean {
    const last = this.nextPrices.at(-1);
    return last === undefined || this.side * (last - price) > 0;
  }

  /**
   * Writes what differs from the state before, and makes the new state the one before.
   * @param most levels that the file can show of a side
   */
  write(builder: TapeBuilder, most: number): void {
    const { side, prices, sizes, nextPrices, nextSizes } = this;
    const end = nextPrices.length === most ? nextPrices[most - 1] : -side * Infinity;
    let at = 0;
    for (let place = 0; place < nextPrices.length; place += 1) {
      const price = nextPrices[place];
      for (; at < prices.length && side * (prices[at] - price) > 0; at += 1) {
        builder.level(side, prices[at], 0);
      }
      const isSame = at < prices.length && prices[at] === price;
      if (!isSame || sizes[at] !== nextSizes[place]) builder.level(side, price, nextSizes[place]);
      if (isSame) at += 1;
    }
    for (; at < prices.length; at += 1) {
      builder.level(side, prices[at], 0, side * (end - prices[at]) > 0);
    }
    this.prices = nextPrices;
    this.sizes = nextSizes;
    this.nextPrices = prices;
    this.nextSizes = sizes;
    prices.length = 0;
    sizes.length = 0;
  }
}
