import { describe, expect, it } from 'vitest';
import { Account } from '../../src/env/accounting';
import { BUY, SELL } from '../../src/market/types';

/** Ticks times contracts. */
const realised = (account: Account) => account.realisedHalfTicks / 2;
const unrealised = (account: Account, mid: number) => account.unrealisedHalfTicks(2 * mid) / 2;

describe('average-cost accounting', () => {
  it('averages entries', () => {
    const account = new Account();
    account.fill(BUY, 100, 2, true);
    account.fill(BUY, 103, 1, true);
    expect(account.averageEntryTicks).toBe(101);
    expect(realised(account)).toBe(0);
    expect(unrealised(account, 102.5)).toBe(4.5);
  });

  it('realises the closed part of a position and keeps the average of the rest', () => {
    const account = new Account();
    account.fill(BUY, 100, 4, true);
    account.fill(SELL, 103, 1, true);
    expect(realised(account)).toBe(3);
    expect(account.averageEntryTicks).toBe(100);
    account.fill(SELL, 99, 2, false);
    expect(realised(account)).toBe(1);
    expect(account.position).toBe(1);
    expect(account.averageEntryTicks).toBe(100);
  });

  it('realises everything on a close', () => {
    const account = new Account();
    account.fill(SELL, 100, 3, true);
    account.fill(BUY, 98, 3, true);
    expect(realised(account)).toBe(6);
    expect(account.averageEntryTicks).toBeNaN();
    expect(unrealised(account, 500)).toBe(0);
  });

  it('splits a reversal: the old side is closed, the new one opens at this price', () => {
    const account = new Account();
    account.fill(BUY, 100, 2, true);
    account.fill(SELL, 101, 5, true);
    expect(realised(account)).toBe(2);
    expect(account.position).toBe(-3);
    expect(account.averageEntryTicks).toBe(101);
    expect(unrealised(account, 100)).toBe(3);
  });

  it('charges each contract by how it traded', () => {
    const account = new Account();
    account.fill(BUY, 100, 2, true);
    account.fill(SELL, 100, 1, false);
    expect(account.feesDollars(0.25, 0.85)).toBe(1.35);
  });
});
