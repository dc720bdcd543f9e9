/** Builds the market that a config names. */
import type { MarketConfig } from './config';
import { ES, NQ } from './presets';
import { QueueReactiveMarket } from './queueReactiveMarket';
import { regimeParameters } from './regimes';
import type { MarketSource } from './types';

/** @returns a market that has been reset with seed 0 */
export function createMarket({ preset, regime }: MarketConfig): MarketSource {
  switch (preset) {
    case 'es':
      return new QueueReactiveMarket(regimeParameters(ES, regime));
    case 'nq':
      return new QueueReactiveMarket(regimeParameters(NQ, regime));
  }
}
