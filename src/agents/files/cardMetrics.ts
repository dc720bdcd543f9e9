/**
 * The measurements that travel with an agent or a run: its episodes one by one, so that another lab
 * can score them under weights of its own, and what its examination found. JSON has no NaN: null
 * stands for "there is none".
 */
import { z } from 'zod';
import { ADVERSE_HORIZONS_SECONDS, REWARD_TERMS } from '../../env/types';
import { countSchema, numberOrNullSchema } from '../../market/fieldSchemas';

/** Most episodes of an agent, and most agents, that a file may hold. */
const MAX_EPISODES = 10_000;

const metric = numberOrNullSchema.transform((value) => value ?? Number.NaN);
const numbers = (length: number) =>
  z
    .array(metric, { error: `${length} numbers` })
    .length(length, { error: `${length} numbers` })
    .readonly();

export const episodeMetricsSchema = z
  .array(
    z.strictObject({
      seed: countSchema,
      steps: countSchema,
      return: metric,
      profit: metric,
      maxDrawdown: metric,
      meanAbsInventory: metric,
      p95AbsInventory: metric,
      contractsTraded: metric,
      /** Files of before have neither. */
      marketContracts: metric.optional(),
      seconds: metric.optional(),
      /** Of recordings alone; files of before lack the first. */
      startSeconds: metric.optional(),
      queueShare: metric.optional(),
      queueExponent: metric.optional(),
      fillRate: metric,
      quotedSpread: metric,
      terms: numbers(REWARD_TERMS.length),
      markoutTicks: numbers(ADVERSE_HORIZONS_SECONDS.length),
    }),
  )
  .max(MAX_EPISODES, { error: `at most ${MAX_EPISODES} episodes` })
  .readonly();

const calibrationSchema = z.strictObject({
  decisions: countSchema,
  bins: z
    .array(
      z.strictObject({
        decisions: countSchema,
        predicted: metric,
        realised: z.strictObject({ estimate: metric, low: metric, high: metric }),
      }),
    )
    .max(100, { error: 'at most 100 bins' })
    .readonly(),
  slope: metric,
  intercept: metric,
  correlation: metric,
  bias: metric,
});

export const examinationSchema = z.strictObject({
  decisions: countSchema,
  outOfDistributionRate: metric,
  outOfDistributionEnds: z.tuple([metric, metric]).readonly().optional(),
  maxStabilityIndex: metric,
  leastStableFeature: z.int({ error: 'a whole number from -1' }).min(-1),
  unstableShare: metric,
  criticDisagreement: metric,
  cloneSurprise: metric,
  parity: metric,
  calibration: calibrationSchema.nullable(),
});

/** Gives a value as JSON holds it, with null for NaN. */
export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
