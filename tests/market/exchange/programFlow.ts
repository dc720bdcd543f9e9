/**
 * A market whose flow is a random program, with the ledger of everything that traded: who bought,
 * who sold, at what price. Walls far from the touch keep both sides from running empty.
 */
import * as fc from 'fast-check';
import type { Exchange } from '../../../src/market/exchange/exchange';
import { ExchangeMarket } from '../../../src/market/exchange/exchangeMarket';
import type { OrderFlow } from '../../../src/market/exchange/orderFlow';
import { BUY, MARKET_OWNER, SELL, type Side } from '../../../src/market/types';

export interface FlowEvent {
  /** Nanoseconds after the event before. */
  readonly after: number;
  readonly side: Side;
  /** Ticks from the touch, behind it where positive. */
  readonly distance: number;
  readonly size: number;
  readonly isTaking: boolean;
}

export interface Execution {
  readonly buyer: number;
  readonly seller: number;
  readonly price: number;
  readonly size: number;
}

export const sides = fc.constantFrom<Side>(BUY, SELL);

/** @param longestWaitNs most nanoseconds between two events */
export const flowPrograms = (longestWaitNs: number): fc.Arbitrary<FlowEvent[]> =>
  fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: longestWaitNs }),
      side: sides,
      distance: fc.integer({ min: -1, max: 3 }),
      size: fc.integer({ min: 1, max: 12 }),
      isTaking: fc.boolean(),
    }),
    { minLength: 20, maxLength: 60, size: 'max' },
  );

const WALL = 1_000_000;

class ProgramFlow implements OrderFlow {
  nextEventNs = 0;
  readonly efficientPriceTicks = Number.NaN;
  readonly efficientDriftTicks = 0;
  eventCount = 0;
  tradeCount = 0;

  constructor(
    private readonly exchange: Exchange,
    private readonly program: readonly FlowEvent[],
    private readonly ledger: Execution[],
  ) {
    const { tape } = exchange;
    const tell = tape.onExecution.bind(tape);
    tape.onExecution = (makerId, maker, makerSide, takerId, taker, price, size) => {
      const [buyer, seller] = makerSide === BUY ? [maker, taker] : [taker, maker];
      this.ledger.push({ buyer, seller, price, size });
      tell(makerId, maker, makerSide, takerId, taker, price, size);
    };
  }

  reset(): void {
    const { exchange } = this;
    this.ledger.length = 0;
    exchange.clear(0);
    for (let level = 0; level < 5; level++) {
      exchange.orders.rest(BUY, 100 - level, 4);
      exchange.orders.rest(SELL, 101 + level, 4);
    }
    exchange.orders.rest(BUY, 60, WALL);
    exchange.orders.rest(SELL, 141, WALL);
    exchange.open();
    this.eventCount = 0;
    this.schedule(0);
  }

  step(): void {
    const { orders, bid, ask, timeNs } = this.exchange;
    const { side, distance, size, isTaking } = this.program[this.eventCount];
    if (isTaking) {
      orders.take(side, side === BUY ? ask + 1 : bid - 1, size, MARKET_OWNER);
    } else {
      const price = side === BUY ? bid - distance : ask + distance;
      orders.submit(side, Math.min(140, Math.max(61, price)), size, MARKET_OWNER);
    }
    this.report();
    this.eventCount += 1;
    this.schedule(timeNs);
  }

  beforeAgent(): void {
    // A program reacts to nobody.
  }

  afterAgent(): void {
    this.report();
  }

  snapshot(): unknown {
    return { eventCount: this.eventCount, nextEventNs: this.nextEventNs };
  }

  restore(state: { readonly eventCount: number; readonly nextEventNs: number }): void {
    this.eventCount = state.eventCount;
    this.nextEventNs = state.nextEventNs;
  }

  private report(): void {
    this.exchange.tape.flush();
    this.exchange.report();
  }

  private schedule(timeNs: number): void {
    const next = this.program.at(this.eventCount);
    this.nextEventNs = next === undefined ? Infinity : timeNs + next.after;
  }
}

/** @returns a market and its ledger, which is emptied at every reset */
export function programMarket(program: readonly FlowEvent[]): {
  readonly market: ExchangeMarket;
  readonly ledger: readonly Execution[];
} {
  const ledger: Execution[] = [];
  const market = new ExchangeMarket((exchange) => new ProgramFlow(exchange, program, ledger));
  return { market, ledger };
}

/** What an owner has by the ledger: contracts, and their price in ticks × contracts. */
export function holdingOf(
  owner: number,
  ledger: readonly Execution[],
): { readonly bought: number; readonly sold: number; readonly cashTicks: number } {
  let bought = 0;
  let sold = 0;
  let cashTicks = 0;
  for (const { buyer, seller, price, size } of ledger) {
    if (buyer === owner) {
      bought += size;
      cashTicks -= price * size;
    }
    if (seller === owner) {
      sold += size;
      cashTicks += price * size;
    }
  }
  return { bought, sold, cashTicks };
}
