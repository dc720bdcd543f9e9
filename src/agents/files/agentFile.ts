/**
 * An agent file is a trained agent: weights in safetensors, and in its header the card that says
 * what the agent is, what it was trained for, how it did, and whether it may be deployed. Beside
 * them may be the models that it is examined with, so that it can be compared where its data is
 * not. Python's safetensors reads the same file. Writing and reading give back every bit; a file
 * that is not sound gives no agent.
 */
import { z } from 'zod';
import type { EnvConfig } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import { ContentHash } from '../../market/contentHash';
import { countSchema, numberOrNullSchema, textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import { LAB_VERSION, MARKET_VERSION } from '../../market/version';
import type { AgentSpec } from '../agentSpec';
import { ONNX_OPSET, onnxPorts } from '../onnx/onnxPorts';
import { asJson, episodeMetricsSchema, examinationSchema } from './cardMetrics';
import { modelParts, modelsOf, withoutModels } from './modelParts';
import { policyDescriptionSchema, putTogether, takeApart } from './policyParts';
import { DEFAULT_TARGET_SHARE, targetReturnOf } from '../policies/policySpec';
import { NO_MODELS, type ExaminationModels } from '../policies/examinationModels';
import type { AnyPolicy } from '../policies/policySnapshot';
import { readSafetensors, writeSafetensors, type Tensor, type TensorFile } from './safetensors';

const intervalSchema = z.strictObject({
  estimate: numberOrNullSchema,
  low: numberOrNullSchema,
  high: numberOrNullSchema,
});

const evaluationSchema = z.strictObject({
  episodes: countSchema,
  /** Those that do not overlap on a recording; absent where none does. */
  distinctEpisodes: countSchema.optional(),
  /** The seed of the run that drew the evaluation seeds. */
  seed: countSchema,
  /** Results of this agent, then of those it was compared with, on the same seeds. */
  rows: z
    .array(
      z.strictObject({
        agent: textSchema(80),
        metrics: z.record(z.string(), intervalSchema),
        /** Its episodes one by one; cards of old files, and of the command line, have none. */
        episodes: episodeMetricsSchema.optional(),
      }),
    )
    .max(100),
});

export const gateSchema = z.strictObject({
  passed: z.boolean({ error: 'true or false' }),
  /** The agent that acts instead where the gate says no. */
  fallback: textSchema(80),
  checks: z
    .array(
      z.strictObject({
        name: textSchema(80),
        /** Null stands for what cannot be asked of this kind of agent: `limit` says why. */
        passed: z.boolean({ error: 'true, false or null' }).nullable(),
        value: numberOrNullSchema,
        /** The condition to pass, in words for a person. */
        limit: textSchema(200),
      }),
    )
    .max(100),
});

const portsSchema = z
  .array(
    z.strictObject({
      name: textSchema(80),
      shape: z.array(z.union([countSchema, textSchema(80)])).max(8),
      meaning: textSchema(400),
    }),
  )
  .max(20);

const cardSchema = z.strictObject({
  format: z.literal(1, { error: '1' }),
  labVersion: textSchema(40),
  /** Version of the market that it was trained on; cards of version 1 do not say. */
  marketVersion: countSchema.default(1),
  name: textSchema(80).min(1, { error: 'a name' }),
  description: textSchema(2000),
  config: z.unknown(),
  /** Hash of the dataset it learned from; null when unknown. */
  datasetHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/, { error: '16 hexadecimal digits' })
    .nullable(),
  observation: z.strictObject({
    key: textSchema(200),
    names: z.array(textSchema(80)).max(100_000),
  }),
  policy: policyDescriptionSchema,
  /** The ports of its ONNX model; cards of old files do not say. */
  onnx: z
    .strictObject({ opset: countSchema, inputs: portsSchema, outputs: portsSchema })
    .optional(),
  targetReturn: numberOrNullSchema,
  evaluation: evaluationSchema.nullable(),
  gate: gateSchema.nullable(),
  /** What the gate was judged by; cards of old files do not say. */
  examination: examinationSchema.optional(),
});

/** Gives a metric as a card holds it: the number, or null where it is no finite one. */
export const metricOf = (value: number): number | null => (Number.isFinite(value) ? value : null);

export type CardEvaluation = z.output<typeof evaluationSchema>;
export type CardGate = z.output<typeof gateSchema>;
type CardExamination = z.output<typeof examinationSchema>;

/** The part of a run's config that tells which observations its agent sees. */
export interface AgentConfig {
  readonly env: EnvConfig;
}

/** @typeParam Config of the run that trained it */
export interface AgentCard<Config extends AgentConfig> {
  readonly name: string;
  readonly description: string;
  readonly config: Config;
  readonly datasetHash: string | null;
  /**
   * The return that a Decision Transformer is asked for, in the reward's units; null for other
   * policies.
   */
  readonly targetReturn: number | null;
  readonly evaluation: CardEvaluation | null;
  readonly gate: CardGate | null;
  readonly examination?: CardExamination | undefined;
}

