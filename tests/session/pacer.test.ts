import { describe, expect, it } from 'vitest';
import { Pacer } from '../../src/session/pacer';

/** Decisions taken when the pacer is asked every `everyMs` for `seconds`. */
function decisions(pacer: Pacer, seconds: number, everyMs: number): number {
  let taken = 0;
  for (let nowMs = everyMs; nowMs <= seconds * 1000; nowMs += everyMs) {
    pacer.accrue(nowMs);
    while (pacer.isDue) {
      pacer.spend();
      taken += 1;
    }
  }
  return taken;
}

describe('the pacer', () => {
  it('takes ten decisions a second at speed one and 0.1 s a decision', () => {
    expect(decisions(new Pacer(1, 0.1, 0), 60, 16)).toBeCloseTo(600, -1);
  });

  it('takes speed times as many', () => {
    expect(decisions(new Pacer(20, 0.1, 0), 60, 16)).toBeCloseTo(12_000, -2);
    expect(decisions(new Pacer(0.5, 0.1, 0), 60, 16)).toBeCloseTo(300, -1);
  });

  it('owes a quarter of a second at most after a stall', () => {
    const pacer = new Pacer(100, 0.1, 0);
    pacer.accrue(60_000);
    let taken = 0;
    for (; pacer.isDue; taken += 1) pacer.spend();
    expect(taken).toBe(250);
  });

  it('still reaches a decision that takes longer than that', () => {
    expect(decisions(new Pacer(1, 10, 0), 65, 16)).toBe(6);
  });

  it('owes nothing for the time it was told to skip', () => {
    const pacer = new Pacer(1, 0.1, 0);
    pacer.skipTo(5000);
    pacer.accrue(5000);
    expect(pacer.isDue).toBe(false);
    expect(pacer.msUntilDue).toBeCloseTo(100, 6);
  });

  it('is always due at infinite speed', () => {
    const pacer = new Pacer(Infinity, 0.1, 0);
    pacer.spend();
    expect(pacer.isDue).toBe(true);
    expect(pacer.msUntilDue).toBe(0);
  });
});
