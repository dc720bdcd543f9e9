/**
 * Compiled updates on tfjs's WebGPU backend: its device, and an arena that is one of its tensors.
 */
import type { Feed } from '../compiled/feed';
import type { Program } from '../compiled/program';
import { WebgpuExecutor } from '../webgpu/webgpuExecutor';
import { attributesOf, COMPILED_UPDATE, KernelExecutor } from './compiledUpdate';
import * as tf from './tf';
import { openWebgpu, type TrainingBackend } from './webgpuBackend';

/** Opens a new device where the old one was lost. @throws Error as WebgpuExecutor.create does */
export async function openOnWebgpu(program: Program, feed: Feed): Promise<KernelExecutor> {
  const backend = await openWebgpu();
  await tf.setBackend('webgpu');
  registerUpdates();
  const executor = await WebgpuExecutor.create(backend.training, program, feed);
  const arena = tf.tensor({ buffer: executor.arena, zeroCopy: true }, [program.arenaLength]);
  return new KernelExecutor(executor, tf.keep(arena) as tf.Tensor1D, 0, [], () => backend.flush());
}

function registerUpdates(): void {
  if (tf.getKernel(COMPILED_UPDATE, 'webgpu') !== undefined) return;
  tf.registerKernel({
    kernelName: COMPILED_UPDATE,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { executor, queue } = attributesOf(attrs);
      const webgpu = backend as TrainingBackend;
      webgpu.runUpdates(() => executor.run(queue));
      // tfjs keeps a copy of a tensor that was read; this one is no longer as it was.
      const { arena } = inputs as { readonly arena: tf.TensorInfo };
      Object.assign(webgpu.tensorMap.get(arena.dataId), { values: null });
      return [];
    },
  });
}
