/** Builds the market that a config names. */
import { ANALYTIC, AvellanedaStoikovMarket } from './analytic/avellanedaStoikovMarket';
import type { MarketConfig, MarketPreset, MarketRegime } from './config';
import { ES, NQ } from './synthetic/presets';
import { queueReactiveMarket } from './synthetic/queueReactiveFlow';
import { regimeParameters } from './synthetic/regimes';
import type { MarketSource } from './types';
import { InvalidInputError } from './validation';

const BUILDERS: Readonly<Record<MarketPreset, (regime: MarketRegime) => MarketSource>> = {
  es: (regime) => queueReactiveMarket(regimeParameters(ES, regime)),
  nq: (regime) => queueReactiveMarket(regimeParameters(NQ, regime)),
  avellanedaStoikov: () => new AvellanedaStoikovMarket(ANALYTIC),
};

/**
 * @returns a market that has been reset with seed 0
 * @throws InvalidInputError for a recording, which is not made from a config
 */
export function createMarket({ preset, regime, tape }: MarketConfig): MarketSource {
  if (tape !== undefined) {
    const expected = `the recording of ${tape.instrument} with the content ${tape.hash}`;
    throw new InvalidInputError('market.tape', expected, undefined);
  }
  return BUILDERS[preset](regime);
}
