/** Whether two configs are of one market, whoever else trades in it, or of one recording. */
import { sameJson } from './canonicalJson';
import type { MarketConfig } from './config';

export const isSameMarket = (one: MarketConfig, other: MarketConfig): boolean =>
  sameJson(partsOf(one), partsOf(other));

const partsOf = ({ preset, regime, tape, parameters }: MarketConfig) =>
  tape === undefined ? { preset, regime, parameters } : { tape: tape.hash };
