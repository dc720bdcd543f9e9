/**
 * A candidate is one way to make an update, as the training bench times it. The shapes that it is
 * timed at are here too.
 */
import type { IqlSettings } from '../../../learning/algorithms/iqlSettings';
import type { DecisionTransformerSettings } from '../../../learning/algorithms/decisionTransformerSettings';
import type { DecisionTransformerSizes } from '../../../agents/policies/decisionTransformerLayout';
import { ACTION_LENGTH } from '../../../env/types';
import { DEFAULT_LEARNING_CONFIG } from '../../../learning/algorithms/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  DEFAULT_DECISION_TRANSFORMER_CONFIG,
  type DecisionTransformerConfig,
} from '../../../learning/algorithms/decisionTransformerConfig';
import type { Rng } from '../../../market/rng';

export interface Candidate {
  /** Starts this many updates, one after the other. */
  start(updates: number): void;
  /** Resolves when all that was started is done. */
  finish(): Promise<void>;
  dispose(): void;
}

export interface Shape {
  /** End of the names of its results. */
  readonly suffix: string;
  readonly settings: IqlSettings;
}

export interface TransformerShape {
  readonly suffix: string;
  readonly sizes: DecisionTransformerSizes;
  readonly settings: DecisionTransformerSettings;
  readonly batchSize: number;
}

export const BATCH_SIZE = 256;
const FULL_LENGTH = 64;
/** Length of the compact observation, the lab's default. */
const COMPACT_LENGTH = 43;

export const SHAPES: readonly Shape[] = [
  shape('', FULL_LENGTH, [256, 256]),
  shape('.compact', COMPACT_LENGTH, [128, 128]),
];

export const TRANSFORMER_SHAPES: readonly TransformerShape[] = [
  transformerShape('', FULL_LENGTH, DEFAULT_DECISION_TRANSFORMER_CONFIG),
  transformerShape('.compact', COMPACT_LENGTH, COMPACT_DECISION_TRANSFORMER_CONFIG),
];

function shape(suffix: string, observationLength: number, hiddenSizes: number[]): Shape {
  const settings = {
    ...DEFAULT_LEARNING_CONFIG,
    observationLength,
    actionLength: ACTION_LENGTH,
    hiddenSizes,
    // The others do it as the paper does.
    normalisesAdvantages: false,
    policyDecayUpdates: null,
  };
  return { suffix, settings };
}

function transformerShape(
  suffix: string,
  observationLength: number,
  config: DecisionTransformerConfig,
): TransformerShape {
  const { embedding, layers, heads, contextLength, timesteps } = config;
  const actionLength = ACTION_LENGTH;
  const sizes = {
    observationLength,
    actionLength,
    embedding,
    layers,
    heads,
    contextLength,
    timesteps,
  };
  // Like the others, it learns at the full rate from the first update on.
  return { suffix, sizes, settings: { ...config, warmUpUpdates: 0 }, batchSize: config.batchSize };
}

export function normals(length: number, random: Rng): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}
