/**
 * Units of work: collect, train, evaluate. Each is a pure function of a canonical run config, and
 * is named by the hash of what decides its result: the config, the lab's build, the backend. A unit
 * that trains carries no data, it names the unit that collects them; whoever lacks them collects
 * them again, to the same hash.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { BACKENDS, type BackendName } from '../../learning/algorithms/engineChoice';
import { canonicalJson } from '../../market/canonicalJson';
import { textSchema, wholeFrom } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import {
  DEFAULT_RUN_CONFIG,
  parseRunConfig,
  trainingSeedOf,
  type RunConfig,
} from '../../protocol/run';

/** Streams of episodes: what chooses among points plays other episodes than what reports. */
export const EPISODE_STREAMS = ['validation', 'evaluation'] as const;
export type EpisodeStream = (typeof EPISODE_STREAMS)[number];

const oneOf = <Name extends string>(names: readonly [Name, ...Name[]]) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });
const configSchema = z.unknown().transform((value) => parseRunConfig(value, 'unit.run'));
const buildSchema = textSchema(80);

const unitSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('collect'), build: buildSchema, run: configSchema }),
    z.strictObject({
      kind: z.literal('train'),
      build: buildSchema,
      run: configSchema,
      backend: oneOf(BACKENDS),
    }),
    z.strictObject({
      kind: z.literal('evaluate'),
      build: buildSchema,
      run: configSchema,
      backend: oneOf(BACKENDS),
      stream: oneOf(EPISODE_STREAMS),
      episodes: wholeFrom(1, 10_000),
    }),
  ],
  { error: 'a unit that collects, trains or evaluates' },
);
export type Unit = Readonly<z.output<typeof unitSchema>>;
export type UnitOf<Kind extends Unit['kind']> = Extract<Unit, { kind: Kind }>;

/** A unit and the name that its artefact has in every store. */
export interface NamedUnit {
  readonly name: string;
  readonly unit: Unit;
}

/** Names are kind and hash: `train-` and 40 hexadecimal digits. */
const UNIT_NAME = /^(collect|train|evaluate)-[0-9a-f]{40}$/;

/** @throws InvalidInputError for what cannot be the name of a unit */
export function checkUnitName(name: unknown, field = 'unit.name'): string {
  if (typeof name === 'string' && UNIT_NAME.test(name)) return name;
  throw new InvalidInputError(field, 'the name of a unit', name);
}

function named(unit: Unit): NamedUnit {
  const hash = createHash('sha256').update(canonicalJson(unit)).digest('hex');
  return { name: `${unit.kind}-${hash.slice(0, 40)}`, unit };
}

/** Text of a unit, which its name is the hash of. */
export const unitText = ({ unit }: NamedUnit): string => canonicalJson(unit);

/**
 * Reads a unit that came from elsewhere.
 * @param name that it came under
 * @throws InvalidInputError for what is no unit, or another unit than its name says
 */
export function parseUnit(text: string, name: string): NamedUnit {
  const unit = named(parseInput(unitSchema, parseJson(text, 'unit'), 'unit'));
  if (unit.name === name) return unit;
  throw new InvalidInputError('unit.name', unit.name, name);
}

/** The unit that collects the data of a run: what only its learner needs is a fresh lab's. */
export function collectUnit(run: RunConfig, build: string): NamedUnit {
  const { market, env, dataset, seed } = run;
  return named({
    kind: 'collect',
    build,
    run: { ...DEFAULT_RUN_CONFIG, market, env, dataset, seed },
  });
}

/** Which units a run is trained and evaluated by. */
export interface UnitSetting {
  readonly build: string;
  readonly backend: BackendName;
}

/**
 * The unit that trains a run. An agent of every weighting is told the weights, so that runs which
 * differ in them alone have one.
 */
export function trainUnit(run: RunConfig, { build, backend }: UnitSetting): NamedUnit {
  const weights = run.learning.conditioning === 'weights' ? DEFAULT_REWARD_WEIGHTS : run.weights;
  const engine = backend === 'cpu' ? 'tfjs' : run.engine;
  const trained = { ...run, weights, engine, trainingSeed: trainingSeedOf(run) };
  return named({ kind: 'train', build, backend, run: trained });
}

/** The unit that plays the policy of a run on common episodes. */
export function evaluateUnit(
  run: RunConfig,
  { build, backend }: UnitSetting,
  stream: EpisodeStream,
  episodes: number,
): NamedUnit {
  return named({ kind: 'evaluate', build, backend, stream, episodes, run });
}
