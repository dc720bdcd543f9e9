/**
 * The market that a session runs in, as one validated value that is shared by page, links and
 * command line.
 */
import { z } from 'zod';
import { choiceField, fieldDefaults } from './fields';
import { fieldSchemas, textSchema } from './fieldSchemas';
import { parseInput } from './validation';

/** Markets: two with order-by-order flow, tuned for plausibility, and that of the closed forms. */
export const MARKET_PRESETS = ['es', 'nq', 'avellanedaStoikov'] as const;
export type MarketPreset = (typeof MARKET_PRESETS)[number];

/**
 * Regimes: `base` is the preset as it is; `switching` goes from one of the others to the next at
 * random.
 */
const MARKET_REGIMES = ['base', 'calm', 'volatile', 'toxic', 'trending', 'switching'] as const;
export type MarketRegime = (typeof MARKET_REGIMES)[number];

/**
 * Regimes of each preset. The analytic market has one kind of day: nobody in it is informed, calm
 * or nervous.
 */
export const PRESET_REGIMES: Readonly<Record<MarketPreset, readonly MarketRegime[]>> = {
  es: MARKET_REGIMES,
  nq: MARKET_REGIMES,
  avellanedaStoikov: ['base'],
};

export const MARKET_FIELDS = {
  preset: choiceField({
    default: 'es',
    choices: MARKET_PRESETS,
    help: 'Tuned for plausibility, not calibrated on recorded data.',
  }),
  regime: choiceField({
    default: 'base',
    choices: MARKET_REGIMES,
    help: 'The kind of day; switching goes from one to another at random.',
  }),
} as const;

const { preset: presetSchema, regime: regimeSchema } = fieldSchemas(MARKET_FIELDS);

/** Blocks of a recording. */
export const TAPE_SPLITS = ['training', 'validation', 'test'] as const;
export type TapeSplit = (typeof TAPE_SPLITS)[number];

/** A recording that is played in place of a preset, by its content, and which part of it. */
const tapeReferenceSchema = z.strictObject({
  hash: textSchema(16),
  instrument: textSchema(200),
  split: z.enum(TAPE_SPLITS, { error: `one of ${TAPE_SPLITS.join(', ')}` }),
});
export type TapeReference = z.output<typeof tapeReferenceSchema>;

export const marketConfigSchema = z
  .strictObject({
    preset: presetSchema,
    regime: regimeSchema.default(MARKET_FIELDS.regime.default),
    tape: tapeReferenceSchema.optional(),
  })
  .superRefine(({ preset, regime }, context) => {
    const regimes = PRESET_REGIMES[preset];
    if (regimes.includes(regime)) return;
    const message = `one of ${regimes.join(', ')} for ${preset}`;
    context.addIssue({ code: 'custom', path: ['regime'], message });
  });
export type MarketConfig = z.output<typeof marketConfigSchema>;

export const DEFAULT_MARKET_CONFIG: MarketConfig = fieldDefaults(MARKET_FIELDS);

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMarketConfig(value: unknown, path = 'market'): MarketConfig {
  return parseInput(marketConfigSchema, value, path);
}
