/** A hundred updates as WebAssembly against the learners themselves on tfjs's CPU backend. */
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import type { ExecutorFactory } from '../goldens/compiledGoldens';
import { executorInOwnMemory } from './ownMemory';
import { compileWasmKernels } from '../../../src/learning/wasm/wasmKernels';
import { agreementWithReference, COMPARED, sequenceAgreement } from '../compiled/agreement';

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

describe.each([...COMPARED, 'decisionTransformer', 'weightedTransformer'] as const)(
  '%s',
  (algorithm) => {
    it('has the weights, moments and diagnostics of the reference after 100 updates', async () => {
      const kernels = await compileWasmKernels();
      const createExecutor: ExecutorFactory = (program, feed) =>
        executorInOwnMemory(kernels, program, feed).executor;
      const { worstParameters, worstMoments, reference, compiled } =
        algorithm === 'decisionTransformer' || algorithm === 'weightedTransformer'
          ? await sequenceAgreement(100, createExecutor, algorithm === 'weightedTransformer')
          : await agreementWithReference(algorithm, 100, createExecutor);
      expect(worstParameters).toBeLessThan(1e-4);
      expect(worstMoments).toBeLessThan(1e-3);
      expect(compiled.finite).toBe(true);
      const ours = new Map(Object.entries(compiled.means));
      for (const [name, value] of Object.entries(reference.means)) {
        const mean = ours.get(name) ?? Infinity;
        if (Number.isNaN(value)) expect(mean, name).toBeNaN();
        else expect(Math.abs(mean - value) / (1 + Math.abs(value)), name).toBeLessThan(1e-4);
      }
    });
  },
);
