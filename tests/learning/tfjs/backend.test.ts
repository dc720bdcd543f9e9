import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import * as tf from '../../../src/learning/tfjs/tf';

const any = { only: null, wasmPaths: null } as const;

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('choosing a backend', () => {
  it('does not print the advice to install another package, and keeps tfjs’s warnings', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await chooseBackend({ only: 'cpu', wasmPaths: null });
    tf.tidy(() => tf.neg(tf.tensor1d([1, 2])));
    expect(warn).not.toHaveBeenCalled();
    tf.backend_util.warn('a warning of tfjs');
    expect(warn).toHaveBeenCalledWith('a warning of tfjs');
    warn.mockRestore();
  });

  it('takes WebAssembly where there is no WebGPU, and says why', async () => {
    vi.stubGlobal('navigator', {});
    const info = await chooseBackend(any);
    expect(info.name).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(info.rejected).toEqual([{ name: 'webgpu', reason: 'WebGPU is not available here.' }]);
  });

  it('says what WebGPU needs where a page came over plain http', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('isSecureContext', false);
    const [{ reason }] = (await chooseBackend(any)).rejected;
    expect(reason).toBe('WebGPU needs https or localhost, and this page came over plain http.');
  });

  it('asks for an adapter before it starts WebGPU', async () => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(null) } });
    const info = await chooseBackend(any);
    expect(info.name).toBe('wasm');
    expect(info.rejected[0].reason).toBe('WebGPU found no graphics adapter.');
  });

  it('fails with the reason when the one that was asked for does not start', async () => {
    vi.stubGlobal('navigator', {});
    await expect(chooseBackend({ only: 'webgpu', wasmPaths: null })).rejects.toThrow(
      'No backend for training works. webgpu: WebGPU is not available here.',
    );
  });

  it('passes over a backend whose gradients are wrong', async () => {
    await chooseBackend({ only: 'wasm', wasmPaths: null });
    const tanh = tf.getKernel('Tanh', 'wasm');
    tf.unregisterKernel('Tanh', 'wasm');
    const sigmoid = tf.getKernel('Sigmoid', 'wasm');
    tf.registerKernel({ ...sigmoid, kernelName: 'Tanh' });
    try {
      const info = await chooseBackend(any);
      expect(info.name).toBe('cpu');
      expect(info.rejected[1].name).toBe('wasm');
      expect(info.rejected[1].reason).toMatch(/gradients differ from the CPU's by .* percent/);
    } finally {
      tf.unregisterKernel('Tanh', 'wasm');
      tf.registerKernel(tanh);
    }
  });
});
