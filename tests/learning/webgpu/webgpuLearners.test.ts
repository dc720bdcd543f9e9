/**
 * The learners replayed on WebGPU: against PyTorch, and against the learners on tfjs's CPU backend
 * after 100 updates of small networks; about 10 s in software.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import {
  compareCompiledBcGolden,
  compareCompiledIqlGolden,
  type ExecutorFactory,
} from '../goldens/compiledGoldens';
import { compareCompiledTransformerGolden } from '../goldens/compiledTransformerGolden';
import type { DecisionTransformerGolden } from '../goldens/decisionTransformerGolden';
import type { BcGolden, IqlGolden } from '../goldens/goldens';
import { TrainingDevice } from '../../../src/learning/webgpu/device';
import { dispatchesOf } from '../../../src/learning/webgpu/kernels';
import { productsFor } from '../../../src/learning/webgpu/products';
import { WebgpuExecutor } from '../../../src/learning/webgpu/webgpuExecutor';
import bcGolden from '../../fixtures/goldens/bc.json';
import dtGolden from '../../fixtures/goldens/dt.json';
import iqlGolden from '../../fixtures/goldens/iql.json';
import { agreementWithReference, sequenceAgreement } from '../compiled/agreement';

const bc: BcGolden = bcGolden;
const iql: IqlGolden = iqlGolden;
const decisionTransformer: DecisionTransformerGolden = dtGolden;

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

let device: Promise<TrainingDevice> | null = null;
const dispatchCounts: number[] = [];
const createExecutor: ExecutorFactory = async (program, feed) => {
  device ??= TrainingDevice.open(navigator.gpu);
  const training = await device;
  const products = productsFor(training.gpu);
  const dispatches = program.instructions.flatMap((instruction) =>
    dispatchesOf(instruction, program.statistics, products),
  );
  // The minibatch is gathered by another.
  dispatchCounts.push(1 + dispatches.length);
  return await WebgpuExecutor.create(training, program, feed);
};

describe.runIf(unavailable === null)('on WebGPU', () => {
  beforeAll(async () => {
    await chooseBackend({ only: 'cpu', wasmPaths: null });
  });

  it('behaviour cloning has the losses and weights of PyTorch', async () => {
    const errors = await compareCompiledBcGolden(bc, createExecutor);
    expect(errors.relativeLoss).toBeLessThan(1e-4);
    expect(errors.absoluteWeight).toBeLessThan(1e-5);
  }, 30_000);

  it('IQL has the losses and weights of PyTorch, in at most 60 dispatches an update', async () => {
    const errors = await compareCompiledIqlGolden(iql, createExecutor);
    expect(errors.relativeLoss).toBeLessThan(1e-4);
    expect(errors.absoluteWeight).toBeLessThan(1e-5);
    expect(dispatchCounts.at(-1)).toBeLessThanOrEqual(60);
  }, 30_000);

  it('the Decision Transformer has the losses and weights of PyTorch', async () => {
    const errors = await compareCompiledTransformerGolden(decisionTransformer, createExecutor);
    expect(errors.relativeLoss).toBeLessThan(1e-4);
    expect(errors.absoluteWeight).toBeLessThan(1e-5);
  }, 60_000);

  it.each(['bc', 'iql', 'weightedIql', 'decisionTransformer', 'weightedTransformer'] as const)(
    '%s has the weights of the reference after up to 100 updates',
    async (algorithm) => {
      const agreement =
        algorithm === 'decisionTransformer' || algorithm === 'weightedTransformer'
          ? await sequenceAgreement(
              // Of the weighted one only what is gathered is another.
              algorithm === 'weightedTransformer' ? 20 : 100,
              createExecutor,
              algorithm === 'weightedTransformer',
            )
          : await agreementWithReference(algorithm, 100, createExecutor);
      expect(agreement.worstParameters).toBeLessThan(1e-3);
      expect(agreement.compiled.finite).toBe(true);
      expect(agreement.compiled.means.policyLoss).toBeCloseTo(
        agreement.reference.means.policyLoss,
        3,
      );
    },
    60_000,
  );
});
