/** Builds the market that a config names. */
import { ANALYTIC, AvellanedaStoikovMarket } from './analytic/avellanedaStoikovMarket';
import type { MarketConfig, MarketPreset, MarketRegime } from './config';
import { ES, NQ } from './synthetic/presets';
import { queueReactiveMarket } from './synthetic/queueReactiveFlow';
import { regimeParameters } from './synthetic/regimes';
import type { MarketSource } from './types';

const BUILDERS: Readonly<Record<MarketPreset, (regime: MarketRegime) => MarketSource>> = {
  es: (regime) => queueReactiveMarket(regimeParameters(ES, regime)),
  nq: (regime) => queueReactiveMarket(regimeParameters(NQ, regime)),
  avellanedaStoikov: () => new AvellanedaStoikovMarket(ANALYTIC),
};

/** @returns a market that has been reset with seed 0 */
export function createMarket({ preset, regime }: MarketConfig): MarketSource {
  return BUILDERS[preset](regime);
}
