import { describe, expect, it } from 'vitest';
import { readAgentFile, writeAgentFile } from '../../../src/agents/files/agentFile';
import { readSafetensors, writeSafetensors } from '../../../src/agents/files/safetensors';
import { NO_MODELS } from '../../../src/agents/policies/examinationModels';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../../src/protocol/run';
import { exampleModels } from '../policies/exampleModels';
import { examplePolicy, exampleTransformer } from '../policies/examplePolicy';

const card = {
  name: 'IQL',
  description: '',
  config: DEFAULT_RUN_CONFIG,
  datasetHash: null,
  targetReturn: null,
  evaluation: null,
  gate: null,
};
const policy = examplePolicy();
const models = exampleModels(policy);
const file = writeAgentFile(card, policy, models);
const read = (bytes: Uint8Array) => readAgentFile(bytes, parseRunConfig);

/** The file with other tensors or texts, and nothing else: the hash stays as it was. */
function edited(edit: (parts: ReturnType<typeof readSafetensors>) => object): Uint8Array {
  const parts = readSafetensors(file);
  return writeSafetensors({ ...parts, ...edit(parts) });
}

describe('the models that an agent is examined with', () => {
  it('come back with the agent, bit for bit', () => {
    const agent = read(file);
    expect(agent.models).toStrictEqual(models);
    expect(agent.policy).toStrictEqual({ ...policy, version: 0 });
    for (const some of [
      { ...models, clone: null },
      { ...models, critics: null },
    ]) {
      expect(read(writeAgentFile(card, policy, some)).models).toStrictEqual(some);
    }
  });

  it('are in the hash, and a file without them is the bytes that it was before', () => {
    const without = writeAgentFile(card, policy);
    expect(read(without).models).toEqual(NO_MODELS);
    expect(writeAgentFile(card, policy, NO_MODELS)).toEqual(without);
    expect(read(without).hash).not.toBe(read(file).hash);
    const changed = edited(({ metadata }) => ({
      metadata: { ...metadata, critics: metadata.critics.replace('0.95', '0.96') },
    }));
    expect(() => read(changed)).toThrow('agent.hash');
  });

  it.each([
    [
      'without a description',
      edited(({ metadata: { card: text, hash, critics } }) => ({
        metadata: { card: text, hash, critics },
      })),
      'agent.clone.layers.0.weight: expected a description of its clone, got nothing',
    ],
    [
      'without a tensor',
      edited(({ tensors }) => ({
        tensors: new Map([...tensors].filter(([name]) => name !== 'clone.logStd')),
      })),
      'clone: agent.logStd: expected float32 [5], got nothing',
    ],
    [
      'that see other observations',
      writeAgentFile(card, policy, {
        ...models,
        critics: exampleModels(narrow(policy)).critics,
      }),
      /^critics: observation.mean: expected \d+ numbers, got 2$/,
    ],
    [
      'of which the clone is a Decision Transformer',
      edited(({ tensors, metadata }) => {
        const other = readSafetensors(writeAgentFile(card, exampleTransformer()));
        const named = [...other.tensors].map(
          ([name, tensor]) => [`clone.${name}`, tensor] as const,
        );
        const kept = [...tensors].filter(([name]) => !name.startsWith('clone.'));
        const { policy: clone } = JSON.parse(other.metadata.card) as { policy: object };
        return {
          tensors: new Map([...kept, ...named]),
          metadata: { ...metadata, clone: JSON.stringify(clone) },
        };
      }),
      'clone: policy.kind: expected gaussianMlp, got "decisionTransformer"',
    ],
  ])('%s are refused', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });
});

/** A policy that sees two numbers. */
function narrow(wide: PolicySnapshot): PolicySnapshot {
  return { ...wide, observationMean: new Float32Array(2), observationStd: Float32Array.of(1, 1) };
}
