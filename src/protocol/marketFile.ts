/**
 * A market in a file, as `lab fit` and the page write it: the config with all parameters of its
 * flow, so that it stays what it was if a preset should change, and what a fit said of them.
 */
import { z } from 'zod';
import { marketConfigSchema, type MarketConfig } from '../market/config';
import { numberFrom, numberOrNullSchema, textSchema } from '../market/fieldSchemas';
import { flowParameters } from '../market/synthetic/flowParameters';
import { parseInput } from '../market/parseInput';

/** Longest market file that is read, in bytes. */
export const MOST_MARKET_BYTES = 1 << 20;
const FORMAT = 'nanoarb-market';

const fittedSchema = z
  .strictObject({
    estimate: z.number(),
    /** Null for what the data do not tell. */
    low: numberOrNullSchema,
    high: numberOrNullSchema,
    observations: numberFrom(0, Number.MAX_SAFE_INTEGER),
    isIdentified: z.boolean(),
  })
  .refine(({ low, high }) => low === null || high === null || low <= high, {
    error: 'an interval whose low end is not above its high one',
  });
/** What a fit says of a parameter: its interval of 95 %, and whether the data tell it at all. */
export type FittedParameter = z.output<typeof fittedSchema>;

const marketFileSchema = z.strictObject({
  format: z.literal(FORMAT, { error: FORMAT }),
  version: z.literal(1, { error: '1' }),
  /** Title of the market; a recording's instrument and day where it was fitted. */
  name: textSchema(200),
  market: marketConfigSchema,
  /** By parameter; absent for a market that was made by hand. */
  fit: z.record(textSchema(50), fittedSchema).optional(),
});
export type MarketFile = z.output<typeof marketFileSchema>;

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMarketFile(text: string, path = 'market file'): MarketFile {
  let value: unknown = text.slice(0, 80);
  try {
    value = JSON.parse(text);
  } catch {
    // What is no JSON is refused as what it is: a text.
  }
  return parseInput(marketFileSchema, value, path);
}

/** Writes a market file. */
export function formatMarketFile(
  name: string,
  market: MarketConfig,
  fit?: Readonly<Record<string, FittedParameter>>,
): string {
  const parameters = flowParameters(market);
  const whole = parameters === null ? market : { ...market, parameters };
  const file = { format: FORMAT, version: 1, name, market: whole, ...(fit && { fit }) };
  return `${JSON.stringify(file, null, 2)}\n`;
}
