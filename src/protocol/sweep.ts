/**
 * Describes a sweep of the reward weights: one agent under many weightings, or one recipe trained
 * for each, measured on common episodes. Everything that decides the result is in it, so that it
 * can be continued, and read without the agent.
 */
import { z } from 'zod';
import { asJson, episodeMetricsSchema } from '../agents/files/cardMetrics';
import { rewardWeightsSchema } from '../env/config';
import { REWARD_TERMS } from '../env/types';
import type { WeightAxis } from '../evaluation/weightPlan';
import { listSchema, numberFrom, textSchema, wholeFrom } from '../market/fieldSchemas';
import { parseInput } from '../market/parseInput';
import { parseRunConfig, type RunConfig } from './run';

/** Version, raised when a field changes its meaning; a sweep of another version is refused. */
export const SWEEP_VERSION = 1;

/** Most points of a sweep: a grid of 15 by 15, and where the sliders stood. */
const MAX_SWEEP_POINTS = 226;
const MAX_EPISODES = 1000;
const MAX_BASELINES = 100;
/** Latest moment that a date of JavaScript can name, in milliseconds since 1970. */
const LATEST_TIME = 8_640_000_000_000_000;

const STATUSES = ['running', 'stopped', 'finished'] as const;
const METHODS = ['evaluation', 'training'] as const;
const oneOf = <Name extends string>(names: readonly [Name, ...Name[]]) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });

const axisSchema = z.strictObject({
  term: oneOf(REWARD_TERMS),
  values: listSchema(numberFrom(-1000, 1000), MAX_SWEEP_POINTS, 'values')
    .refine((values) => values.every((value, index) => index === 0 || value > values[index - 1]), {
      error: 'ascending values',
    })
    .readonly(),
});

const metricsSchema = episodeMetricsSchema.refine(({ length }) => length <= MAX_EPISODES, {
  error: `at most ${MAX_EPISODES} episodes`,
});

const pointSchema = z.strictObject({
  weights: rewardWeightsSchema,
  /** Episodes under these weights; empty until they were played. */
  metrics: metricsSchema,
  /** Id of the run that was trained for these weights; null where none was. */
  runId: textSchema(80).nullable(),
  /** Says why there are no episodes; empty while nothing went wrong. */
  failure: textSchema(2000),
});

const sweepSchema = z.strictObject({
  version: z.literal(SWEEP_VERSION, { error: `${SWEEP_VERSION}` }),
  id: textSchema(80).min(1, { error: 'an id' }),
  name: textSchema(60).min(1, { error: 'a name' }),
  createdAt: numberFrom(0, LATEST_TIME),
  status: oneOf(STATUSES),
  /** Whether one agent that is told its weights is evaluated, or one is trained for each point. */
  method: oneOf(METHODS),
  agentName: textSchema(80),
  /** Where the agent or the recipe is found again; null for a sweep that came as a file. */
  source: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('bundled'), name: textSchema(80), hash: textSchema(80) }),
      z.strictObject({ kind: z.literal('run'), id: textSchema(80) }),
    ])
    .nullable(),
  /** Market, environment and seed of the episodes, the recipe, and the weights that do not vary. */
  config: z.unknown().transform((value) => parseRunConfig(value, 'sweep.config')),
  axes: listSchema(axisSchema, 2, 'weights').readonly(),
  /** Episodes of each point, on common seeds. */
  episodes: wholeFrom(1, MAX_EPISODES),
  points: listSchema(pointSchema, MAX_SWEEP_POINTS, 'points').readonly(),
  /** Baselines on the same episodes; empty until they have played them. */
  baselines: listSchema(
    z.strictObject({ agentName: textSchema(80), metrics: metricsSchema }),
    MAX_BASELINES,
    'baselines',
  ).readonly(),
});

export type SweepPoint = Readonly<z.output<typeof pointSchema>>;
export type SweepRecord = Readonly<
  Omit<z.output<typeof sweepSchema>, 'config' | 'axes'> & {
    readonly config: RunConfig;
    readonly axes: readonly WeightAxis[];
  }
>;

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseSweep(value: unknown): SweepRecord {
  return parseInput(sweepSchema, value, 'sweep');
}

/** Gives a sweep as JSON holds it, with null for NaN, which `parseSweep` reads again. */
export const sweepJson = (sweep: SweepRecord): Pick<SweepRecord, 'id' | 'name'> => ({
  ...(asJson(sweep) as object),
  id: sweep.id,
  name: sweep.name,
});
