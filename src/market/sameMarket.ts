/** Whether two configs are of one market, whoever else trades in it. */
import { sameJson } from './canonicalJson';
import type { MarketConfig } from './config';

export const isSameMarket = (one: MarketConfig, other: MarketConfig): boolean =>
  sameJson(partsOf(one), partsOf(other));

const partsOf = ({ preset, regime, tape, parameters }: MarketConfig) => ({
  preset,
  regime,
  tape,
  parameters,
});
