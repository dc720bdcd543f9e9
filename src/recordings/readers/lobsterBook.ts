/**
 * The orders of a LOBSTER pair while it is read. Its messages alone do not make a book: orders from
 * before the window rest unnamed, and what happens beyond the levels in view is not in the file. So
 * each level holds one order for all that is unnamed, in front of the named ones, and each row of
 * the book file brings in what has come into view.
 */
import type { Side } from '../../market/types';
import { LiveOrders } from '../liveOrders';
import type { TapeBuilder } from '../tapeBuilder';

/** Ids of unnamed orders lie above every id of the exchange. */
const UNNAMED_BIDS = 0xffff_ffff;
const UNNAMED_ASKS = 0xffff_fffe;

interface Level {
  readonly price: number;
  /** Shares of all its orders. */
  size: number;
  /** Number of the order for what is unnamed, or −1. */
  unnamed: number;
  /** Numbers of its named orders. */
  readonly named: Set<number>;
}

/** A level of a row of the book file. */
export interface ShownLevel {
  readonly price: number;
  readonly size: number;
}

export class LobsterBook {
  private readonly orders = new LiveOrders();
  /** Levels of a side, the best first. */
  private readonly bids: Level[] = [];
  private readonly asks: Level[] = [];
  /** Worst price in view at the last row; everything is in view where a side shows fewer levels. */
  private readonly worst = { bid: Infinity, ask: -Infinity };

  constructor(private readonly builder: TapeBuilder) {}

  add(id: number, side: Side, price: number, size: number): void {
    const [high, low] = halves(id);
    if (size === 0 || this.orders.find(high, low) >= 0) {
      this.builder.skip(size === 0 ? 'emptyOrders' : 'repeatedOrders');
      return;
    }
    const number = this.insert(high, low, side, price, size);
    const level = this.levelAt(side, price);
    level.size += size;
    level.named.add(number);
    this.builder.add(number, side, price, size);
  }

  /**
   * Takes shares from an order, or from the unnamed ones at its price.
   * @param isTrade whether they traded
   */
  reduce(id: number, side: Side, price: number, size: number, isTrade: boolean): void {
    const { orders, builder } = this;
    const level = this.find(side, price);
    let number = orders.find(...halves(id));
    const isNamed = number >= 0 && level?.named.has(number) === true;
    if (!isNamed) number = level?.unnamed ?? -1;
    if (level === null || number < 0) {
      builder.skip('ordersNeverSeen');
      return;
    }
    const taken = Math.min(size, orders.sizes[number]);
    if (taken < size) builder.skip('sizesBeyondOrder');
    if (taken === 0) return;
    if (isTrade) builder.fill(number, side, price, taken);
    this.take(level, number, side, taken);
    if (level.size === 0) this.drop(side, level);
  }

  /**
   * Brings a side to what a row of the book file shows. What has come into view is written as part
   * of a snapshot; anything else that differs contradicts the messages.
   * @param shown levels from the best on
   * @param isFull whether the side shows as many levels as the file can
   * @returns price of the first level that contradicts the messages, or null
   */
  reconcile(side: Side, shown: readonly ShownLevel[], isFull: boolean): number | null {
    const levels = side === 1 ? this.bids : this.asks;
    const before = side === 1 ? this.worst.bid : this.worst.ask;
    const worst = isFull && shown.length > 0 ? shown[shown.length - 1].price : -side * Infinity;
    let contradiction: number | null = null;
    let at = 0;
    for (let place = 0; place <= shown.length; place += 1) {
      const end = place < shown.length ? shown[place].price : worst;
      // Levels of ours in front of the next shown one are gone.
      while (at < levels.length && isBetter(side, levels[at].price, end)) {
        if (!isBetter(side, before, levels[at].price)) contradiction ??= levels[at].price;
        this.empty(side, levels[at]);
      }
      if (place === shown.length) break;
      const { price, size } = shown[place];
      const level = at < levels.length && levels[at].price === price ? levels[at] : null;
      if (level?.size !== size) {
        if (!isBetter(side, before, price)) contradiction ??= price;
        if (level !== null) this.empty(side, level);
        this.addUnnamed(side, price, size);
      }
      at += 1;
    }
    if (side === 1) this.worst.bid = worst;
    else this.worst.ask = worst;
    return contradiction;
  }

  /** Names part of a level: an order that the first message added, and so the first row has. */
  name(id: number, side: Side, price: number, size: number): void {
    const level = this.find(side, price);
    if (level === null || level.unnamed < 0 || this.orders.sizes[level.unnamed] < size) return;
    this.builder.snapshot(true);
    this.take(level, level.unnamed, side, size);
    this.add(id, side, price, size);
    this.builder.snapshot(false);
  }

  private addUnnamed(side: Side, price: number, size: number): void {
    const level = this.levelAt(side, price);
    this.builder.snapshot(true);
    level.unnamed = this.insert(side === 1 ? UNNAMED_BIDS : UNNAMED_ASKS, price, side, price, size);
    level.size += size;
    this.builder.add(level.unnamed, side, price, size);
    this.builder.snapshot(false);
  }

  private empty(side: Side, level: Level): void {
    this.builder.snapshot(true);
    const numbers = level.unnamed < 0 ? level.named : [level.unnamed, ...level.named];
    for (const number of numbers) this.take(level, number, side, this.orders.sizes[number]);
    this.drop(side, level);
    this.builder.snapshot(false);
  }

  private take(level: Level, number: number, side: Side, size: number): void {
    const { orders } = this;
    this.builder.cancel(number, side, level.price, size);
    orders.sizes[number] -= size;
    level.size -= size;
    if (orders.sizes[number] > 0) return;
    orders.remove(number);
    if (number === level.unnamed) level.unnamed = -1;
    else level.named.delete(number);
  }

  private insert(high: number, low: number, side: Side, price: number, size: number): number {
    const { orders } = this;
    const number = orders.insert(high, low >>> 0);
    orders.sizes[number] = size;
    orders.prices[number] = price;
    orders.sides[number] = side;
    return number;
  }

  private find(side: Side, price: number): Level | null {
    const levels = side === 1 ? this.bids : this.asks;
    const at = placeOf(side, levels, price);
    return at < levels.length && levels[at].price === price ? levels[at] : null;
  }

  private levelAt(side: Side, price: number): Level {
    const levels = side === 1 ? this.bids : this.asks;
    const at = placeOf(side, levels, price);
    if (at < levels.length && levels[at].price === price) return levels[at];
    const level: Level = { price, size: 0, unnamed: -1, named: new Set() };
    levels.splice(at, 0, level);
    return level;
  }

  private drop(side: Side, level: Level): void {
    const levels = side === 1 ? this.bids : this.asks;
    levels.splice(placeOf(side, levels, level.price), 1);
  }
}

function isBetter(side: Side, price: number, than: number): boolean {
  return side === 1 ? price > than : price < than;
}

/** @returns place of the first level that is not better than `price` */
function placeOf(side: Side, levels: readonly Level[], price: number): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBetter(side, levels[middle].price, price)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function halves(id: number): [number, number] {
  return [Math.floor(id / 2 ** 32), id % 2 ** 32];
}
