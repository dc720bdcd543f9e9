/**
 * The kernels of assembly/ as modules that can be instantiated: SIMD WebAssembly of a few
 * kilobytes, carried as text so that the page, a worker and Node load it the same way.
 * `npm run build:kernels` makes it. The kernels run in whatever memory they are given; only the
 * tables of the exponentials have one of their own.
 */
import type { InstructionKind } from '../compiled/instructions/instructions';
import { EXPONENTIALS_BASE64 } from './exponentials.generated';
import { KERNELS_BASE64 } from './kernels.generated';

/** A kernel, which takes byte addresses and numbers in the order of its instruction's row. */
type Kernel = (...operands: number[]) => void;

export interface WasmKernels extends Readonly<Record<InstructionKind, Kernel>> {
  /** Floats of scratch memory that any product needs. */
  scratchFloats(): number;
}

export interface WasmModules {
  readonly kernels: WebAssembly.Module;
  readonly exponentials: WebAssembly.Module;
}

/** @throws Error when WebAssembly or its SIMD is missing */
export async function compileWasmKernels(): Promise<WasmModules> {
  const bytes = bytesOf(KERNELS_BASE64);
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) {
    throw new Error('WebAssembly with SIMD is missing here.');
  }
  const [kernels, exponentials] = await Promise.all([
    WebAssembly.compile(bytes),
    WebAssembly.compile(bytesOf(EXPONENTIALS_BASE64)),
  ]);
  return { kernels, exponentials };
}

/** @param memory that the kernels' addresses are in; it may grow */
export function instantiateWasmKernels(
  { kernels, exponentials }: WasmModules,
  memory: WebAssembly.Memory,
): WasmKernels {
  const tables = new WebAssembly.Instance(exponentials);
  const imports = { env: { memory }, exponentialImports: tables.exports };
  return new WebAssembly.Instance(kernels, imports).exports as unknown as WasmKernels;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
