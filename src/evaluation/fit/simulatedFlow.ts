/** Lets an observer see the events of a simulated market. */
import type { OrderListener } from '../../market/book/orderBook';
import { queueReactiveMarket } from '../../market/synthetic/queueReactiveFlow';
import type { QueueReactiveParameters } from '../../market/synthetic/presets';
import { BUY, SELL, type CancelListener, type MarketListener, type Side } from '../../market/types';
import { clearEvent, emptyEvent, type FlowObserver } from './flowObserver';

/** Fills an event from what a market reports of its orders and trades. */
class FlowListener implements OrderListener, CancelListener, MarketListener {
  readonly event = emptyEvent();

  onRest(_id: number, side: Side, price: number, size: number): void {
    const { event } = this;
    if (event.side === 0) {
      event.side = side;
      event.price = price;
      event.isAdd = true;
      event.size = size;
    } else if (event.isAdd && event.price === price && event.side === side) event.size += size;
  }

  onCancel(price: number, ahead: number, size: number, levelSize: number): void {
    const { event } = this;
    if (event.side !== 0) return;
    event.side = price <= event.bid ? BUY : SELL;
    event.price = price;
    event.isAdd = false;
    event.size = size;
    event.place = (ahead + size / 2) / levelSize;
  }

  onFilled(): void {
    // The trade says it.
  }

  onWithdraw(): void {
    // `onCancel` says it with its place.
  }

  onFill(): void {
    // Nobody of ours trades here.
  }

  onMid(): void {
    // The best prices after the event say it.
  }

  onTrade(_timeNs: number, aggressor: Side, price: number, size: number): void {
    const { event } = this;
    event.aggressor = aggressor;
    event.traded += size;
    event.tradedValue += size * price;
    event.levels++;
  }
}

/** Events between looks at whether there are enough. */
const PIECE = 20_000;

/** Runs a market until the observer has counted so many events; yields now and then. */
export function* simulateFlow(
  parameters: QueueReactiveParameters,
  seed: number,
  observer: FlowObserver,
  events: number,
): Generator<void, void> {
  const market = queueReactiveMarket([parameters]);
  market.reset(seed);
  const listener = new FlowListener();
  const { event } = listener;
  const { book } = market;
  const follow = () => {
    event.timeNs = market.timeNs;
    event.bid = book.bestBid;
    event.ask = book.bestAsk;
    event.bidSize = book.sizeAt(event.bid);
    event.askSize = book.sizeAt(event.ask);
    observer.observe(event);
    clearEvent(event);
  };
  follow();
  market.setListener(listener);
  market.setOrderListener(listener);
  market.setCancelListener(listener);
  // A market in which nothing is counted any more ends too.
  const mostSteps = 4 * events;
  for (let step = 1; observer.events < events && step < mostSteps; step++) {
    market.advanceTo(market.nextEventNs);
    follow();
    if (step % PIECE === 0) yield;
  }
}
