/**
 * A market and who else trades in it. Rivals are a part of the world: whatever is collected,
 * evaluated or watched there meets them, and a config that names none is what it was before there
 * were any.
 */
import { z } from 'zod';
import { ENV_FIELDS } from '../../env/config';
import { marketConfigSchema } from '../../market/config';
import { fieldSchema, listSchema } from '../../market/fieldSchemas';
import { MOST_SEATS } from '../../market/types';
import { parseInput } from '../../market/parseInput';
import { baselineSpecSchema } from '../agentSpecSchema';
import { trainedRivalSchema } from './trainedRival';

/** Seats beside that of the agent. */
export const MOST_RIVALS = MOST_SEATS - 1;

const rivalSchema = z.strictObject({
  agent: z.union([baselineSpecSchema, trainedRivalSchema]),
  // Its own latencies and limits; as for the agent where they are absent.
  orderLatencyMicroseconds: fieldSchema(ENV_FIELDS.orderLatencyMicroseconds).exactOptional(),
  marketDataLatencyMicroseconds: fieldSchema(
    ENV_FIELDS.marketDataLatencyMicroseconds,
  ).exactOptional(),
  maxOrderSize: fieldSchema(ENV_FIELDS.maxOrderSize).exactOptional(),
  maxInventory: fieldSchema(ENV_FIELDS.maxInventory).exactOptional(),
});
export type RivalConfig = z.output<typeof rivalSchema>;

const rivalsSchema = listSchema(rivalSchema, MOST_RIVALS, 'rivals').refine(
  (rivals) => rivals.length > 0,
  { error: 'at least one rival, or no list' },
);

export const sharedMarketSchema = marketConfigSchema
  .safeExtend({ rivals: rivalsSchema.readonly().optional() })
  .superRefine(({ tape, rivals }, context) => {
    if (rivals === undefined || tape === undefined) return;
    const message = 'no rivals on a recording: it would not have stayed as it was';
    context.addIssue({ code: 'custom', path: ['rivals'], message });
  })
  .superRefine(({ preset, rivals }, context) => {
    if (rivals === undefined || preset !== 'avellanedaStoikov') return;
    const message = `no rivals in ${preset}: nobody queues there`;
    context.addIssue({ code: 'custom', path: ['rivals'], message });
  });
export type SharedMarketConfig = z.output<typeof sharedMarketSchema>;

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseSharedMarket(value: unknown, path = 'market'): SharedMarketConfig {
  return parseInput(sharedMarketSchema, value, path);
}
