/** Three updates of each learner as WebAssembly against PyTorch in float64. */
import { beforeAll, expect, it } from 'vitest';
import {
  compareCompiledBcGolden,
  compareCompiledIqlGolden,
  type ExecutorFactory,
} from '../goldens/compiledGoldens';
import { compareCompiledTransformerGolden } from '../goldens/compiledTransformerGolden';
import type { DecisionTransformerGolden } from '../goldens/decisionTransformerGolden';
import type { BcGolden, IqlGolden } from '../goldens/goldens';
import { WasmExecutor } from '../../../src/learning/wasm/wasmExecutor';
import { compileWasmKernels } from '../../../src/learning/wasm/wasmKernels';
import bcGolden from '../../fixtures/goldens/bc.json';
import dtGolden from '../../fixtures/goldens/dt.json';
import iqlGolden from '../../fixtures/goldens/iql.json';

const bc: BcGolden = bcGolden;
const iql: IqlGolden = iqlGolden;
const decisionTransformer: DecisionTransformerGolden = dtGolden;
let createExecutor: ExecutorFactory;

beforeAll(async () => {
  const kernels = await compileWasmKernels();
  createExecutor = (program, feed) => new WasmExecutor(kernels, program, feed);
});

it('behaviour cloning has the losses and weights of PyTorch', async () => {
  const errors = await compareCompiledBcGolden(bc, createExecutor);
  expect(errors.relativeLoss).toBeLessThan(1e-5);
  expect(errors.absoluteWeight).toBeLessThan(1e-6);
});

it('IQL has the losses, advantage weights and weights of PyTorch', async () => {
  const errors = await compareCompiledIqlGolden(iql, createExecutor);
  expect(errors.relativeLoss).toBeLessThan(1e-5);
  expect(errors.absoluteWeight).toBeLessThan(1e-6);
});

it('the Decision Transformer has the losses, gradient norms and weights of PyTorch', async () => {
  const errors = await compareCompiledTransformerGolden(decisionTransformer, createExecutor);
  expect(errors.relativeLoss).toBeLessThan(1e-5);
  expect(errors.absoluteWeight).toBeLessThan(1e-6);
});
