/**
 * Runs the reference updates in a browser and writes the errors into the page: the
 * learners on its best backend, and their compiled updates wherever they run here.
 */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
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
import { WasmExecutor } from '../../../src/learning/wasm/wasmExecutor';
import { compileWasmKernels } from '../../../src/learning/wasm/wasmKernels';
import { WebgpuExecutor } from '../../../src/learning/webgpu/webgpuExecutor';
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

const { name: backend } = await chooseBackend({
  only: null,
  wasmPaths: {
    'tfjs-backend-wasm.wasm': new URL(wasmUrl, import.meta.url).href,
    'tfjs-backend-wasm-simd.wasm': new URL(wasmSimdUrl, import.meta.url).href,
  },
});
const kernels = await compileWasmKernels();
const executors: Readonly<Record<string, ExecutorFactory>> = {
  wasm: (program, feed) => new WasmExecutor(kernels, program, feed),
  ...(backend === 'webgpu'
    ? { webgpu: (program, feed) => WebgpuExecutor.create(navigator.gpu, program, feed) }
    : {}),
};
const compiled: Record<string, LearnerErrors> = {};
for (const [name, createExecutor] of Object.entries(executors)) {
  compiled[name] = await compiledErrors(createExecutor);
}
const report: GoldenReport = {
  backend,
  eager: {
    bc: await compareBcGolden(bc),
    iql: await compareIqlGolden(iql),
    decisionTransformer: await compareDecisionTransformerGolden(decisionTransformer),
  },
  compiled,
};
const output = document.querySelector('output');
if (output !== null) output.textContent = JSON.stringify(report);
