/**
 * Runs the reference updates in a browser and writes the errors into the page: the learners on its
 * best backend, and their compiled updates wherever they run here. Then IQL trains under both
 * engines from one seed, and their weights are compared.
 */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { BackendName } from '../../../src/learning/algorithms/engineChoice';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import {
  compareCompiledBcGolden,
  compareCompiledIqlGolden,
  type ExecutorFactory,
} from '../../learning/goldens/compiledGoldens';
import { compareCompiledTransformerGolden } from '../../learning/goldens/compiledTransformerGolden';
import { compareDecisionTransformerGolden } from '../../learning/goldens/decisionTransformerGolden';
import {
  compareBcGolden,
  compareIqlGolden,
  type GoldenErrors,
} from '../../learning/goldens/goldens';
import { openOnWasm } from '../../../src/learning/tfjs/wasmUpdates';
import { openOnWebgpu } from '../../../src/learning/tfjs/webgpuUpdates';
import { compareEngines, type EngineComparison } from './compareEngines';
import bc from '../../fixtures/goldens/bc.json';
import decisionTransformer from '../../fixtures/goldens/dt.json';
import iql from '../../fixtures/goldens/iql.json';

/** Errors by learner. */
export type LearnerErrors = Readonly<Record<string, GoldenErrors>>;

export interface GoldenReport {
  readonly backend: string;
  readonly eager: LearnerErrors;
  /** Errors by the backend that the updates were compiled for. */
  readonly compiled: Readonly<Record<string, LearnerErrors>>;
  readonly engines: EngineComparison;
  /** Graphics devices that were opened for all of it. */
  readonly devices: number;
}

async function compiledErrors(createExecutor: ExecutorFactory): Promise<LearnerErrors> {
  return {
    bc: await compareCompiledBcGolden(bc, createExecutor),
    iql: await compareCompiledIqlGolden(iql, createExecutor),
    decisionTransformer: await compareCompiledTransformerGolden(
      decisionTransformer,
      createExecutor,
    ),
  };
}

const wasmPaths = {
  'tfjs-backend-wasm.wasm': new URL(wasmUrl, import.meta.url).href,
  'tfjs-backend-wasm-simd.wasm': new URL(wasmSimdUrl, import.meta.url).href,
};

let devices = 0;
if ('GPUAdapter' in globalThis) {
  const { prototype } = GPUAdapter;
  const requestDevice = Object.getOwnPropertyDescriptor(prototype, 'requestDevice')
    ?.value as GPUAdapter['requestDevice'];
  prototype.requestDevice = function count(descriptor) {
    devices += 1;
    return requestDevice.call(this, descriptor);
  };
}

const { name: backend } = await chooseBackend({ only: null, wasmPaths });
const eager = {
  bc: await compareBcGolden(bc),
  iql: await compareIqlGolden(iql),
  decisionTransformer: await compareDecisionTransformerGolden(decisionTransformer),
};
const engines = await compareEngines(backend);
const executors: Readonly<Record<string, ExecutorFactory>> = {
  wasm: openOnWasm,
  ...(backend === 'webgpu' ? { webgpu: openOnWebgpu } : {}),
};
const compiled: Record<string, LearnerErrors> = {};
for (const [name, createExecutor] of Object.entries(executors)) {
  await chooseBackend({ only: name as BackendName, wasmPaths });
  compiled[name] = await compiledErrors(createExecutor);
}
const report: GoldenReport = { backend, eager, compiled, engines, devices };
const output = document.querySelector('output');
if (output !== null) output.textContent = JSON.stringify(report);
