/**
 * Decodes market by price, rtype 0x01 and 0x0A, and trades, rtype 0x00: a trade or change, and
 * behind it the best levels as they are after it.
 */
import { BUY, SELL, type Side } from '../../market/types';
import type { RecordDecoder } from './recordDecoder';
import { Action, LEVEL, MBP, RecordFlag, SideCode, UNDEFINED_PRICE_HIGH } from './layout';
import { LevelView } from '../levelView';
import type { RecordBlock } from './recordStream';
import type { QueueKnowledge } from '../tape';
import type { TapeBuilder } from '../tapeBuilder';

export class MbpDecoder implements RecordDecoder {
  readonly queues: QueueKnowledge;
  readonly timeReceivedAt = MBP.timeReceived;
  readonly flagsAt = MBP.flags;
  private readonly view: LevelView;
  private readonly best = [0, 0, 0, 0];

  /** @param depth levels behind every record: 0, 1 or 10 */
  constructor(
    private readonly builder: TapeBuilder,
    private readonly depth: 0 | 1 | 10,
  ) {
    this.queues = depth === 0 ? 'none' : depth === 1 ? 'top' : 'levels';
    this.view = new LevelView(builder, depth);
  }

  decode({ view, bytes }: RecordBlock, at: number): void {
    const { builder } = this;
    const action = bytes[at + MBP.action];
    if (action === Action.trade) {
      const code = bytes[at + MBP.side];
      const aggressor = code === SideCode.bid ? BUY : code === SideCode.ask ? SELL : 0;
      const price = priceAt(view, at + MBP.price);
      if (Number.isNaN(price)) builder.skip('undefinedPrices');
      else builder.trade(aggressor, price, view.getUint32(at + MBP.size, true));
    }
    if (4 * bytes[at] >= MBP.bytes + this.depth * LEVEL.bytes)
      this.showLevels(view, at + MBP.levels);
    else builder.skip('recordsWithoutLevels');
    if (this.depth === 0 || (bytes[at + MBP.flags] & RecordFlag.last) !== 0) builder.endEvent();
  }

  finish(): void {
    this.builder.endEvent();
  }

  private showLevels(view: DataView, levels: number): void {
    if (this.depth === 1) {
      this.showBest(
        BUY,
        0,
        priceAt(view, levels + LEVEL.bidPrice),
        view.getUint32(levels + LEVEL.bidSize, true),
      );
      this.showBest(
        SELL,
        2,
        priceAt(view, levels + LEVEL.askPrice),
        view.getUint32(levels + LEVEL.askSize, true),
      );
      return;
    }
    for (let level = 0; level < this.depth; level++) {
      const at = levels + level * LEVEL.bytes;
      const bid = priceAt(view, at + LEVEL.bidPrice);
      const ask = priceAt(view, at + LEVEL.askPrice);
      if (!Number.isNaN(bid)) this.view.show(BUY, bid, view.getUint32(at + LEVEL.bidSize, true));
      if (!Number.isNaN(ask)) this.view.show(SELL, ask, view.getUint32(at + LEVEL.askSize, true));
    }
    this.view.commit();
  }

  private showBest(side: Side, place: 0 | 2, price: number, size: number): void {
    const { best } = this;
    // An empty side has no price; its last one stands in, with nothing at it.
    const isEmpty = Number.isNaN(price) || size === 0;
    const shownPrice = isEmpty ? best[place] : price;
    const shownSize = isEmpty ? 0 : size;
    if (shownPrice === best[place] && shownSize === best[place + 1]) return;
    best[place] = shownPrice;
    best[place + 1] = shownSize;
    this.builder.best(side, shownPrice, shownSize);
  }
}

/** @returns NaN for a price that is not defined */
function priceAt(view: DataView, at: number): number {
  const high = view.getInt32(at + 4, true);
  return high === UNDEFINED_PRICE_HIGH ? NaN : high * 2 ** 32 + view.getUint32(at, true);
}
