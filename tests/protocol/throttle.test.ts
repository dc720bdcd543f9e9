import { describe, expect, it } from 'vitest';
import { isTotal, throttle } from '../../src/protocol/throttle';

function open(isUrgent: (report: readonly [number, number]) => boolean = isTotal) {
  const clock = { ms: 0 };
  const passed: number[] = [];
  const counts = throttle<[number, number]>((done) => void passed.push(done), {
    now: () => clock.ms,
    isUrgent,
  });
  const offerAt = (ms: number, done: number) => {
    clock.ms = ms;
    counts.offer(done, 10);
  };
  return { offerAt, passed };
}

describe('a throttle', () => {
  it('passes on the first report, and then one in a quarter of a second', () => {
    const { offerAt, passed } = open();
    offerAt(0, 1);
    offerAt(100, 2);
    offerAt(249, 3);
    offerAt(250, 4);
    offerAt(300, 5);
    offerAt(499, 6);
    offerAt(501, 7);
    expect(passed).toEqual([1, 4, 7]);
  });

  it('passes on the total at once, and the quarter of a second begins anew', () => {
    const { offerAt, passed } = open();
    offerAt(0, 1);
    offerAt(200, 10);
    offerAt(300, 3);
    offerAt(450, 4);
    expect(passed).toEqual([1, 10, 4]);
  });

  it('asks about urgency with the last report that was passed on', () => {
    const asked: (readonly [string, string | null])[] = [];
    const phases = throttle<[string]>(() => undefined, {
      now: () => 0,
      isUrgent: ([phase], previous) => {
        asked.push([phase, previous?.[0] ?? null]);
        return phase === 'b';
      },
    });
    for (const phase of ['a', 'x', 'b', 'y']) phases.offer(phase);
    expect(asked).toEqual([
      ['x', 'a'],
      ['b', 'a'],
      ['y', 'b'],
    ]);
  });

  it('knows when the newest report has arrived', async () => {
    const arrivals: (() => void)[] = [];
    const counts = throttle<[number, number]>(
      () => new Promise<void>((resolve) => arrivals.push(resolve)),
      { now: () => 0, isUrgent: isTotal },
    );
    await counts.delivered();
    counts.offer(10, 10);
    const order: string[] = [];
    const delivered = (async () => {
      await counts.delivered();
      order.push('delivered');
    })();
    await Promise.resolve();
    order.push('arrived');
    arrivals[0]();
    await delivered;
    expect(order).toEqual(['arrived', 'delivered']);
  });
});
