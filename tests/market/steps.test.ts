import { describe, expect, it } from 'vitest';
import { finish, finishInSlices, scaled, StoppedError } from '../../src/market/steps';

function* count(to: number): Generator<number, string> {
  for (let i = 1; i <= to; i++) yield i / to;
  return `counted to ${to}`;
}

/** The clock moves one millisecond whenever it is read. */
function clockOf(sliceMs: number) {
  let time = 0;
  return { now: () => time++, sliceMs };
}

describe('a computation in pieces', () => {
  it('has the same result with and without stops', async () => {
    expect(finish(count(9))).toBe('counted to 9');
    expect(await finishInSlices(count(9), clockOf(3), () => true)).toBe('counted to 9');
  });

  it('tells how far it is no oftener than asked, and never backwards', async () => {
    const heard: number[] = [];
    await finishInSlices(count(100), clockOf(10), (done) => {
      heard.push(done);
      return true;
    });
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.length).toBeLessThanOrEqual(10);
    expect(heard.toSorted((a, b) => a - b)).toEqual(heard);
  });

  it('stops where it is when told to', async () => {
    const steps = count(100);
    const told = finishInSlices(steps, clockOf(10), (done) => done < 0.5);
    await expect(told).rejects.toBeInstanceOf(StoppedError);
    const next = steps.next();
    expect(next.done === true ? 1 : next.value).toBeLessThan(0.7);
  });

  it('counts as a part of something longer', () => {
    const steps = scaled(count(2), (done) => 0.5 + done / 2);
    expect([steps.next().value, steps.next().value, steps.next()]).toEqual([
      0.75,
      1,
      { done: true, value: 'counted to 2' },
    ]);
  });
});
