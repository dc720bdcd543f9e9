/** Which market a session runs in: one validated value, shared by page, links and command line. */
import { z } from 'zod';
import { parseInput } from './validation';

export const MARKET_PRESETS = ['es'] as const;
export type MarketPreset = (typeof MARKET_PRESETS)[number];

export const marketConfigSchema = z.strictObject({
  preset: z.enum(MARKET_PRESETS, { error: `one of ${MARKET_PRESETS.join(', ')}` }),
});
export type MarketConfig = z.output<typeof marketConfigSchema>;

export const DEFAULT_MARKET_CONFIG: MarketConfig = { preset: 'es' };

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMarketConfig(value: unknown, path = 'market'): MarketConfig {
  return parseInput(marketConfigSchema, value, path);
}
