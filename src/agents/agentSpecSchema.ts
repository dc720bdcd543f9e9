/**
 * The schema of every agent that needs no weights, and of mixtures of them: links, run configs and
 * dataset files may name these; a network comes in a file of its own (agentFile.ts).
 */
import { z } from 'zod';
import { ACTION_HIGH } from '../env/actionMap';
import { ACTION } from '../env/types';
import { numberField } from '../market/fields';
import { fieldSchemas, numberFrom } from '../market/fieldSchemas';
import { parseInput } from '../market/parseInput';
import type { WeightedBehaviour } from './baselines/behaviours';

/** Parameters that baselines share, with the defaults of the page's form. */
export const AGENT_FIELDS = {
  spreadTicks: numberField({
    default: 1,
    min: 0.5,
    max: ACTION_HIGH[ACTION.spread],
    step: 0.5,
    unit: 'ticks',
    help: 'Distance from bid to ask before any skew.',
  }),
  skewTicks: numberField({
    default: 1,
    min: 0,
    max: 100,
    step: 0.05,
    unit: 'ticks',
    help: 'How far both quotes move at the inventory limit, against the position.',
  }),
  sizeFraction: numberField({
    default: 0.1,
    min: 0,
    max: 1,
    step: 0.05,
    help: 'Share of the largest order.',
  }),
  gamma: numberField({
    default: 0.002,
    min: 1e-6,
    max: 100,
    step: 0.0001,
    help: 'Higher moves quotes faster against inventory.',
  }),
  a: numberField({
    default: 10,
    min: 1e-6,
    max: 1e6,
    step: 0.1,
    unit: '/ s',
    help: 'Fills per second of a quote at the mid.',
  }),
  k: numberField({
    default: 3,
    min: 1e-3,
    max: 100,
    unit: '/ tick',
    help: 'How fast fills become rarer with distance from the mid.',
  }),
  threshold: numberField({
    default: 0.4,
    min: 0,
    max: 1,
    step: 0.05,
    help: 'Queue imbalance beyond which the threatened quote steps back.',
  }),
  inventoryLean: numberField({
    default: 2,
    min: 0,
    max: 100,
    step: 0.25,
    help: 'How far a full inventory moves that threshold.',
  }),
} as const;

const { spreadTicks, skewTicks, sizeFraction, gamma, a, k, threshold, inventoryLean } =
  fieldSchemas(AGENT_FIELDS);

const baselineKinds = [
  'doNothing',
  'random',
  'fixedSpread',
  'inventorySkewed',
  'avellanedaStoikov',
  'glft',
  'imbalanceMaker',
] as const;

const baselines = [
  z.strictObject({ kind: z.literal('doNothing') }),
  z.strictObject({ kind: z.literal('random') }),
  z.strictObject({ kind: z.literal('fixedSpread'), spreadTicks, sizeFraction }),
  z.strictObject({
    kind: z.literal('inventorySkewed'),
    /** 0 quotes at the mid, which is rounded to the touch. */
    spreadTicks: numberFrom(0, ACTION_HIGH[ACTION.spread], 'ticks'),
    skewTicks,
    sizeFraction,
  }),
  z.strictObject({
    kind: z.literal('avellanedaStoikov'),
    gamma,
    k,
    sizeFraction,
  }),
  z.strictObject({
    kind: z.literal('glft'),
    gamma,
    a,
    k,
    sizeFraction,
  }),
  z.strictObject({
    kind: z.literal('imbalanceMaker'),
    threshold,
    inventoryLean,
    sizeFraction,
  }),
] as const;

const baselineSchema = z.discriminatedUnion('kind', baselines, {
  error: `an agent, one of ${baselineKinds.join(', ')}`,
});

/** Schema of a baseline, or of one with noise of this std in scaled action space. */
export const baselineSpecSchema = z.discriminatedUnion(
  'kind',
  [
    ...baselines,
    z.strictObject({
      kind: z.literal('noisy'),
      agent: baselineSchema,
      std: numberFrom(0, 2),
      sizeStd: numberFrom(0, 2).optional(),
    }),
  ],
  { error: `an agent, one of ${[...baselineKinds, 'noisy'].join(', ')}` },
);
export type BaselineSpec = z.output<typeof baselineSpecSchema>;

/** The agents that play the episodes of a dataset, each with its relative weight. */
export const mixtureSchema = z
  .array(z.strictObject({ agent: baselineSpecSchema, weight: numberFrom(0, 1e7) }), {
    error: 'a list of behaviours',
  })
  .min(1, { error: 'at least one behaviour' })
  .max(64, { error: 'at most 64 behaviours' })
  .refine((mixture) => mixture.some(({ weight }) => weight > 0), {
    error: 'a weight above 0 for at least one behaviour',
  });
export type Mixture = readonly (WeightedBehaviour & { readonly agent: BaselineSpec })[];

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseBaselineSpec(value: unknown, path = 'agent'): BaselineSpec {
  return parseInput(baselineSpecSchema, value, path);
}

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMixture(value: unknown, path = 'behaviours'): Mixture {
  return parseInput(mixtureSchema, value, path);
}
