/** Builds the market that a config names. */
import { ANALYTIC, AvellanedaStoikovMarket } from './avellanedaStoikovMarket';
import type { MarketConfig, MarketPreset, MarketRegime } from './config';
import { ES, NQ } from './presets';
import { QueueReactiveMarket } from './queueReactiveMarket';
import { regimeParameters } from './regimes';
import type { MarketSource } from './types';

const BUILDERS: Readonly<Record<MarketPreset, (regime: MarketRegime) => MarketSource>> = {
  es: (regime) => new QueueReactiveMarket(regimeParameters(ES, regime)),
  nq: (regime) => new QueueReactiveMarket(regimeParameters(NQ, regime)),
  avellanedaStoikov: () => new AvellanedaStoikovMarket(ANALYTIC),
};

/** @returns a market that has been reset with seed 0 */
export function createMarket({ preset, regime }: MarketConfig): MarketSource {
  return BUILDERS[preset](regime);
}
