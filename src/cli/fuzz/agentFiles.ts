/** Agents that are fuzzed: one that comes with the page, and a small Decision Transformer. */
import { readFileSync } from 'node:fs';
import { readAgentFile, writeAgentFile } from '../../agents/files/agentFile';
import { readSafetensors } from '../../agents/files/safetensors';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import { observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH } from '../../env/types';
import { initialiseDecisionTransformer } from '../../learning/algorithms/initialWeights';
import { InvalidInputError } from '../../market/validation';
import { Rng } from '../../market/rng';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../protocol/run';
import { sealed } from './mutate';

export const readAgent = (file: Uint8Array) => readAgentFile(file, parseRunConfig);

/** Reads the hash that a reader asks for from its error. */
export const hashAsked = (read: (file: Uint8Array) => unknown) => (file: Uint8Array) => {
  try {
    read(file);
  } catch (error) {
    if (error instanceof InvalidInputError && error.field.endsWith('.hash')) return error.expected;
  }
  return null;
};

export const exampleAgents = (): Uint8Array[] => [
  Uint8Array.from(readFileSync('public/agents/es.safetensors')),
  exampleTransformer(),
];

function exampleTransformer(): Uint8Array {
  const { length, key } = observationLayout(DEFAULT_RUN_CONFIG.env.observation);
  const sizes = {
    observationLength: length,
    actionLength: ACTION_LENGTH,
    embedding: 8,
    layers: 1,
    heads: 2,
    contextLength: 3,
    timesteps: 10,
  };
  const policy: DecisionTransformerSnapshot = {
    kind: 'decisionTransformer',
    version: 0,
    updates: 1,
    sizes,
    parameters: initialiseDecisionTransformer(sizes, new Rng(1)),
    timestepBucket: 60,
    returnScale: 0.01,
    returnRange: [-100, 100],
    discount: 0.95,
    observationMean: new Float32Array(length),
    observationStd: new Float32Array(length).fill(1),
    observationKey: key,
  };
  const card = {
    name: 'DT, ES',
    description: '',
    config: DEFAULT_RUN_CONFIG,
    datasetHash: null,
    targetReturn: 50,
    evaluation: null,
    gate: null,
  };
  return writeAgentFile(card, policy);
}

/** Deeper than a parser that calls itself can go. */
const DEPTH = 500_000;

/** Agents that were once accepted, or took a parser down, made as their files were. */
export function hostileAgents(): Uint8Array[] {
  const { tensors: own, metadata } = readSafetensors(exampleTransformer());
  const tensors = new Map(own);
  const withPolicy = (changes: object): Uint8Array => {
    const card = JSON.parse(metadata['card']) as { readonly policy: object };
    const text = JSON.stringify({ ...card, policy: { ...card.policy, ...changes } });
    return sealed({ tensors, metadata: { ...metadata, card: text } }, hashAsked(readAgent));
  };
  return [
    withPolicy({ returnScale: 0 }),
    withPolicy({ returnScale: 1e308 }),
    withPolicy({ returnRange: [100, -100] }),
    withPolicy({ discount: 1e-300 }),
    sealed(
      { tensors, metadata: { ...metadata, card: '['.repeat(DEPTH) + ']'.repeat(DEPTH) } },
      hashAsked(readAgent),
    ),
  ];
}
