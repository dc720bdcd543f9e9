/**
 * A trained agent as a part of a market's config: what it sees, what it is told that it earned, and
 * its policy as text, so that the config alone says who trades.
 */
import { z } from 'zod';
import { envConfigSchema, rewardWeightsSchema, type EnvConfig } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import type { RewardWeights } from '../../env/types';
import { numberOrNullSchema, textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import type { AgentSpec } from '../agentSpec';
import { bytesFromBase64, bytesToBase64 } from '../files/base64';
import { policyDescriptionSchema, putTogether, takeApart } from '../files/policyParts';
import { readSafetensors, writeSafetensors } from '../files/safetensors';
import { DEFAULT_TARGET_SHARE, targetReturnOf } from '../policies/policySpec';
import type { AnyPolicy } from '../policies/policySnapshot';

/** Most characters of a policy: four megabytes of weights. */
const LONGEST_POLICY = 6_000_000;

export const trainedRivalSchema = z
  .strictObject({
    kind: z.literal('trained'),
    name: textSchema(80).min(1, { error: 'a name' }),
    observation: envConfigSchema.shape.observation,
    /** Weights of the reward that it hears; only a Decision Transformer listens. */
    weights: rewardWeightsSchema,
    /** Return that a Decision Transformer asks for; null for other policies. */
    targetReturn: numberOrNullSchema,
    /** Safetensors in base64. */
    policy: textSchema(LONGEST_POLICY),
  })
  .superRefine((rival, context) => {
    try {
      policyOf(rival);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const message = `a sound policy: ${error.message}`;
      context.addIssue({ code: 'custom', path: ['policy'], message });
    }
  });
export type TrainedRival = z.output<typeof trainedRivalSchema>;

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseTrainedRival(value: unknown, path: string): TrainedRival {
  return parseInput(trainedRivalSchema, value, path);
}

/** What of an agent file a rival is made of. */
export interface RivalSource {
  readonly card: {
    readonly name: string;
    readonly targetReturn: number | null;
    readonly config: { readonly env: EnvConfig; readonly weights: RewardWeights };
  };
  readonly policy: AnyPolicy;
}

/**
 * Makes a rival of a trained agent. What its training data looked like is left out: nobody watches
 * what a rival sees.
 * @throws InvalidInputError when the policy is not sound, or sees other observations than its
 * config gives
 */
export function trainedRivalOf({ card, policy }: RivalSource, name = card.name): TrainedRival {
  const { reference: _unused, ...bare } = policy;
  const { description, tensors } = takeApart(bare);
  const metadata = { policy: JSON.stringify(description) };
  const { env, weights } = card.config;
  const { key } = observationLayout(env.observation);
  if (policy.observationKey !== key) {
    throw new InvalidInputError('policy.observationKey', key, policy.observationKey);
  }
  return {
    kind: 'trained',
    name,
    observation: env.observation,
    weights,
    targetReturn: policy.kind === 'gaussianMlp' ? null : card.targetReturn,
    policy: bytesToBase64(writeSafetensors({ tensors, metadata })),
  };
}

/** @throws InvalidInputError when the policy does not fit the environment */
export function specOfTrainedRival(rival: TrainedRival): AgentSpec {
  const policy = policyOf(rival);
  const { name: title } = rival;
  if (policy.kind === 'gaussianMlp') return { kind: 'network', policy, stochastic: false, title };
  const targetReturn = rival.targetReturn ?? targetReturnOf(policy, DEFAULT_TARGET_SHARE);
  return { kind: 'decisionTransformer', policy, targetReturn, title };
}

function policyOf({
  observation,
  policy,
}: Pick<TrainedRival, 'observation' | 'policy'>): AnyPolicy {
  const bytes = bytesFromBase64(policy);
  if (bytes === null) throw new InvalidInputError('policy', 'base64', policy);
  const { tensors, metadata } = readSafetensors(bytes, 'policy');
  const text = metadata.policy;
  if (text === undefined) throw new InvalidInputError('policy', 'a description', undefined);
  const description = parseInput(policyDescriptionSchema, parseJson(text, 'policy'), 'policy');
  return putTogether({ description, tensors }, observationLayout(observation));
}
