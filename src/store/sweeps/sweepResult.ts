/**
 * What `lab sweep --json` writes and the page opens: the plan, every point with its intervals, what
 * chose and what was held out, what failed, and the policies of the best points where they were
 * asked for. A file from elsewhere is hostile until it is validated.
 */
import { z } from 'zod';
import { listSchema, textSchema, wholeFrom } from '../../market/fieldSchemas';
import { numberOrNullSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { expectedChoice } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import { parseRunConfig } from '../../protocol/run';
import { RUN_SETTINGS } from '../settings/sections';
import { checkSetting, type SettingKey } from '../settings/settings';
import { requireFileKind } from '../wrongFile';
import { TRADEOFF_METRIC_NAMES } from './tradeoffMetrics';

export const RESULT_FORMAT = 'nanoarb-sweep-result';
export const RESULT_VERSION = 1;

/** Largest file that is read, in bytes. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Most points that are shown; a sweep of more is read from its JSON by other programs. */
const MAX_POINTS = 20_000;
const MAX_AXES = 32;
const MAX_FAILURES = 2000;
const MAX_AGENTS = 100;
/** Characters of a policy in base64: eight megabytes. */
const MAX_AGENT = 12 * 2 ** 20;

const limit = numberOrNullSchema.transform((value) => value ?? Number.NaN);
const intervalSchema = z.strictObject({ estimate: limit, low: limit, high: limit });
const metricSchema = z.enum(TRADEOFF_METRIC_NAMES, {
  error: expectedChoice(TRADEOFF_METRIC_NAMES),
});
const measuredSchema = z.partialRecord(metricSchema, intervalSchema).nullable();
const valueSchema = z.union([z.number(), z.boolean(), textSchema(200)], {
  error: 'a number, a text, true or false',
});

const axisSchema = z.strictObject({
  key: z.string().refine((key): key is SettingKey => RUN_SETTINGS.some((one) => one === key), {
    error: 'a setting of a run',
  }),
  name: textSchema(80),
  isLog: z.boolean({ error: 'true or false' }),
});

const pointSchema = z.strictObject({
  /** Values in the order of the axes. */
  values: listSchema(valueSchema, MAX_AXES, 'values').readonly(),
  /** Metrics on the episodes that choose; null where a unit failed or was not reached. */
  chosenOn: measuredSchema,
  /** Metrics on episodes that nothing was chosen on; null where it plays none. */
  heldOut: measuredSchema,
});

const failureSchema = z.strictObject({
  unit: textSchema(80),
  tries: wholeFrom(0, 1000),
  message: textSchema(1000),
  /** Indices of the points that lack it. */
  points: listSchema(wholeFrom(0, MAX_POINTS), MAX_POINTS, 'points').readonly(),
});

const agentSchema = z.strictObject({
  /** Index of its point. */
  point: wholeFrom(0, MAX_POINTS),
  /** An agent file in base64. */
  file: textSchema(MAX_AGENT),
});

const configSchema = z.strictObject({
  version: z.literal(RESULT_VERSION, { error: `${RESULT_VERSION}` }),
  /** The run that points are around. */
  base: z.unknown().transform((value) => parseRunConfig(value, 'config.base')),
  axes: listSchema(axisSchema, MAX_AXES, 'axes').readonly(),
  seeds: wholeFrom(1, 1000),
  episodes: wholeFrom(1, 10_000),
  metric: metricSchema,
  /** Metrics of the front: what is gained, what it costs. */
  front: z.tuple([metricSchema, metricSchema], { error: 'two metrics' }),
  build: textSchema(80),
  backend: textSchema(20),
  /** Hash over all artefacts. */
  digest: textSchema(64),
  isStopped: z.boolean({ error: 'true or false' }),
  /** Index of the best point; null where none was finished. */
  best: wholeFrom(0, MAX_POINTS).nullable(),
  points: listSchema(pointSchema, MAX_POINTS, 'points').readonly(),
  failures: listSchema(failureSchema, MAX_FAILURES, 'failures').readonly(),
  agents: listSchema(agentSchema, MAX_AGENTS, 'agents').readonly(),
});
export type SweepResultConfig = z.output<typeof configSchema>;

const fileSchema = z.strictObject({
  format: z.literal(RESULT_FORMAT, { error: RESULT_FORMAT }),
  command: textSchema(20_000),
  config: configSchema,
  /** The same numbers for programs, with verdicts. */
  results: z.unknown(),
});
/** A sweep of the command line, as the page holds it. */
export type SweepResult = Readonly<Omit<z.output<typeof fileSchema>, 'results'>>;

/** @throws InvalidInputError that names the field that is wrong */
export function parseSweepResult(value: unknown): SweepResult {
  const { format, command, config } = parseInput(fileSchema, value, 'sweep result');
  const { axes, points, best, failures, agents } = config;
  for (const [index, { values }] of points.entries()) {
    const field = `sweep result.config.points.${index}.values`;
    if (values.length !== axes.length) {
      throw new InvalidInputError(field, `${axes.length} values`, values.length);
    }
    for (const [axis, { key }] of axes.entries()) checkSetting(key, values[axis]);
  }
  const named = [
    ...(best === null ? [] : [best]),
    ...failures.flatMap((failure) => failure.points),
    ...agents.map(({ point }) => point),
  ];
  const wrong = named.find((point) => point >= points.length);
  if (wrong !== undefined) {
    throw new InvalidInputError('sweep result.config', `one of ${points.length} points`, wrong);
  }
  return { format, command, config };
}

/** @throws Error that names the field that is wrong, or says what the file is instead */
export async function readSweepResult(file: Blob): Promise<SweepResult> {
  await requireFileKind(file, ['sweepResult']);
  if (file.size > MAX_FILE_BYTES) {
    throw new InvalidInputError('file', `at most ${MAX_FILE_BYTES} bytes`, file.size);
  }
  return parseSweepResult(parseJson(await file.text(), 'sweep result'));
}
