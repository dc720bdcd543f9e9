/**
 * The kernels of assembly/ as a module that can be instantiated: SIMD WebAssembly
 * of a few kilobytes, carried as text so that the page, a worker and Node load it
 * the same way. `npm run build:kernels` makes it.
 */
import { KERNELS_BASE64 } from './kernels.generated';

/** Operands are byte addresses and counts; assembly/ says which. */
type Kernel = (...operands: number[]) => void;

export interface WasmKernels {
  readonly memory: WebAssembly.Memory;
  /** First byte that is the caller's. */
  heapBase(): number;
  /** Floats of scratch memory that any product needs. */
  scratchFloats(): number;
  readonly concatenate: Kernel;
  readonly denseForward: Kernel;
  readonly weightGradient: Kernel;
  readonly inputGradient: Kernel;
  readonly expectileLoss: Kernel;
  readonly advantageWeights: Kernel;
  readonly policyLoss: Kernel;
  readonly criticLoss: Kernel;
  readonly adam: Kernel;
  readonly moveTowards: Kernel;
  readonly gradientNorms: Kernel;
  readonly fill: Kernel;
  readonly embedTokens: Kernel;
  readonly linkTimesteps: Kernel;
  readonly embedTokensGradient: Kernel;
  readonly takeRows: Kernel;
  readonly addRows: Kernel;
  readonly layerNorm: Kernel;
  readonly layerNormGradient: Kernel;
  readonly attention: Kernel;
  readonly attentionGradient: Kernel;
  readonly maskedActionLoss: Kernel;
  readonly clipFactor: Kernel;
  readonly adamW: Kernel;
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
