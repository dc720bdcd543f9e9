/** What an episode file says of the world of its episode, and of the episode that it follows. */
import { z } from 'zod';
import { baselineSpecSchema } from '../agents/agentSpecSchema';
import { sharedMarketSchema } from '../agents/rivals/sharedMarket';
import { envConfigSchema, rewardWeightsSchema } from '../env/config';
import { textSchema, wholeFrom } from '../market/fieldSchemas';
import { InvalidInputError } from '../market/validation';
import type { EpisodeRecord } from './frames';

export const episodeWorldSchema = z.strictObject({
  env: envConfigSchema,
  weights: rewardWeightsSchema,
  fallback: z
    .strictObject({ agent: baselineSpecSchema, decisions: wholeFrom(1, 1_000_000) })
    .nullable(),
  rivals: sharedMarketSchema.shape.rivals.unwrap().exactOptional(),
  isOneAgent: z.boolean({ error: 'true or false' }),
});

export const episodeParentSchema = z.strictObject({
  id: textSchema(300).min(1, { error: 'an id' }),
  name: textSchema(200),
  steps: wholeFrom(0, 1_000_000),
});

/** @throws InvalidInputError where the world is another than that of the rows */
export function checkWorld({ world, parent, ...record }: EpisodeRecord): void {
  if (world !== undefined) {
    for (const field of ['tickSize', 'tickValueDollars', 'maxInventory'] as const) {
      if (world.env[field] === record[field]) continue;
      throw new InvalidInputError(
        `episode.world.env.${field}`,
        `${record[field]}`,
        world.env[field],
      );
    }
    const [rivals, names] = [world.rivals?.length ?? 0, record.rivalNames?.length ?? 0];
    if (rivals !== names) {
      throw new InvalidInputError('episode.world.rivals', `${names} as in the rows`, rivals);
    }
    if (record.steps > world.env.episodeLength) {
      const expected = `at least ${record.steps} steps, which were recorded`;
      throw new InvalidInputError(
        'episode.world.env.episodeLength',
        expected,
        world.env.episodeLength,
      );
    }
  }
  if (parent !== undefined && parent.steps > record.steps) {
    throw new InvalidInputError('episode.parent.steps', `at most ${record.steps}`, parent.steps);
  }
}
