/**
 * A Decision Transformer as an ONNX model, in onnxruntime: see tests/cli/deployment.test.ts too.
 */
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { decisionTransformerParameterCount } from '../../../src/agents/policies/decisionTransformerLayout';
import { DecisionTransformerPolicy } from '../../../src/agents/policies/decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from '../../../src/agents/policies/decisionTransformerSnapshot';
import { agentToOnnx } from '../../../src/agents/onnx/onnxPolicy';
import { onnxPorts } from '../../../src/agents/onnx/onnxPorts';
import { onnxParity } from '../../../src/cli/evaluation/onnxParity';
import { unscaleDimension } from '../../../src/env/actionMap';
import { COMPACT_OBSERVATION, DEFAULT_ENV_CONFIG, FULL_OBSERVATION } from '../../../src/env/config';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { Rng } from '../../../src/market/rng';
import { exampleTransformer } from '../policies/examplePolicy';

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
});

/** A policy as large as the lab trains it, with weights like trained ones. */
function fullSize(): DecisionTransformerSnapshot {
  const { embedding, layers, heads, contextLength, timesteps } =
    COMPACT_DECISION_TRANSFORMER_CONFIG;
  const small = exampleTransformer();
  const sizes = { ...small.sizes, embedding, layers, heads, contextLength, timesteps };
  const rng = new Rng(8);
  const count = decisionTransformerParameterCount(sizes);
  const parameters = Float32Array.from({ length: count }, () => 0.1 * rng.normal());
  return { ...small, sizes, parameters, timestepBucket: 3 };
}

/** Three decisions: one of padding and two of an episode's, the newest last. */
function window(policy: DecisionTransformerSnapshot, change: Record<string, number> = {}) {
  const width = policy.observationMean.length;
  const rng = new Rng(2);
  const inputs: Record<string, Float32Array> = {
    returns_to_go: Float32Array.of(7, 2, 1.5),
    observations: Float32Array.from({ length: 3 * width }, () => rng.normal()),
    actions: Float32Array.from({ length: 15 }, () => rng.uniform()),
    timesteps: Float32Array.of(4, 119, 120),
    mask: Float32Array.of(0, 1, 1),
  };
  for (const [place, value] of Object.entries(change)) {
    const [name, index] = place.split('.');
    inputs[name][Number(index)] = value;
  }
  return inputs;
}

async function act(
  session: ort.InferenceSession,
  policy: DecisionTransformerSnapshot,
  inputs: Record<string, Float32Array>,
) {
  const feeds = Object.fromEntries(
    onnxPorts(policy).inputs.map(({ name, shape }) => {
      const sizes = shape.map((size) => (typeof size === 'number' ? size : 1));
      return [name, new ort.Tensor('float32', inputs[name], sizes)];
    }),
  );
  const outputs = await session.run(feeds);
  return {
    action: [...(outputs.action.data as Float32Array)],
    scaled: [...(outputs.scaled_action.data as Float32Array)],
  };
}

describe('a Decision Transformer in onnxruntime', () => {
  const policy = exampleTransformer();
  const load = () =>
    ort.InferenceSession.create(agentToOnnx(policy, COMPACT_OBSERVATION, 'example'));

  it('acts as the plain forward pass does over an episode, to 1e-5, at the size of the lab', async () => {
    const parity = await onnxParity(fullSize(), { env: DEFAULT_ENV_CONFIG });
    expect(parity).toBeLessThan(1e-5);
    expect(parity).toBeGreaterThan(0);
  });

  it('answers what the plain one does after the same two decisions, in the units of actions', async () => {
    const session = await load();
    const inputs = window(policy);
    const plain = new DecisionTransformerPolicy(policy);
    const width = policy.observationMean.length;
    const seen = (step: number) => inputs.observations.subarray(step * width, (step + 1) * width);
    plain.decide(119, 2, seen(1));
    const taken = plain.action.map(unscaleDimension);
    inputs.actions.set(taken, 5);
    plain.decide(120, 1.5, seen(2));
    const { action, scaled } = await act(session, policy, inputs);
    plain.action.forEach((expected, i) => {
      expect(scaled[i]).toBeCloseTo(expected, 5);
      expect(action[i]).toBeCloseTo(unscaleDimension(expected, i), 5);
    });
    await session.release();
  });

  it('reads neither padding nor the newest action, and everything else', async () => {
    const session = await load();
    const { scaled } = await act(session, policy, window(policy));
    const changed = async (change: Record<string, number>) => {
      const other = await act(session, policy, window(policy, change));
      return other.scaled.some((value, i) => value !== scaled[i]);
    };
    const padding = {
      'returns_to_go.0': 500,
      'observations.3': 9,
      'actions.1': 0.9,
      'timesteps.0': 0,
    };
    expect(await changed(padding)).toBe(false);
    expect(await changed({ 'actions.12': 4 })).toBe(false);
    const width = policy.observationMean.length;
    for (const place of [
      'returns_to_go.1',
      'returns_to_go.2',
      `observations.${width + 1}`,
      `observations.${2 * width + 1}`,
      'actions.7',
    ]) {
      expect(await changed({ [place]: 3 }), place).toBe(true);
    }
    expect(await changed({ 'timesteps.2': 0 }), 'timesteps.2').toBe(true);
    await session.release();
  });

  it('keeps what is asked for inside the data, and knows no row beyond the table', async () => {
    const session = await load();
    const same = async (a: Record<string, number>, b: Record<string, number>) => {
      const [first, second] = [window(policy, a), window(policy, b)];
      const one = await act(session, policy, first);
      expect(one).toEqual(await act(session, policy, second));
    };
    await same({ 'returns_to_go.2': -50 }, { 'returns_to_go.2': -0.1 });
    await same({ 'returns_to_go.2': 5000 }, { 'returns_to_go.2': 1000 });
    // Ten rows of sixty steps.
    await same({ 'timesteps.2': 599 }, { 'timesteps.2': 100_000 });
    await session.release();
  });

  it('is asked by the names on the card, and not written for other observations', async () => {
    const session = await load();
    expect(session.inputNames).toEqual(onnxPorts(policy).inputs.map(({ name }) => name));
    expect(session.outputNames).toEqual(['action', 'scaled_action']);
    await session.release();
    expect(() => agentToOnnx(policy, FULL_OBSERVATION, 'x')).toThrow(
      'policy.observationKey: expected v1+10x10',
    );
  });
});
