/**
 * The kernels of assembly/ as a module that can be instantiated: SIMD WebAssembly
 * of a few kilobytes, carried as text so that the page, a worker and Node load it
 * the same way. `npm run build:kernels` makes it.
 */
import type { InstructionKind } from '../compiled/instructions/instructions';
import { KERNELS_BASE64 } from './kernels.generated';

/** A kernel takes byte addresses and numbers, in the order of its instruction's row. */
type Kernel = (...operands: number[]) => void;

export interface WasmKernels extends Readonly<Record<InstructionKind, Kernel>> {
  readonly memory: WebAssembly.Memory;
  /** The first byte that is the caller's. */
  heapBase(): number;
  /** Floats of scratch memory that any product needs. */
  scratchFloats(): number;
}

/**
 * Compiles the kernels; each learner then has an instance, and memory, of its own.
 * @throws Error when WebAssembly or its SIMD is missing
 */
export async function compileWasmKernels(): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(KERNELS_BASE64), (letter) => letter.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) {
    throw new Error('WebAssembly with SIMD is missing here.');
  }
  return await WebAssembly.compile(bytes);
}

export function instantiateWasmKernels(module: WebAssembly.Module): WasmKernels {
  return new WebAssembly.Instance(module).exports as unknown as WasmKernels;
}
