/**
 * Describes a training run: everything that decides its result, as one validated and versioned
 * value, and everything that it left behind. Links, the store, the command line's JSON and agent
 * cards are serialisations of RunConfig.
 */
import { z } from 'zod';
import { mixtureSchema, parseMixture } from '../agents/agentSpecSchema';
import { defaultBehaviours, planEpisodes } from '../agents/baselines/behaviours';
import type { ExaminationModels } from '../agents/policies/examinationModels';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import { sharedMarketSchema } from '../agents/rivals/sharedMarket';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  envConfigSchema,
  rewardWeightsSchema,
} from '../env/config';
import type { EvaluationRow } from '../evaluation/metrics';
import {
  DEFAULT_LEARNING_CONFIG,
  learningConfigSchema,
  type Learner,
} from '../learning/algorithms/config';
import { decisionTransformerConfigSchema } from '../learning/algorithms/decisionTransformerConfig';
import type { CollectionRequest, DatasetOrigin } from '../learning/data/dataset';
import { type TrainingTask } from '../learning/runs/training';
import { ENGINE_FIELD } from '../learning/algorithms/engineChoice';
import { canonicalJson } from '../market/canonicalJson';
import { DEFAULT_MARKET_CONFIG } from '../market/config';
import { fieldDefaults, wholeField } from '../market/fields';
import { fieldSchema, fieldSchemas, numberSchema } from '../market/fieldSchemas';
import { parseInput } from '../market/parseInput';
import { InvalidInputError } from '../market/validation';
import type { ProgressHistory } from './progressHistory';

/** Version, raised when a field changes its meaning; a config of another version is refused. */
export const RUN_CONFIG_VERSION = 1;

export const DATASET_FIELDS = {
  episodes: wholeField({
    default: 107,
    min: 1,
    max: 100_000,
    help: 'Episodes to collect, divided among the behaviours by their shares.',
  }),
} as const;

export const SEED_FIELD = wholeField({
  default: 1,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  help: 'The same seed and settings give the same market, order by order.',
});

const runConfigSchema = z.strictObject({
  version: z.literal(RUN_CONFIG_VERSION, { error: `${RUN_CONFIG_VERSION}` }),
  market: sharedMarketSchema,
  env: envConfigSchema,
  weights: rewardWeightsSchema,
  dataset: z.strictObject({
    ...fieldSchemas(DATASET_FIELDS),
    /**
     * Mixture that plays; null where a file brought episodes that no mixture of baselines played.
     */
    behaviours: mixtureSchema.readonly().nullable(),
  }),
  /**
   * Settings of cloning and IQL, and of the critic that a Decision Transformer may take its returns
   * from.
   */
  learning: learningConfigSchema,
  /** Settings of the Decision Transformer; null for other learners. */
  decisionTransformer: decisionTransformerConfigSchema.nullable().default(null),
  /**
   * Engine that makes the updates, where the backend has it; learners of both engines differ by
   * rounding.
   */
  engine: fieldSchema(ENGINE_FIELD).default(ENGINE_FIELD.default),
  /** Seed of everything random: episodes, batches, initial weights, evaluation. */
  seed: numberSchema(SEED_FIELD),
  /**
   * Seed of batches and initial weights where it is not null: the same data, learned from again.
   */
  trainingSeed: numberSchema(SEED_FIELD).nullable().default(null),
});
export type RunConfig = z.output<typeof runConfigSchema>;

/** Run of a fresh lab, on about 64 000 steps of data. */
export const DEFAULT_RUN_CONFIG: RunConfig = parseRunConfig({
  version: RUN_CONFIG_VERSION,
  market: DEFAULT_MARKET_CONFIG,
  env: DEFAULT_ENV_CONFIG,
  weights: DEFAULT_REWARD_WEIGHTS,
  dataset: { ...fieldDefaults(DATASET_FIELDS), behaviours: parseMixture(defaultBehaviours()) },
  learning: DEFAULT_LEARNING_CONFIG,
  seed: SEED_FIELD.default,
});

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseRunConfig(value: unknown, path = 'run'): RunConfig {
  return parseInput(runConfigSchema, value, path);
}

/** Names the learner that a run trains. */
export function learnerOf({ learning, decisionTransformer }: RunConfig): Learner {
  return decisionTransformer === null ? learning.algorithm : 'dt';
}

