/**
 * The contract of each preset: the step of its prices and what a step is worth. The market itself
 * counts in ticks; these turn ticks into points and dollars. Source: CME Group, contract
 * specifications of E-mini S&P 500 (ES, 50 dollars a point) and E-mini Nasdaq-100 (NQ, 20 dollars a
 * point), both at a quarter point. The analytic market is nobody's contract and counts as ES does.
 */
import type { MarketPreset } from './config';

export interface Instrument {
  /** Points per tick. */
  readonly tickSize: number;
  /** Dollars per tick and contract. */
  readonly tickValueDollars: number;
}

export const INSTRUMENTS: Readonly<Record<MarketPreset, Instrument>> = {
  es: { tickSize: 0.25, tickValueDollars: 12.5 },
  nq: { tickSize: 0.25, tickValueDollars: 5 },
  avellanedaStoikov: { tickSize: 0.25, tickValueDollars: 12.5 },
};
