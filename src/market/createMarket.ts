/** Builds the market that a config names. */
import { ANALYTIC, AvellanedaStoikovMarket } from './analytic/avellanedaStoikovMarket';
import type { MarketConfig } from './config';
import { flowParameters } from './synthetic/flowParameters';
import { queueReactiveMarket } from './synthetic/queueReactiveFlow';
import { regimeParameters } from './synthetic/regimes';
import type { MarketSource } from './types';
import { InvalidInputError } from './validation';

/**
 * @returns a market that has been reset with seed 0
 * @throws InvalidInputError for a recording, which is not made from a config
 */
export function createMarket(config: MarketConfig): MarketSource {
  const { regime, tape } = config;
  if (tape !== undefined) {
    const expected = `the recording of ${tape.instrument} with the content ${tape.hash}`;
    throw new InvalidInputError('market.tape', expected, undefined);
  }
  const parameters = flowParameters(config);
  return parameters === null
    ? new AvellanedaStoikovMarket(ANALYTIC)
    : queueReactiveMarket(regimeParameters(parameters, regime));
}
