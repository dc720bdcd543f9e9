/** Builds the market that a config names. */
import type { MarketConfig, MarketPreset } from './config';
import { ES, type QueueReactiveParameters } from './presets';
import { QueueReactiveMarket } from './queueReactiveMarket';
import type { MarketSource } from './types';

const PARAMETERS: Readonly<Record<MarketPreset, QueueReactiveParameters>> = { es: ES };

/** @returns a market that has been reset with seed 0 */
export function createMarket(config: MarketConfig): MarketSource {
  return new QueueReactiveMarket(PARAMETERS[config.preset]);
}
