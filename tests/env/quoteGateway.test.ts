/** What a message asks for bounds what is bought and what rests, however late it arrives. */
import { expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG } from '../../src/env/config';
import { QuoteGateway } from '../../src/env/quoteGateway';
import { createMarket } from '../../src/market/createMarket';
import { Rng } from '../../src/market/rng';
import { BUY } from '../../src/market/types';

const SECOND_NS = 1e9;

/** What a decision asked for, and what had been filled when it was made. */
interface Asked {
  readonly bid: number;
  readonly ask: number;
  readonly bought: number;
  readonly sold: number;
}

it('lets no more rest than a decision asked for, less what was traded since it was made', () => {
  const config = {
    ...DEFAULT_ENV_CONFIG,
    orderLatencyMicroseconds: 500_000,
    latencyJitterMicroseconds: 100_000,
  };
  let partialFills = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const market = createMarket({ preset: 'es', regime: 'base' });
    const gateway = new QuoteGateway(market, config);
    const { bid, ask } = gateway;
    const random = new Rng(seed);
    const underWay: Asked[] = [];
    let inForce: Asked | null = null;
    const check = (asked: Asked) => {
      // What an older, larger order traded meanwhile cannot be undone: then nothing rests.
      const bidLeft = Math.max(0, asked.bid - (bid.filled - asked.bought));
      const askLeft = Math.max(0, asked.ask - (ask.filled - asked.sold));
      expect(bid.size).toBeLessThanOrEqual(bidLeft);
      expect(ask.size).toBeLessThanOrEqual(askLeft);
    };
    market.reset(seed);
    gateway.reset(seed);
    market.setListener({
      onFill(_time, _order, side, _price, size, isMaker) {
        gateway.onFill(side, size, isMaker);
        const { size: left } = side === BUY ? bid : ask;
        if (left > 0) partialFills += 1;
        if (inForce !== null && isMaker) check(inForce);
      },
      onMid: () => undefined,
      onTrade: () => undefined,
    });
    let now = market.timeNs;
    for (let decision = 0; decision < 150; decision++) {
      const { bestBid, bestAsk } = market.book;
      const size = () => Math.floor(random.uniform() * 11);
      const quotes = {
        bidPrice: bestBid - Math.floor(random.uniform() * 3),
        bidSize: size(),
        askPrice: bestAsk + Math.floor(random.uniform() * 3),
        askSize: size(),
      };
      const sent = gateway.snapshot().tail;
      const asked = {
        bid: quotes.bidSize,
        ask: quotes.askSize,
        bought: bid.filled,
        sold: ask.filled,
      };
      gateway.send(now, quotes);
      if (gateway.snapshot().tail > sent) underWay.push(asked);
      now += 0.3 * SECOND_NS;
      while (gateway.nextArrivalNs <= now) {
        market.advanceTo(gateway.nextArrivalNs);
        // A fill as taker on arrival belongs to the new message.
        inForce = underWay.shift() ?? null;
        gateway.deliver();
        if (inForce !== null) check(inForce);
      }
      market.advanceTo(now);
    }
  }
  expect(partialFills).toBeGreaterThan(100);
});