/** Returns what a run asks of its learner. */
export function trainingTaskOf(config: RunConfig): TrainingTask {
  const { learning, decisionTransformer, weights, env, engine } = config;
  const seed = trainingSeedOf(config);
  const dollarsPerTick = env.tickValueDollars;
  return { learning, decisionTransformer, weights, seed, engine, dollarsPerTick };
}

/**
 * Plans the episodes of a run's dataset: the same config and seed give the same dataset hash
 * anywhere.
 * @throws InvalidInputError when they came from a file and cannot be played again
 */
export function collectionOf(config: RunConfig): CollectionRequest {
  const { market, env, weights, dataset, seed } = config;
  if (dataset.behaviours === null) {
    const expected = 'a mixture, to collect by: the data of this run came from a file';
    throw new InvalidInputError('run.dataset.behaviours', expected, null);
  }
  const episodes = planEpisodes(dataset.behaviours, dataset.episodes, seed);
  return { market, env, weights, episodes };
}

/** Returns what a file of the run's dataset says of its origin. */
export function datasetOriginOf(config: RunConfig): DatasetOrigin {
  const { market, env, weights, dataset, seed } = config;
  return { market, env, weights, mixture: dataset.behaviours, seed };
}

/** Returns the seed of batches and initial weights. */
export const trainingSeedOf = ({ seed, trainingSeed }: RunConfig): number => trainingSeed ?? seed;

/** Makes a key that is equal exactly when two runs differ in nothing but their training seed. */
export function groupKeyOf(config: RunConfig): string {
  return canonicalJson(parseRunConfig({ ...config, trainingSeed: null }));
}

/** Ways a run stands; `running` in a stored run means that the page was closed while it trained. */
export const RUN_STATUSES = ['running', 'finished', 'stopped', 'diverged', 'failed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/**
 * An evaluation on seeds that nobody saw before. Runs are chosen on the evaluation's common seeds,
 * so that the best of many is partly the luckiest there.
 */
export interface FinalWord {
  /** Seed that its episodes' seeds are derived from: no run has it. */
  readonly seed: number;
  /** Runs that had been compared on the common seeds by then, this one included. */
  readonly candidates: number;
  /**
   * Rows of the run's agent, which is the first, its clone where there is one, and the baselines.
   */
  readonly rows: readonly EvaluationRow[];
}

/** A run as the table shows it, without the long columns. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly config: RunConfig;
  /** Run whose policy it continued; null when it started afresh. */
  readonly parentId: string | null;
  readonly datasetHash: string | null;
  /** Updates made and planned, over all phases; 0 before the first report. */
  readonly update: number;
  readonly totalUpdates: number;
  readonly hasPolicy: boolean;
  /** Rows of every agent on the same seeds, this one first; empty before the evaluation. */
  readonly evaluation: readonly EvaluationRow[];
  /** A sentence for a person; empty unless the run failed or diverged. */
  readonly failure: string;
  /** Training seeds of its group that are to be trained after this one; absent for none. */
  readonly seedsLeft?: number;
  /** Evaluation on fresh seeds; absent until somebody asks for it. */
  readonly finalWord?: FinalWord;
  /**
   * Version of the market that it was trained in, see MARKET_VERSION; runs that do not say are of
   * version 1.
   */
  readonly marketVersion?: number;
}

export interface RunRecord extends RunSummary {
  /** Reports; null before the first. */
  readonly history: ProgressHistory | null;
  /** Newest policy; null before the first. */
  readonly policy: AnyPolicy | null;
  /** Models that the policy is examined with; absent before its evaluation, and in older runs. */
  readonly models?: ExaminationModels;
}

/** Takes from a run its summary, without long columns or whatever else it carries. */
export function summaryOf(run: RunSummary): RunSummary {
  const { id, name, notes, tags, status, createdAt, config, parentId, datasetHash } = run;
  const { update, totalUpdates, hasPolicy, evaluation, failure, finalWord, marketVersion } = run;
  const { seedsLeft = 0 } = run;
  const labels = { id, name, notes, tags, status, createdAt, config, parentId, datasetHash };
  const outcome = { update, totalUpdates, hasPolicy, evaluation, failure };
  return {
    ...labels,
    ...outcome,
    ...(seedsLeft === 0 ? {} : { seedsLeft }),
    ...(finalWord === undefined ? {} : { finalWord }),
    ...(marketVersion === undefined ? {} : { marketVersion }),
  };
}
