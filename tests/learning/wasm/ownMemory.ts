/** Executors in a memory of their own, without tfjs. */
import type { Feed } from '../../../src/learning/compiled/feed';
import type { Program } from '../../../src/learning/compiled/program';
import { WasmExecutor } from '../../../src/learning/wasm/wasmExecutor';
import { instantiateWasmKernels, type WasmModules } from '../../../src/learning/wasm/wasmKernels';

const PAGE_BYTES = 65_536;
/** The arena does not begin where the memory does: addresses have to be right. */
const ARENA = 4096;

export function executorInOwnMemory(
  modules: WasmModules,
  program: Program,
  feed: Pick<Feed, 'batchSize' | 'writeInto'>,
): { readonly executor: WasmExecutor; readonly memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernels = instantiateWasmKernels(modules, memory);
  const scratch = Math.ceil((ARENA + 4 * program.arenaLength) / 64) * 64;
  memory.grow(Math.ceil((scratch + 4 * kernels.scratchFloats()) / PAGE_BYTES));
  const places = { arena: ARENA, scratch };
  return { executor: new WasmExecutor(kernels, memory, places, program, feed), memory };
}
