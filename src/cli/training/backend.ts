/** Starts the backend that a command asks for; WebGPU comes from Dawn's binding. */
import type { BackendInfo } from '../../learning/runs/training';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { provideWebgpu } from './nodeWebgpu';

/** @throws Error with the reason when it does not work here */
export async function startBackend(only: BackendName): Promise<BackendInfo> {
  if (only === 'webgpu') {
    const reason = await provideWebgpu();
    if (reason !== null) throw new Error(`WebGPU does not work in Node here. ${reason}`);
  }
  const { chooseBackend } = await import('../../learning/tfjs/backend');
  return await chooseBackend({ only, wasmPaths: null });
}
