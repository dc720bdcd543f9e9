/** Which market a session runs in: one validated value, shared by page, links and command line. */
import { z } from 'zod';
import { parseInput } from './validation';

/** Order-by-order flow, tuned for plausibility. */
export const MARKET_PRESETS = ['es', 'nq'] as const;
export type MarketPreset = (typeof MARKET_PRESETS)[number];

/** `base` is the preset as it is; `switching` goes from one of the others to the next at random. */
export const MARKET_REGIMES = [
  'base',
  'calm',
  'volatile',
  'toxic',
  'trending',
  'switching',
] as const;
export type MarketRegime = (typeof MARKET_REGIMES)[number];

export const marketConfigSchema = z.strictObject({
  preset: z.enum(MARKET_PRESETS, { error: `one of ${MARKET_PRESETS.join(', ')}` }),
  regime: z.enum(MARKET_REGIMES, { error: `one of ${MARKET_REGIMES.join(', ')}` }).default('base'),
});
export type MarketConfig = z.output<typeof marketConfigSchema>;

export const DEFAULT_MARKET_CONFIG: MarketConfig = { preset: 'es', regime: 'base' };

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMarketConfig(value: unknown, path = 'market'): MarketConfig {
  return parseInput(marketConfigSchema, value, path);
}
