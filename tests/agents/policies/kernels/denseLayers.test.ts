/** The kernel of acting against its plain twin, bit for bit, alone and inside the policies. */
import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecisionTransformerPolicy } from '../../../../src/agents/policies/decisionTransformerPolicy';
import {
  createDenseLayers,
  PlainLayers,
  rowStride,
  WasmLayers,
  type DenseLayers,
} from '../../../../src/agents/policies/kernels/denseLayers';
import { DENSE_KERNEL_BASE64 } from '../../../../src/agents/policies/kernels/denseKernel.generated';
import { NetworkPolicy } from '../../../../src/agents/policies/networkPolicy';
import { ACTING_KERNEL, compileKernels } from '../../../../scripts/buildKernels.mjs';
import { Rng } from '../../../../src/market/rng';
import { examplePolicy, exampleTransformer } from '../examplePolicy';

interface Case {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly seed: number;
}

function outputs(dense: DenseLayers, { rows, inputs, outputs: width, seed }: Case, relu: boolean) {
  const random = new Rng(seed);
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  const layer = dense.layer(inputs, width);
  layer.load(draw(inputs * width), draw(width));
  const input = dense.doubles(rows * rowStride(inputs));
  const output = dense.doubles(rows * rowStride(width));
  for (let i = 0; i < input.length; i++) input[i] = i % 7 === 0 ? 0 : random.normal();
  layer.apply(rows, input, 0, output, 0, relu);
  return Array.from({ length: rows }, (_, row) =>
    output.slice(row * rowStride(width), row * rowStride(width) + width),
  );
}

function wasmFor({ rows, inputs, outputs: width }: Case): WasmLayers {
  return new WasmLayers({
    layers: [[inputs, width]],
    arrays: [rows * rowStride(inputs), rows * rowStride(width)],
  });
}

const plain = () => new PlainLayers();

function observationsOf(rows: number, width: number): Float32Array {
  const random = new Rng(9);
  return Float32Array.from({ length: rows * width }, () => random.normal());
}

describe('dense layers for acting', () => {
  it('run on WebAssembly here, and give the bits of the plain twin at 200 random sizes', () => {
    expect(createDenseLayers({ layers: [], arrays: [] }).kind).toBe('wasm');
    const size = integer({ min: 1, max: 40 });
    const sizes = record({ rows: size, inputs: size, outputs: size, seed: size });
    assert(
      property(sizes, (drawn) => {
        for (const relu of [false, true]) {
          expect(outputs(wasmFor(drawn), drawn, relu)).toEqual(outputs(plain(), drawn, relu));
        }
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('keep NaN as NaN and cut at zero what is below', () => {
    const dense = new WasmLayers({ layers: [[1, 3]], arrays: [1, 3] });
    const layer = dense.layer(1, 3);
    layer.load(Float32Array.of(1, -1, 0), Float32Array.of(0, 0, Number.NaN));
    const input = dense.doubles(1);
    const output = dense.doubles(3);
    input[0] = 2;
    layer.apply(1, input, 0, output, 0, true);
    expect([...output]).toEqual([2, 0, Number.NaN]);
  });

  it('refuse more than was announced', () => {
    const dense = new WasmLayers({ layers: [], arrays: [8] });
    dense.doubles(8);
    expect(() => {
      for (let i = 0; i < 10; i++) dense.doubles(4096);
    }).toThrow(/no more than was announced/);
  });

  it('can be made many times over', () => {
    const snapshot = examplePolicy([64, 64]);
    const observation = observationsOf(1, snapshot.layerSizes[0]);
    const means = new Set<number>();
    for (let i = 0; i < 500; i++) {
      const policy = new NetworkPolicy(snapshot);
      policy.forward(observation);
      means.add(policy.mean[0]);
    }
    expect(means.size).toBe(1);
  });

  it('are what the source in assembly/ compiles to; loading the compiler takes some seconds', async () => {
    const bytes = await compileKernels(ACTING_KERNEL);
    expect(Buffer.from(bytes).toString('base64')).toBe(DENSE_KERNEL_BASE64);
  }, 60_000);
});

describe('policies on them', () => {
  it('decide the same for a batch, one by one, and in plain TypeScript', () => {
    const snapshot = examplePolicy([33, 18]);
    const [width] = snapshot.layerSizes;
    const rows = 7;
    const observations = observationsOf(rows, width);
    const batch = new NetworkPolicy(snapshot, rows);
    batch.forwardRows(observations, rows);
    const single = new NetworkPolicy(snapshot);
    const reference = new NetworkPolicy(snapshot, 1, plain);
    for (let row = 0; row < rows; row++) {
      const observation = observations.subarray(row * width, (row + 1) * width);
      single.forward(observation);
      reference.forward(observation);
      expect(single.mean).toEqual(batch.mean.slice(row * 5, row * 5 + 5));
      expect(reference.mean).toEqual(single.mean);
    }
    expect(() => single.forwardRows(observations, 2)).toThrow(/at most 1/);
  });

  it('let a transformer decide the same in plain TypeScript, over several windows', () => {
    const snapshot = exampleTransformer();
    const fast = new DecisionTransformerPolicy(snapshot);
    const reference = new DecisionTransformerPolicy(snapshot, plain);
    const { observationLength } = snapshot.sizes;
    const observations = observationsOf(20, observationLength);
    for (let step = 0; step < 20; step++) {
      const observation = observations.subarray(step * observationLength);
      fast.decide(step, 5 - step, observation);
      reference.decide(step, 5 - step, observation);
      expect(fast.action).toEqual(reference.action);
    }
  });
});
