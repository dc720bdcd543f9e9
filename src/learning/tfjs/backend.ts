/**
 * Chooses where tfjs computes: WebGPU, then WebAssembly, then plain JavaScript. A backend counts
 * only if it differentiates a small network like the CPU does; otherwise the next one is tried and
 * the reason is kept for the badge.
 */
import { gaussianPolicyParameterCount } from '../algorithms/layerSizes';
import type { BackendInfo } from '../runs/training';
import type { BackendName } from '../algorithms/engineChoice';
import { BACKENDS } from '../algorithms/engineChoice';
import { logDensity } from './gaussianPolicy';
import * as tf from './tf';

/** The places of the WebAssembly binaries: URLs in a browser, file paths in Node. */
interface WasmPaths {
  readonly 'tfjs-backend-wasm.wasm': string;
  readonly 'tfjs-backend-wasm-simd.wasm': string;
}

export interface BackendChoice {
  /** The backend to force, whose failure is then an error; null tries all. */
  readonly only: BackendName | null;
  /** With null, tfjs looks beside its own script, which works in Node. */
  readonly wasmPaths: WasmPaths | null;
}

/**
 * Starts the best backend that works and makes it tfjs's current one.
 * @throws Error with the reason when `only` is given and does not work
 */
export async function chooseBackend({ only, wasmPaths }: BackendChoice): Promise<BackendInfo> {
  const expected = await referenceGradient();
  const rejected: { name: BackendName; reason: string }[] = [];
  for (const name of only === null ? BACKENDS : [only]) {
    try {
      await start(name, wasmPaths);
      await checkGradient(expected);
      return { name, rejected };
    } catch (error) {
      rejected.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = rejected.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
  throw new Error(`No backend for training works. ${reasons}`);
}

async function start(name: BackendName, wasmPaths: WasmPaths | null): Promise<void> {
  if (name === 'webgpu') await openWebgpu();
  if (name === 'wasm') await prepareWasm(wasmPaths);
  if (!(await tf.setBackend(name))) {
    throw new Error(`tfjs could not start its ${name} backend.`);
  }
  await tf.ready();
}

async function openWebgpu(): Promise<void> {
  const webgpu = await import('./webgpuBackend');
  await webgpu.openWebgpu();
  // Small operations would otherwise hop to the CPU and wait for the GPU's queue.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
}

async function prepareWasm(wasmPaths: WasmPaths | null): Promise<void> {
  if (typeof WebAssembly === 'undefined') throw new Error('WebAssembly is not available here.');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // The threaded build starts a worker from a string, which bundling breaks.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (wasmPaths === null) return;
  // tfjs wants to be told of every build, even of one that it may not load.
  const threaded = wasmPaths['tfjs-backend-wasm-simd.wasm'];
  setWasmPaths({ ...wasmPaths, 'tfjs-backend-wasm-threaded-simd.wasm': threaded });
}

const SELF_TEST_SIZES = [5, 16, 12, 3];
const SELF_TEST_BATCH = 9;
/** Single precision in another order of summation stays well within this. */
const SELF_TEST_TOLERANCE = 1e-3;

/** The self-test's loss and gradient by the CPU backend. */
async function referenceGradient(): Promise<Float32Array> {
  await tf.setBackend('cpu');
  passFirstUse();
  return selfTestGradient();
}

/**
 * Makes the first tensor of the CPU backend without its advice to install tfjs-node, whose native
 * code the lab does without. tfjs's own flag is back before anything else could warn.
 */
function passFirstUse(): void {
  const isSilent = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  tf.scalar(0).dispose();
  tf.env().set('PROD', isSilent);
}

async function checkGradient(expected: Float32Array): Promise<void> {
  const actual = await selfTestGradient();
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const worst = actual.reduce((largest, value, index) => {
    const error = Math.abs(value - expected[index]) / scale;
    return error <= largest ? largest : error;
  }, 0);
  if (!(worst <= SELF_TEST_TOLERANCE)) {
    throw new Error(
      `Its gradients differ from the CPU's by ${(100 * worst).toPrecision(2)} percent: self-test failed.`,
    );
  }
}

/** Loss, then its gradient, of a small policy at fixed, uneven numbers. */
async function selfTestGradient(): Promise<Float32Array> {
  const result = tf.tidy(() => {
    const observations = tf.tensor2d(wave(SELF_TEST_BATCH * 5, 1.3), [SELF_TEST_BATCH, 5]);
    const actions = tf.tensor2d(wave(SELF_TEST_BATCH * 3, 2.1), [SELF_TEST_BATCH, 3]);
    const parameters = tf.tensor1d(wave(gaussianPolicyParameterCount(SELF_TEST_SIZES), 0.7));
    const loss = (policy: tf.Tensor): tf.Scalar =>
      tf.neg(tf.mean(logDensity(policy, SELF_TEST_SIZES, observations, actions)));
    const { value, grad } = tf.valueAndGrad(loss)(parameters);
    return tf.concat([tf.reshape(value, [1]), grad as tf.Tensor1D]);
  });
  const values = await result.data<'float32'>();
  result.dispose();
  return values;
}

function wave(length: number, frequency: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(frequency * (index + 1)));
}
