/** Which engine trains on which backend, and how the two are named; plain data, so that the page can know it. */
import type { BackendName, EngineName } from './training';

/** Where tfjs computes, and what makes the updates there. */
export interface EngineChoice {
  readonly backend: BackendName;
  readonly engine: EngineName;
}

export const BACKEND_NAMES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'CPU',
};

/** As badges and commands name it: `WebGPU · compiled`. */
export function engineText({ backend, engine }: EngineChoice): string {
  return `${BACKEND_NAMES[backend]} · ${engine}`;
}

/** Plain JavaScript compiles nothing: tfjs trains there, whatever was asked for. */
export function engineChoice(backend: BackendName, asked: EngineName): EngineChoice {
  return { backend, engine: backend === 'cpu' ? 'tfjs' : asked };
}
