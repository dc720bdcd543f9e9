/** Three updates of each learner as kernels of tfjs's WebAssembly against PyTorch in float64. */
import { beforeAll, expect, it } from 'vitest';
import {
  compareCompiledBcGolden,
  compareCompiledIqlGolden,
  type ExecutorFactory,
} from '../goldens/compiledGoldens';
import { compareCompiledTransformerGolden } from '../goldens/compiledTransformerGolden';
import type { DecisionTransformerGolden } from '../goldens/decisionTransformerGolden';
import type { BcGolden, IqlGolden } from '../goldens/goldens';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { openOnWasm } from '../../../src/learning/tfjs/wasmUpdates';
import bcGolden from '../../fixtures/goldens/bc.json';
import dtGolden from '../../fixtures/goldens/dt.json';
import iqlGolden from '../../fixtures/goldens/iql.json';

const bc: BcGolden = bcGolden;
const iql: IqlGolden = iqlGolden;
const decisionTransformer: DecisionTransformerGolden = dtGolden;
const createExecutor: ExecutorFactory = openOnWasm;

beforeAll(async () => {
  await chooseBackend({ only: 'wasm', wasmPaths: null });
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