export interface AgentFile<Config extends AgentConfig> {
  readonly card: AgentCard<Config>;
  readonly policy: AnyPolicy;
  /** Models that came with it; files of before, and of agents without, have none. */
  readonly models: ExaminationModels;
  /** The hash of card and weights together. */
  readonly hash: string;
  readonly labVersion: string;
  /** @see MARKET_VERSION */
  readonly marketVersion: number;
}

/**
 * @param marketVersion version of the market that it was trained in
 * @throws InvalidInputError when the policy is not sound or sees other observations than
 *   `card.config` gives
 */
export function writeAgentFile<Config extends AgentConfig>(
  card: AgentCard<Config>,
  policy: AnyPolicy,
  models: ExaminationModels = NO_MODELS,
  marketVersion = MARKET_VERSION,
): Uint8Array<ArrayBuffer> {
  const { description, tensors: own } = takeApart(policy);
  const { key, names } = observationLayout(card.config.env.observation);
  if (policy.observationKey !== key) {
    throw new InvalidInputError('policy.observationKey', key, policy.observationKey);
  }
  const cardText = JSON.stringify(
    parseInput(
      cardSchema,
      {
        ...card,
        evaluation: asJson(card.evaluation),
        ...(card.examination !== undefined && { examination: asJson(card.examination) }),
        format: 1,
        labVersion: LAB_VERSION,
        marketVersion,
        observation: { key, names },
        policy: description,
        onnx: { opset: ONNX_OPSET, ...onnxPorts(policy) },
      },
      'card',
    ),
  );
  const parts = modelParts(models);
  const tensors = new Map([...own, ...parts.tensors]);
  const metadata = { card: cardText, ...parts.metadata };
  return writeSafetensors({
    tensors,
    metadata: { ...metadata, hash: hashOf({ tensors, metadata }) },
  });
}

/**
 * @param parseConfig of the run's config, such as parseRunConfig
 * @throws InvalidInputError naming the first field that is missing, out of range, or does not fit
 *   the others
 */
export function readAgentFile<Config extends AgentConfig>(
  file: Uint8Array,
  parseConfig: (value: unknown, path: string) => Config,
): AgentFile<Config> {
  const { tensors, metadata } = readSafetensors(file, 'agent');
  const cardText = metadata.card;
  if (cardText === undefined) throw new InvalidInputError('card', 'an agent card', undefined);
  const card = parseInput(cardSchema, parseJson(cardText, 'card'), 'card');
  const config = parseConfig(card.config, 'card.config');
  const layout = observationLayout(config.env.observation);
  if (card.observation.key !== layout.key) {
    throw new InvalidInputError('card.observation.key', layout.key, card.observation.key);
  }
  const wrongName = layout.names.findIndex((name, index) => name !== card.observation.names[index]);
  if (wrongName !== -1 || card.observation.names.length !== layout.length) {
    const index = wrongName === -1 ? layout.length : wrongName;
    throw new InvalidInputError(
      `card.observation.names.${index}`,
      layout.names[index] ?? 'nothing more',
      card.observation.names[index],
    );
  }
  const policy = putTogether({ description: card.policy, tensors: withoutModels(tensors) }, layout);
  const models = modelsOf({ tensors, metadata }, layout);
  const hash = hashOf({ tensors, metadata });
  if (metadata.hash !== hash) throw new InvalidInputError('agent.hash', hash, metadata.hash);
  const { name, description, datasetHash, targetReturn, evaluation, gate, labVersion } = card;
  const { examination, marketVersion } = card;
  return {
    card: {
      name,
      description,
      config,
      datasetHash,
      targetReturn,
      evaluation,
      gate,
      ...(examination !== undefined && { examination }),
    },
    policy,
    models,
    hash,
    labVersion,
    marketVersion,
  };
}

/**
 * The agent as it would be deployed: the mean of a policy, or the return that its card asks for.
 */
export function agentSpecOf({
  card,
  policy,
}: {
  readonly card: Pick<AgentCard<AgentConfig>, 'targetReturn'>;
  readonly policy: AnyPolicy;
}): Extract<AgentSpec, { policy: AnyPolicy }> {
  if (policy.kind === 'gaussianMlp') return { kind: 'network', policy, stochastic: false };
  const targetReturn = card.targetReturn ?? targetReturnOf(policy, DEFAULT_TARGET_SHARE);
  return { kind: 'decisionTransformer', policy, targetReturn };
}

/** Hashes the texts of the header that describe something, and the tensors by their names. */
function hashOf({ tensors, metadata }: TensorFile): string {
  const hash = new ContentHash();
  for (const text of [metadata.card, metadata.clone, metadata.critics]) {
    if (text !== undefined) hash.absorb(new TextEncoder().encode(text));
  }
  for (const name of [...tensors.keys()].sort()) {
    const { data } = tensors.get(name) as Tensor;
    hash.absorb(new TextEncoder().encode(name));
    hash.absorb(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.hex();
}
