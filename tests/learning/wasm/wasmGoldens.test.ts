/** Three updates of each learner as WebAssembly against PyTorch in float64. */
import { beforeAll, expect, it } from 'vitest';
import {
  compareCompiledBcGolden,
  compareCompiledIqlGolden,
  type ExecutorFactory,
} from '../../../src/learning/compiled/compiledGoldens';
import type { BcGolden, IqlGolden } from '../../../src/learning/goldens';
import { WasmExecutor } from '../../../src/learning/wasm/wasmExecutor';
import { compileWasmKernels } from '../../../src/learning/wasm/wasmKernels';
import bcGolden from '../../fixtures/goldens/bc.json';
import iqlGolden from '../../fixtures/goldens/iql.json';

const bc: BcGolden = bcGolden;
const iql: IqlGolden = iqlGolden;
let createExecutor: ExecutorFactory;

beforeAll(async () => {
  const kernels = await compileWasmKernels();
  createExecutor = (program, sampler) => new WasmExecutor(kernels, program, sampler);
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
