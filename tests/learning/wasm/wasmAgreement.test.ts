/** A hundred updates as WebAssembly against the learners themselves on tfjs's CPU backend. */
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../src/learning/backend';
import { WasmExecutor } from '../../../src/learning/wasm/wasmExecutor';
import { compileWasmKernels } from '../../../src/learning/wasm/wasmKernels';
import { agreementWithReference, COMPARED } from '../compiled/agreement';

describe.each(COMPARED)('%s', (algorithm) => {
  beforeAll(async () => {
    await chooseBackend({ only: 'cpu', wasmPaths: null });
  });

  it('has the weights, moments and diagnostics of the reference after 100 updates', async () => {
    const kernels = await compileWasmKernels();
    const { worstParameters, worstMoments, reference, compiled } = await agreementWithReference(
      algorithm,
      100,
      (program, sampler) => new WasmExecutor(kernels, program, sampler),
    );
    expect(worstParameters).toBeLessThan(1e-4);
    expect(worstMoments).toBeLessThan(1e-3);
    expect(compiled.finite).toBe(true);
    for (const [name, value] of Object.entries(reference.means)) {
      const ours = compiled.means[name as keyof typeof reference.means];
      if (Number.isNaN(value)) expect(ours, name).toBeNaN();
      else expect(Math.abs(ours - value) / (1 + Math.abs(value)), name).toBeLessThan(1e-4);
    }
  });
});
