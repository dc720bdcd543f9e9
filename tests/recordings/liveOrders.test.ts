/** The table of resting orders, compared with a Map on random orders. */
import { array, assert, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveOrders } from '../../src/recordings/liveOrders';

describe('LiveOrders', () => {
  it('finds what a Map finds, whatever comes and goes', () => {
    const step = tuple(integer({ min: 0, max: 3 }), integer({ min: 0, max: 400 }));
    assert(
      property(array(step, { maxLength: 1_000 }), (steps) => {
        const orders = new LiveOrders();
        const expected = new Map<string, number>();
        for (const [high, low] of steps) {
          const id = `${high}/${low}`;
          const number = orders.find(high, low);
          expect(number).toBe(expected.get(id) ?? -1);
          if (number < 0) expected.set(id, orders.insert(high, low));
          else {
            orders.remove(number);
            expected.delete(id);
          }
        }
        expect(orders.count).toBe(expected.size);
        expect(new Set(expected.values()).size).toBe(expected.size);
      }),
    );
  });

  it('gives numbers again, so that they stay below the most orders at a time and some', () => {
    const orders = new LiveOrders();
    let highest = 0;
    for (let low = 0; low < 100_000; low++) {
      highest = Math.max(highest, orders.insert(7, low));
      if (low >= 5_000) orders.remove(orders.find(7, low - 5_000));
    }
    expect(orders.count).toBe(5_000);
    expect(highest).toBeLessThan(5_000 + 1_024 + 2);
  });

  it('forgets every order at once, and goes on', () => {
    const orders = new LiveOrders();
    for (let low = 0; low < 10_000; low++) orders.insert(1, low);
    orders.clear();
    expect(orders.count).toBe(0);
    expect(orders.find(1, 5)).toBe(-1);
    const numbers = Array.from({ length: 10_000 }, (_, low) => orders.insert(2, low));
    expect(new Set(numbers).size).toBe(10_000);
    expect(Math.max(...numbers)).toBeLessThan(12_000);
  });
});
