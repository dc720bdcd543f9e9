/** Which engines there are on which backends, and how the two are named: plain data. */
import { choiceField } from '../../market/fields';

/** Where tfjs can compute, the fastest first. */
export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** `compiled` runs an update as one program; `tfjs` takes eager layers and tf.grad, the reference. */
const ENGINES = ['compiled', 'tfjs'] as const;
export type EngineName = (typeof ENGINES)[number];

export const ENGINE_FIELD = choiceField<EngineName>({
  default: 'compiled',
  choices: ENGINES,
  help: 'Compiled runs an update as one program and is many times faster; TensorFlow.js takes it layer by layer and is the reference. On the CPU there is only the reference.',
});

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
