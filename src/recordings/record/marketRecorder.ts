/**
 * Records a market of the lab as market by order, as an exchange publishes it: a trade names its
 * aggressor's side and the orders it met, and what is left of them follows.
 */
import type { OrderListener } from '../../market/book/orderBook';
import type { ExchangeMarket } from '../../market/exchange/exchangeMarket';
import { BUY, SELL, type Side } from '../../market/types';
import { RecordFlag } from '../dbn/layout';
import type { MboRecord, MboWriter } from '../dbn/dbnWriter';

interface RestingOrder {
  readonly id: number;
  readonly side: Side;
  readonly price: number;
  left: number;
}

interface Fill {
  readonly order: RestingOrder;
  readonly size: number;
}

/** A record without what all of an event have in common. */
type EventRecord = Pick<MboRecord, 'action' | 'side' | 'order' | 'price' | 'size'>;

export class MarketRecorder implements OrderListener {
  private readonly orders = new Map<number, RestingOrder>();
  private records: EventRecord[] = [];
  /** Of the trade under way. */
  private fills: Fill[] = [];

  /**
   * Writes the book as a snapshot, and from then on what `step` lets happen.
   * @param market to record, after its reset
   * @param tickSize units of price per tick
   * @param startNs nanoseconds since 1970 at the market's time 0
   */
  constructor(
    private readonly market: ExchangeMarket,
    private readonly writer: MboWriter,
    private readonly tickSize: number,
    private readonly startNs: bigint,
  ) {
    market.visitOrders((id, side, price, size) => this.onRest(id, side, price, size));
    this.writeEvent(RecordFlag.snapshot);
    market.setOrderListener(this);
  }

  /** Lets the market go on by one event and writes it; an event without a trace writes nothing. */
  step(): void {
    this.market.advanceTo(this.market.nextEventNs);
    this.endTrade();
    this.writeEvent(0);
  }

  onRest(id: number, side: Side, price: number, size: number): void {
    this.endTrade();
    const order = { id, side, price, left: size };
    this.orders.set(id, order);
    this.note('add', order, size);
  }

  onFilled(id: number, size: number): void {
    const order = this.orders.get(id);
    if (order !== undefined) this.fills.push({ order, size });
  }

  onWithdraw(id: number, size: number): void {
    this.endTrade();
    const order = this.orders.get(id);
    if (order === undefined) return;
    order.left -= size;
    if (order.left === 0) this.orders.delete(id);
    this.note('cancel', order, size);
  }

  /** Writes the fills so far as a trade per price, and then what is left of the orders. */
  private endTrade(): void {
    const { fills } = this;
    if (fills.length === 0) return;
    this.fills = [];
    for (let first = 0; first < fills.length;) {
      const { side, price } = fills[first].order;
      let end = first;
      let size = 0;
      for (; end < fills.length && fills[end].order.price === price; end++) size += fills[end].size;
      const aggressor = side === BUY ? SELL : BUY;
      this.records.push({
        action: 'trade',
        side: aggressor,
        order: 0n,
        price: price * this.tickSize,
        size,
      });
      for (; first < end; first++) this.note('fill', fills[first].order, fills[first].size);
    }
    for (const { order, size } of fills) {
      order.left -= size;
      if (order.left > 0) {
        this.note('modify', order, order.left);
        continue;
      }
      this.orders.delete(order.id);
      this.note('cancel', order, size);
    }
  }

  private note(action: MboRecord['action'], { id, side, price }: RestingOrder, size: number): void {
    // An id of 0 is nobody's in the file.
    const order = BigInt(id) + 1n;
    this.records.push({ action, side, order, price: price * this.tickSize, size });
  }

  private writeEvent(flags: number): void {
    const { records } = this;
    if (records.length === 0) return;
    const timeNs = this.startNs + BigInt(this.market.timeNs);
    records.forEach((record, index) => {
      const isLast = index === records.length - 1;
      this.writer.write({ ...record, flags: flags | (isLast ? RecordFlag.last : 0), timeNs });
    });
    this.records = [];
  }
}
