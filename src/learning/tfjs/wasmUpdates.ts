/**
 * Compiled updates on tfjs's WebAssembly backend: the kernels run in its memory, and an arena is
 * one of its tensors. That memory grows when tfjs needs more of it, which leaves addresses as they
 * are.
 */
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Feed } from '../compiled/feed';
import type { Program } from '../compiled/program';
import { WasmExecutor } from '../wasm/wasmExecutor';
import { compileWasmKernels, instantiateWasmKernels } from '../wasm/wasmKernels';
import { attributesOf, COMPILED_UPDATE, KernelExecutor } from './compiledUpdate';
import * as tf from './tf';

const BACKEND = 'wasm';
const FLOAT_BYTES = 4;
/** Floats of a cache line, at which an arena begins; tfjs's allocator promises less. */
const ALIGNMENT_FLOATS = 16;

/** @throws Error when the backend was not started, or this machine has no SIMD */
export async function openOnWasm(program: Program, feed: Feed): Promise<KernelExecutor> {
  await tf.setBackend(BACKEND);
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new Error('The wasm backend is not tfjs’s own.');
  registerUpdates();
  const memory = memoryOf(backend);
  const kernels = instantiateWasmKernels(await compileWasmKernels(), memory);
  const arena = allocate(backend, program.arenaLength);
  const scratch = allocate(backend, kernels.scratchFloats());
  const places = { arena: arena.address, scratch: scratch.address };
  const executor = new WasmExecutor(kernels, memory, places, program, feed);
  return new KernelExecutor(executor, arena.tensor, arena.start, [scratch.tensor], () => {});
}

interface Allocation {
  readonly tensor: tf.Tensor1D;
  /** The element at the beginning of a cache line, and its byte address. */
  readonly start: number;
  readonly address: number;
}

function allocate(backend: BackendWasm, length: number): Allocation {
  const tensor: tf.Tensor1D = tf.keep(tf.zeros([length + ALIGNMENT_FLOATS]));
  const first = backend.getMemoryOffset(tensor.dataId) / FLOAT_BYTES;
  const start = (ALIGNMENT_FLOATS - (first % ALIGNMENT_FLOATS)) % ALIGNMENT_FLOATS;
  return { tensor, start, address: FLOAT_BYTES * (first + start) };
}

/** Finds the memory that tfjs's module exports; Emscripten keeps the exports under `asm`. */
function memoryOf({ wasm }: BackendWasm): WebAssembly.Memory {
  const { asm: exports } = wasm as { readonly asm?: { readonly memory?: unknown } };
  if (exports?.memory instanceof WebAssembly.Memory) return exports.memory;
  throw new Error('tfjs’s WebAssembly backend has no memory that can be shared.');
}

function registerUpdates(): void {
  if (tf.getKernel(COMPILED_UPDATE, BACKEND) !== undefined) return;
  tf.registerKernel({
    kernelName: COMPILED_UPDATE,
    backendName: BACKEND,
    kernelFunc: ({ attrs }) => {
      const { executor, queue } = attributesOf(attrs);
      executor.run(queue);
      return [];
    },
  });
}
