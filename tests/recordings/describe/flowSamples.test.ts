import { describe, expect, it } from 'vitest';
import { FlowSampler, type FlowSamples } from '../../../src/recordings/describe/flowSamples';
import type { QueueKnowledge } from '../../../src/recordings/tape';
import { TapeBuilder } from '../../../src/recordings/tapeBuilder';

/** Samples what `write` puts on a tape with a tick and a lot of one. */
function sampled(queues: QueueKnowledge, write: (builder: TapeBuilder) => void): FlowSamples {
  const sampler = new FlowSampler({ format: 'test' });
  const builder = new TapeBuilder(['a'], (chunk) => sampler.take(chunk));
  builder.begin({
    format: 'test',
    queues,
    instrument: 'TEST',
    startNs: 0n,
    priceScale: 1,
    sizeScale: 1,
    tickSize: 1,
    lotSize: 1,
    pointValue: 1,
    hasLatencies: false,
    place: () => ({ file: 'a' }),
  });
  write(builder);
  builder.finish();
  return sampler.finish();
}

/** A bid of three orders and an ask of one, from a snapshot or not. */
function quotes(builder: TapeBuilder): void {
  builder.at(0);
  builder.add(1, 1, 99, 4);
  builder.add(2, 1, 99, 2);
  builder.add(3, 1, 99, 4);
  builder.add(4, -1, 101, 5);
  builder.endEvent();
}

describe('samples of the flow on a tape', () => {
  it('have the position of a cancel by its middle, and none of what traded', () => {
    const samples = sampled('orders', (builder) => {
      quotes(builder);
      builder.at(1e9);
      builder.cancel(2, 1, 99, 2);
      builder.endEvent();
      builder.at(2e9);
      builder.trade(-1, 99, 4);
      builder.fill(1, 1, 99, 4);
      builder.cancel(1, 1, 99, 4);
      builder.endEvent();
    });
    expect([...samples.cancelPositions]).toEqual([(4 + 1) / 10]);
    expect([...samples.cancelSizes]).toEqual([2]);
    expect([...samples.cancelsAtBest]).toEqual([1]);
    expect([...samples.orderSizes]).toEqual([4, 2, 4, 5]);
    expect([...samples.tradeSizes]).toEqual([4]);
  });

  it('count a move to another price as a cancel and an order', () => {
    const samples = sampled('orders', (builder) => {
      quotes(builder);
      builder.modify(3, 1, 98, 6);
      builder.endEvent();
      builder.modify(4, -1, 101, 3);
      builder.endEvent();
    });
    // An order that shrinks lets go of its end.
    expect([...samples.cancelPositions]).toEqual([(6 + 2) / 10, (3 + 1) / 5]);
    expect([...samples.orderSizes]).toEqual([4, 2, 4, 5, 6]);
  });

  it('take the prints of one aggressor as one trade, from the mid before it', () => {
    const samples = sampled('levels', (builder) => {
      builder.level(1, 99, 4);
      builder.level(1, 97, 9);
      builder.level(-1, 101, 5);
      builder.endEvent();
      builder.at(1e9);
      builder.trade(-1, 99, 4);
      builder.endEvent();
      builder.trade(-1, 97, 2);
      builder.endEvent();
      builder.at(2e9);
      builder.trade(1, 101, 1);
      builder.endEvent();
    });
    expect([...samples.tradeSizes]).toEqual([6, 1]);
    expect([...samples.tradeSigns]).toEqual([-1, 1]);
    expect([...samples.tradeReaches]).toEqual([3, 1]);
  });

  it('have whole minutes of open trading, without the first and last where there are ten', () => {
    const samples = sampled('levels', (builder) => {
      for (let minute = 0; minute <= 12; minute++) {
        builder.at(minute * 60e9);
        builder.level(-1, 100 + minute, 0);
        builder.level(1, 99 + minute, 4);
        builder.level(-1, 101 + minute, 4);
        builder.endEvent();
        if (minute === 5) builder.status('halted');
        if (minute === 6) builder.status('open');
        builder.endEvent();
      }
    });
    // Ten minutes are left; two of them have an end at 6 min, while the market was still halted.
    expect([...samples.minuteChanges]).toEqual(Array.from({ length: 8 }, () => 1));
    expect(samples.openSeconds).toBe(9 * 60);
  });
});
