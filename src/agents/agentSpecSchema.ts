/**
 * Agents and mixtures of them as text: the schema of every agent that needs no
 * weights. What links, run configs and dataset files may name; a network comes
 * in a file of its own (agentFile.ts).
 */
import { z } from 'zod';
import { ACTION_HIGH } from '../env/actionMap';
import { ACTION } from '../env/types';
import { numberFrom } from '../market/fields';
import { parseInput } from '../market/validation';
import type { WeightedBehaviour } from './baselines/behaviours';

const spreadTicks = numberFrom(0.5, ACTION_HIGH[ACTION.spread], 'ticks');
const sizeFraction = numberFrom(0, 1);

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
    skewTicks: numberFrom(0, 100, 'ticks'),
    sizeFraction,
  }),
  z.strictObject({
    kind: z.literal('avellanedaStoikov'),
    gamma: numberFrom(1e-6, 100),
    k: numberFrom(1e-3, 100, '/ tick'),
    sizeFraction,
  }),
  z.strictObject({
    kind: z.literal('glft'),
    gamma: numberFrom(1e-6, 100),
    a: numberFrom(1e-6, 1e6, '/ s'),
    k: numberFrom(1e-3, 100, '/ tick'),
    sizeFraction,
  }),
  z.strictObject({
    kind: z.literal('imbalanceMaker'),
    threshold: numberFrom(0, 1),
    inventoryLean: numberFrom(0, 100),
    sizeFraction,
  }),
] as const;

const baselineSchema = z.discriminatedUnion('kind', baselines, {
  error: `an agent, one of ${baselineKinds.join(', ')}`,
});

/** A baseline, or a baseline with noise of this std in scaled action space. */
const baselineSpecSchema = z.discriminatedUnion(
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

/** Who plays the episodes of a dataset, and how often relative to each other. */
export const mixtureSchema = z
  .array(z.strictObject({ agent: baselineSpecSchema, weight: numberFrom(0, 1e6) }), {
    error: 'a list of behaviours',
  })
  .min(1, { error: 'at least one behaviour' })
  .max(64, { error: 'at most 64 behaviours' })
  .refine((mixture) => mixture.some(({ weight }) => weight > 0), {
    error: 'a weight above 0 for at least one behaviour',
  });
export type Mixture = readonly (WeightedBehaviour & { readonly agent: BaselineSpec })[];

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseMixture(value: unknown, path = 'behaviours'): Mixture {
  return parseInput(mixtureSchema, value, path);
}
