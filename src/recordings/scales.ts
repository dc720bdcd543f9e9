/**
 * From the whole numbers of a file to ticks and lots. Either scale is known when reading starts, or
 * told from the values of the first chunk.
 */

const MOST_INT32 = 2 ** 31 - 1;
/** Ticks that the price has at least in a recording of only one. */
const LEAST_TICKS = 100;
/** The tick of most prices is the middle one of the divisors of so many blocks at least. */
const BLOCK_PRICES = 64;
const LEAST_BLOCKS = 8;
/** Share of prices that are faults when they alone lie between the ticks of the others. */
const MOST_STRAYS = 0.001;
/** The largest size of the first chunk, times this, still fits into a column. */
const SIZE_HEADROOM = 16;

/** Prices in quanta to whole ticks. */
export class TickScale {
  /** Quanta per tick; 0 until it is known. */
  quantaPerTick: number;

  /** @param priceScale quanta per unit of price */
  constructor(
    private readonly priceScale: number,
    tickSize?: number,
  ) {
    this.quantaPerTick = tickSize === undefined ? 0 : Math.round(tickSize * priceScale);
  }

  get isKnown(): boolean {
    return this.quantaPerTick > 0;
  }

  /** Units of price per tick. */
  get tickSize(): number {
    return this.quantaPerTick / this.priceScale;
  }

  /**
   * Takes the greatest common divisor of `prices` as the tick; one unit when all are 0. A single
   * price divides itself, so that the tick is then the greatest of 1, 2 and 5 times a power of ten
   * that divides it and of which it has a hundred.
   */
  infer(prices: Iterable<number>): void {
    let divisor = 0;
    let largest = 0;
    for (const price of prices) {
      largest = Math.max(largest, Math.abs(price));
      divisor = greatestDivisor(Math.abs(price), divisor);
      if (divisor === 1) break;
    }
    this.quantaPerTick = divisor === largest ? roundTick(divisor) : divisor;
    if (divisor === 0) this.quantaPerTick = this.priceScale;
  }

  /**
   * Finds prices that lie between the ticks of all others and so made the tick too small.
   * @returns the tick of the others and the first such price, or null where there is none
   */
  stray(prices: Float64Array): { readonly quantaPerTick: number; readonly price: number } | null {
    const divisors: number[] = [];
    for (let start = 0; start + BLOCK_PRICES <= prices.length; start += BLOCK_PRICES) {
      let divisor = 0;
      for (let at = start; at < start + BLOCK_PRICES; at++) {
        divisor = greatestDivisor(Math.abs(prices[at]), divisor);
      }
      divisors.push(divisor);
    }
    if (divisors.length < LEAST_BLOCKS) return null;
    const quantaPerTick = divisors.sort((a, b) => a - b)[divisors.length >> 1];
    const strays = prices.filter((price) => price % quantaPerTick !== 0);
    const areFew = strays.length > 0 && strays.length <= MOST_STRAYS * prices.length;
    return areFew ? { quantaPerTick, price: strays[0] } : null;
  }

  /** @returns whole ticks, or NaN when the price lies between two */
  exact(quanta: number): number {
    const ticks = quanta / this.quantaPerTick;
    return Number.isInteger(ticks) ? ticks : NaN;
  }

  nearest(quanta: number): number {
    return Math.round(quanta / this.quantaPerTick);
  }
}

/** Sizes in quanta to whole lots. */
export class LotScale {
  /** Quanta per lot; 0 until it is known. */
  quantaPerLot: number;

  /** @param sizeScale quanta per unit of quantity */
  constructor(
    private readonly sizeScale: number,
    lotSize?: number,
  ) {
    this.quantaPerLot = lotSize === undefined ? 0 : Math.max(1, Math.round(lotSize * sizeScale));
  }

  get isKnown(): boolean {
    return this.quantaPerLot > 0;
  }

  /** Units of quantity per lot. */
  get lotSize(): number {
    return this.quantaPerLot / this.sizeScale;
  }

  /**
   * Takes the greatest power of ten quanta, up to one unit, that all sizes are multiples of; a
   * greater one where the largest size would not fit into a column.
   */
  infer(sizes: Iterable<number>): void {
    let lot = this.sizeScale;
    let largest = 0;
    for (const size of sizes) {
      while (lot > 1 && size % lot !== 0) lot /= 10;
      largest = Math.max(largest, size);
    }
    while (largest / lot > MOST_INT32 / SIZE_HEADROOM) lot *= 10;
    this.quantaPerLot = Math.max(1, Math.round(lot));
  }

  /** Whole lots nearest to the size, at least one unless it is 0. */
  nearest(quanta: number): number {
    if (quanta === 0) return 0;
    return Math.max(1, Math.round(quanta / this.quantaPerLot));
  }

  isExact(quanta: number): boolean {
    return quanta % this.quantaPerLot === 0;
  }
}

/** @returns the greatest round number that divides `price`, up to a hundredth of it */
function roundTick(price: number): number {
  const most = price / LEAST_TICKS;
  for (let decade = 10 ** Math.floor(Math.log10(most)); decade >= 1; decade /= 10) {
    for (const digit of [5, 2, 1]) {
      const tick = digit * decade;
      if (tick <= most && price % tick === 0) return tick;
    }
  }
  return 1;
}

/** Euclid's algorithm on whole numbers up to 2^53, exact since a remainder of doubles is. */
function greatestDivisor(a: number, b: number): number {
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}
