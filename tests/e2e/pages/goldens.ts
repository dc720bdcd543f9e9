/** Runs the reference updates on the browser's best backend and writes the errors into the page. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { chooseBackend } from '../../../src/learning/backend';
import { compareDecisionTransformerGolden } from '../../../src/learning/decisionTransformerGolden';
import {
  compareBcGolden,
  compareIqlGolden,
  type GoldenErrors,
} from '../../../src/learning/goldens';
import bc from '../../fixtures/goldens/bc.json';
import decisionTransformer from '../../fixtures/goldens/dt.json';
import iql from '../../fixtures/goldens/iql.json';

export interface GoldenReport {
  readonly backend: string;
  readonly errors: Readonly<Record<string, GoldenErrors>>;
}

const { name: backend } = await chooseBackend({
  only: null,
  wasmPaths: {
    'tfjs-backend-wasm.wasm': new URL(wasmUrl, import.meta.url).href,
    'tfjs-backend-wasm-simd.wasm': new URL(wasmSimdUrl, import.meta.url).href,
  },
});
const report: GoldenReport = {
  backend,
  errors: {
    bc: await compareBcGolden(bc),
    iql: await compareIqlGolden(iql),
    decisionTransformer: await compareDecisionTransformerGolden(decisionTransformer),
  },
};
const output = document.querySelector('output');
if (output !== null) output.textContent = JSON.stringify(report);
