/** Decodes market by order, rtype 0xA0: every order, in events that end with the flag LAST. */
import { BUY, SELL } from '../../market/types';
import type { RecordDecoder } from './recordDecoder';
import { Action, MBO, RecordFlag, SideCode, UNDEFINED_PRICE_HIGH } from './layout';
import { MboRows } from '../mboRows';
import type { RecordBlock } from './recordStream';
import type { TapeBuilder } from '../tapeBuilder';

export class MboDecoder implements RecordDecoder {
  readonly queues = 'orders';
  readonly timeReceivedAt = MBO.timeReceived;
  readonly flagsAt = MBO.flags;
  private readonly rows: MboRows;
  private inSnapshot = false;
  private hasTraded = false;
  private isOpening = false;

  constructor(private readonly builder: TapeBuilder) {
    this.rows = new MboRows(builder);
  }

  decode({ view, bytes }: RecordBlock, at: number): void {
    const { rows, builder } = this;
    const flags = bytes[at + MBO.flags];
    const isSnapshot = (flags & RecordFlag.snapshot) !== 0;
    if (this.inSnapshot && !isSnapshot) rows.endEvent();
    this.inSnapshot = isSnapshot;
    const low = view.getUint32(at + MBO.order, true);
    const high = view.getUint32(at + MBO.order + 4, true);
    const priceHigh = view.getInt32(at + MBO.price + 4, true);
    const price = priceHigh * 2 ** 32 + view.getUint32(at + MBO.price, true);
    const size = view.getUint32(at + MBO.size, true);
    const action = bytes[at + MBO.action];
    const code = bytes[at + MBO.side];
    const side = code === SideCode.bid ? BUY : code === SideCode.ask ? SELL : 0;
    const hasPrice = priceHigh !== UNDEFINED_PRICE_HIGH;
    if (action === Action.clear) rows.clear();
    else if (action === Action.cancel) rows.cancel(high, low, size);
    else if (!hasPrice) builder.skip('undefinedPrices');
    else if (action === Action.trade) rows.trade(high, low, side, price, size);
    else if (action === Action.fill) {
      rows.fill(high, low, price, size);
      this.noteFill(side === 0);
    } else if (side === 0) builder.skip('ordersWithoutSide');
    else if (action === Action.add) rows.add(high, low, side, price, size);
    else if (action === Action.modify) rows.modify(high, low, side, price, size);
    else builder.skip('otherActions');
    if ((flags & RecordFlag.maybeBadBook) !== 0) builder.skip('recordsOfABookWithAGap');
    if ((flags & RecordFlag.last) !== 0) {
      rows.endEvent();
      if (this.isOpening) builder.open();
      this.isOpening = false;
    }
  }

  finish(): void {
    this.rows.endEvent();
  }

  /** Fills without an aggressor before any other are those of the opening auction. */
  private noteFill(isAuction: boolean): void {
    if (isAuction && !this.hasTraded) this.isOpening = true;
    if (!isAuction) this.hasTraded = true;
  }
}
