/**
 * Compares three updates of each learner with PyTorch in float64, from the same weights and
 * batches.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import {
  compareDecisionTransformerGolden,
  type DecisionTransformerGolden,
} from './decisionTransformerGolden';
import { compareBcGolden, compareIqlGolden, type BcGolden, type IqlGolden } from './goldens';
import bcGolden from '../../fixtures/goldens/bc.json';
import dtGolden from '../../fixtures/goldens/dt.json';
import iqlGolden from '../../fixtures/goldens/iql.json';

const bc: BcGolden = bcGolden;
const iql: IqlGolden = iqlGolden;
const decisionTransformer: DecisionTransformerGolden = dtGolden;

describe.each(['cpu', 'wasm'] as const)('on the %s backend', (backend) => {
  beforeAll(async () => {
    await chooseBackend({ only: backend, wasmPaths: null });
  });

  it('behaviour cloning has the losses and weights of PyTorch', async () => {
    const errors = await compareBcGolden(bc);
    expect(errors.relativeLoss).toBeLessThan(1e-4);
    expect(errors.absoluteWeight).toBeLessThan(1e-5);
  });

  it('IQL has the losses, advantage weights and weights of PyTorch', async () => {
    const errors = await compareIqlGolden(iql);
    expect(errors.relativeLoss).toBeLessThan(1e-4);
    expect(errors.absoluteWeight).toBeLessThan(1e-5);
  });

  it('the Decision Transformer has the predictions, gradient norm and weights of PyTorch', async () => {
    const errors = await compareDecisionTransformerGolden(decisionTransformer);
    expect(errors.relativeLoss).toBeLessThan(1e-4);
    expect(errors.absoluteWeight).toBeLessThan(1e-5);
  });
});
