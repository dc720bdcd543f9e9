/** The engines and backends there are, what goes with what, and how they are named: plain data. */
import { choiceField } from '../../market/fields';

/** The backends of tfjs, the fastest first. */
export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/**
 * `compiled` runs an update as one program; `tfjs` takes eager layers and tf.grad, the reference.
 */
const ENGINES = ['compiled', 'tfjs'] as const;
export type EngineName = (typeof ENGINES)[number];

export const ENGINE_FIELD = choiceField<EngineName>({
  default: 'compiled',
  choices: ENGINES,
  help: 'Compiled runs an update as one program and is many times faster; TensorFlow.js takes it layer by layer and is the reference, which alone runs where there is neither WebGPU nor WebAssembly.',
});

/** A backend of tfjs, and the engine that makes the updates there. */
export interface EngineChoice {
  readonly backend: BackendName;
  readonly engine: EngineName;
}

export const BACKEND_NAMES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'CPU',
};

/** Names a choice as badges and commands do: `WebGPU · compiled`. */
export function engineText({ backend, engine }: EngineChoice): string {
  return `${BACKEND_NAMES[backend]} · ${engine}`;
}

/** Plain JavaScript compiles nothing: tfjs trains there, whatever was asked for. */
export function engineChoice(backend: BackendName, asked: EngineName): EngineChoice {
  return { backend, engine: backend === 'cpu' ? 'tfjs' : asked };
}
