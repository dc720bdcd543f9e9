/**
 * Compares the programs themselves with PyTorch. They are carried out by the plain loops that say
 * what every instruction means, so that an error is in a program and not in a kernel.
 */
import { expect, it } from 'vitest';
import { compareCompiledBcGolden, compareCompiledIqlGolden } from '../goldens/compiledGoldens';
import { compareCompiledTransformerGolden } from '../goldens/compiledTransformerGolden';
import type { Feed } from '../../../src/learning/compiled/feed';
import type { Program } from '../../../src/learning/compiled/program';
import { PlainExecutor } from './plainExecutor';
import { dispatchesOf } from '../../../src/learning/webgpu/kernels';
import { hardwareProduct } from '../../../src/learning/webgpu/products';
import { compileDecisionTransformer } from '../../../src/learning/compiled/transformerProgram';
import { DEFAULT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import bcGolden from '../../fixtures/goldens/bc.json';
import dtGolden from '../../fixtures/goldens/dt.json';
import iqlGolden from '../../fixtures/goldens/iql.json';

const create = (program: Program, feed: Feed) => new PlainExecutor(program, feed);

it.each([
  ['behaviour cloning', () => compareCompiledBcGolden(bcGolden, create)],
  ['IQL', () => compareCompiledIqlGolden(iqlGolden, create)],
  ['the Decision Transformer', () => compareCompiledTransformerGolden(dtGolden, create)],
] as const)('%s has the losses and weights of PyTorch', async (_, compare) => {
  const errors = await compare();
  expect(errors.relativeLoss).toBeLessThan(1e-5);
  expect(errors.absoluteWeight).toBeLessThan(1e-6);
});

it('a Decision Transformer of three layers takes at most 250 dispatches an update', () => {
  const config = DEFAULT_DECISION_TRANSFORMER_CONFIG;
  const sizes = { ...config, observationLength: 43, actionLength: 5 };
  const program = compileDecisionTransformer(sizes, config, config.batchSize);
  const dispatches = program.instructions.flatMap((instruction) =>
    dispatchesOf(instruction, program.statistics, hardwareProduct),
  );
  // Another dispatch gathers the windows.
  expect(config.layers).toBe(3);
  expect(dispatches.length + 1).toBeLessThanOrEqual(250);
  expect(dispatches.length).toBeGreaterThan(50);
});
