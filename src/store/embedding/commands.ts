/** Commands of the page around the lab: a fixed vocabulary, and hostile until it is parsed. */
import { z } from 'zod';
import type { LabCommand } from '../../../public/nanoarb-lab';
import { rewardWeightsSchema } from '../../env/config';
import type { RewardWeights } from '../../env/types';
import { parseInput } from '../../market/parseInput';
import { AGENT_KINDS, type AgentKind } from '../settings/agent';

/** Agents that a page may choose: a run of this browser is nobody else's to name. */
export const EMBEDDED_AGENTS = AGENT_KINDS.filter(
  (kind): kind is Exclude<AgentKind, 'trained'> => kind !== 'trained',
);

const MOST_STEPS = 1_000_000_000;
const STEP = `a step from 0 to ${MOST_STEPS}, or live`;

const command = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ nanoarb: z.literal(1), type: z.literal(type), ...shape });

/** Leaves out what a message names without a value. */
const given = (weights: {
  readonly [Term in keyof RewardWeights]?: number | undefined;
}): Partial<RewardWeights> =>
  Object.fromEntries(Object.entries(weights).filter(([, value]) => value !== undefined));

const COMMANDS = [
  command('hello', {}),
  command('play', {}),
  command('pause', {}),
  command('step', {}),
  command('seek', {
    step: z.union([z.int(STEP).min(0, STEP).max(MOST_STEPS, STEP), z.literal('live')], {
      error: STEP,
    }),
  }),
  command('setWeights', { weights: rewardWeightsSchema.partial().transform(given) }),
  command('setAgent', {
    agent: z.enum(EMBEDDED_AGENTS, { error: `one of ${EMBEDDED_AGENTS.join(', ')}` }),
  }),
] as const;

const versionSchema = z.looseObject({ nanoarb: z.literal(1, { error: 'version 1' }) });
const commandSchema = z.discriminatedUnion('type', COMMANDS, {
  error: `one of ${COMMANDS.map(({ shape }) => shape.type.value).join(', ')}`,
});

export type Command = z.output<typeof commandSchema>;

/** @throws InvalidInputError for the first field that is wrong */
export function parseCommand(message: unknown): Command & LabCommand {
  parseInput(versionSchema, message, 'message');
  return parseInput(commandSchema, message, 'message');
}
