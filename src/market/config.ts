/**
 * The market that a session runs in, as one validated value that is shared by page, links and
 * command line.
 */
import { z } from 'zod';
import { choiceField, fieldDefaults } from './fields';
import { fieldSchemas, textSchema } from './fieldSchemas';
import { changesFrom, flowParameters } from './synthetic/flowParameters';
import {
  PARAMETER_FIELDS,
  unstableParameter,
  type ParameterChanges,
} from './synthetic/parameterFields';
import { parseInput } from './parseInput';

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
  /** Date of the recording, for people; absent where it is not known. */
  day: textSchema(10).optional(),
});
export type TapeReference = z.output<typeof tapeReferenceSchema>;

/** Leaves out fields that are there without a value. */
const given = (values: Readonly<Record<string, number | undefined>>): ParameterChanges =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const parameterChangesSchema = z
  .strictObject(fieldSchemas(PARAMETER_FIELDS))
  .partial()
  .superRefine(({ openingMidHalfTicks = 1 }, context) => {
    if (openingMidHalfTicks % 2 === 1) return;
    const message = 'an odd number, so that the spread can be one tick';
    context.addIssue({ code: 'custom', path: ['openingMidHalfTicks'], message });
  })
  .transform(given);

export const marketConfigSchema = z
  .strictObject({
    preset: presetSchema,
    regime: regimeSchema.default(MARKET_FIELDS.regime.default),
    tape: tapeReferenceSchema.optional(),
    /** Those that differ from the preset's; absent where none does. */
    parameters: parameterChangesSchema.optional(),
  })
  .superRefine(({ preset, parameters, tape }, context) => {
    if (parameters === undefined) return;
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', path: ['parameters'], message });
    if (tape !== undefined) refuse('no parameters on a recording: it is as it was recorded');
    else if (preset === 'avellanedaStoikov') refuse(`no parameters of order flow in ${preset}`);
    const flow = flowParameters({ preset, parameters });
    const unstable = flow === null ? null : unstableParameter(flow);
    if (unstable === null) return;
    const { name, expected } = unstable;
    context.addIssue({ code: 'custom', path: ['parameters', name], message: expected });
  })
  .superRefine(({ preset, regime }, context) => {
    const regimes = PRESET_REGIMES[preset];
    if (regimes.includes(regime)) return;
    const message = `one of ${regimes.join(', ')} for ${preset}`;
    context.addIssue({ code: 'custom', path: ['regime'], message });
  })
  // The same market has one form, so that its hash and its link are one too.
  .overwrite((market) => {
    const { parameters, ...rest } = market;
    if (parameters === undefined) return 'parameters' in market ? rest : market;
    const changes = changesFrom(market.preset, parameters);
    return changes === undefined ? rest : { ...market, parameters: changes };
  });
export type MarketConfig = z.output<typeof marketConfigSchema>;

export const DEFAULT_MARKET_CONFIG: MarketConfig = fieldDefaults(MARKET_FIELDS);

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMarketConfig(value: unknown, path = 'market'): MarketConfig {
  return parseInput(marketConfigSchema, value, path);
}
