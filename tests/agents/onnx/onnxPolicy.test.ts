import * as ort from 'onnxruntime-web';
import { PbfReader } from 'pbf';
import { beforeAll, describe, expect, it } from 'vitest';
import { NetworkPolicy } from '../../../src/agents/policies/networkPolicy';
import { policyToOnnx } from '../../../src/agents/onnx/onnxPolicy';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import { ACTION_HIGH, ACTION_LOW, unscaleDimension } from '../../../src/env/actionMap';
import { COMPACT_OBSERVATION, FULL_OBSERVATION } from '../../../src/env/config';
import { Rng } from '../../../src/market/rng';
import { onnxParity } from '../../../src/cli/evaluation/onnxParity';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';
import {
  examplePolicy,
  exampleToldPolicy,
  exampleToldTransformer,
} from '../policies/examplePolicy';

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
});

const load = (policy: PolicySnapshot) =>
  ort.InferenceSession.create(policyToOnnx(policy, COMPACT_OBSERVATION, 'example'));

async function run(session: ort.InferenceSession, rows: readonly Float32Array[]) {
  const width = rows[0].length;
  const data = new Float32Array(rows.length * width);
  for (const [index, row] of rows.entries()) data.set(row, index * width);
  const outputs = await session.run({
    observation: new ort.Tensor('float32', data, [rows.length, width]),
  });
  return {
    action: outputs.action.data as Float32Array,
    scaled: outputs.scaled_action.data as Float32Array,
    dims: outputs.action.dims,
  };
}

function observations(policy: PolicySnapshot, count: number, spread: number): Float32Array[] {
  const rng = new Rng(11);
  const { observationMean, observationStd } = policy;
  return Array.from({ length: count }, () =>
    observationMean.map((mean, index) => mean + spread * observationStd[index] * rng.normal()),
  );
}

describe('a policy in onnxruntime', () => {
  it.each([[[]], [[32]], [[128, 128]], [[256, 256]]])(
    'acts as the plain forward pass does, to 1e-5, with hidden layers %j',
    async (hidden) => {
      const policy = examplePolicy(hidden);
      const network = new NetworkPolicy(policy);
      const session = await load(policy);
      const rows = observations(policy, 64, 1.5);
      const { action, scaled, dims } = await run(session, rows);
      expect(dims).toEqual([64, 5]);
      let worst = 0;
      for (const [row, observation] of rows.entries()) {
        network.forward(observation);
        for (let i = 0; i < 5; i++) {
          const expected = unscaleDimension(network.mean[i], i);
          worst = Math.max(worst, Math.abs(scaled[5 * row + i] - network.mean[i]));
          worst = Math.max(worst, Math.abs(action[5 * row + i] - expected));
        }
      }
      expect(worst).toBeLessThan(1e-5);
      // The actions compared must differ, or agreement would mean nothing.
      expect(new Set(scaled).size).toBeGreaterThan(300);
      await session.release();
    },
  );

  it('takes the weights as they are, and acts on them as the plain forward pass does', async () => {
    const transformer = exampleToldTransformer();
    expect(await onnxParity(transformer, { env: DEFAULT_ENV_CONFIG })).toBeLessThan(1e-4);
    const policy = exampleToldPolicy([64, 64]);
    expect(await onnxParity(policy, { env: DEFAULT_ENV_CONFIG })).toBeLessThan(1e-5);
    const session = await load(policy);
    expect(session.inputNames).toEqual(['observation', 'weights']);
    const observation = new ort.Tensor('float32', policy.observationMean, [1, 46]);
    const actionAt = async (inventoryPenalty: number) => {
      const weights = Float32Array.of(1, 1, 1, 1, inventoryPenalty, 0.25);
      const outputs = await session.run({
        observation,
        weights: new ort.Tensor('float32', weights, [1, 6]),
      });
      return [...(outputs.scaled_action.data as Float32Array)];
    };
    expect(await actionAt(0)).not.toEqual(await actionAt(20));
    // Outside of the range a weight counts as the nearer end.
    expect(await actionAt(5000)).toEqual(await actionAt(1000));
    await session.release();
  });

  it('acts the same alone as in a batch', async () => {
    const policy = examplePolicy();
    const session = await load(policy);
    const rows = observations(policy, 3, 1);
    const together = await run(session, rows);
    const alone = await run(session, [rows[2]]);
    expect(alone.dims).toEqual([1, 5]);
    for (let i = 0; i < 5; i++) expect(alone.action[i]).toBeCloseTo(together.action[10 + i], 6);
    await session.release();
  });

  it('quotes the middle of the action box when all weights are zero', async () => {
    const policy = examplePolicy();
    const zero = { ...policy, parameters: new Float32Array(policy.parameters.length) };
    const session = await load(zero);
    const { action } = await run(session, observations(policy, 1, 1));
    expect([...action]).toEqual([0, 0, 2.75, 0.5, 0.5]);
    await session.release();
  });

  it('stays in the action box, and reaches its edges', async () => {
    const policy = examplePolicy([]);
    const parameters = new Float32Array(policy.parameters.length);
    parameters.set([50, -50, 50, -50, 50], parameters.length - 5);
    const session = await load({ ...policy, parameters });
    const { action } = await run(session, observations(policy, 1, 1));
    const edges = [0, 1, 2, 3, 4].map((i) => (i % 2 === 0 ? ACTION_HIGH[i] : ACTION_LOW[i]));
    expect([...action]).toEqual(edges);
    await session.release();
  });

  it('is asked by names, for any number of rows', async () => {
    const session = await load(examplePolicy());
    expect(session.inputNames).toEqual(['observation']);
    expect(session.outputNames).toEqual(['action', 'scaled_action']);
    const short = new ort.Tensor('float32', new Float32Array(45), [1, 45]);
    await expect(session.run({ observation: short })).rejects.toThrow('Expected: 46');
    await session.release();
  });
});

describe('the file', () => {
  it('declares IR version 8 and operator set 17 of the default domain', () => {
    const bytes = policyToOnnx(examplePolicy(), COMPACT_OBSERVATION, 'example');
    const model = new PbfReader(bytes).readFields(
      (tag, found: { ir?: number; opset?: number; domain?: string }, reader) => {
        if (tag === 1) found.ir = reader.readVarint();
        if (tag !== 8) return;
        reader.readMessage((field, set: typeof found, inner) => {
          if (field === 1) set.domain = inner.readString();
          if (field === 2) set.opset = inner.readVarint();
        }, found);
      },
      {},
    );
    expect(model).toEqual({ ir: 8, opset: 17, domain: '' });
  });

  it('is not written for a policy that sees something else', () => {
    expect(() => policyToOnnx(examplePolicy(), FULL_OBSERVATION, 'x')).toThrow(
      'policy.observationKey: expected v1+10x10',
    );
  });
});
