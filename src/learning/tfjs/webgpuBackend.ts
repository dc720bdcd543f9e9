/**
 * tfjs's WebGPU backend on the training session's device. The package's own factory would open a
 * device that nobody else may use; this one is given ours, and the compiled updates find it, with
 * its pipelines, by the backend.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { TrainingDevice } from '../webgpu/device';
import * as tf from './tf';

const NAME = 'webgpu';
/** The package's own: above WebAssembly and the CPU. */
const PRIORITY = 3;

export class TrainingBackend extends WebGPUBackend {
  /** Queues of compiled updates so far. */
  private updates = 0;

  /** @param now the clock, in milliseconds; monotonic */
  constructor(
    readonly training: TrainingDevice,
    private readonly now: () => number,
  ) {
    super(training.gpu, training.gpu.adapterInfo);
  }

  /**
   * Times kernels for tf.profile() and tf.time(). Compiled updates write no timestamps: theirs is
   * the time by the clock until the device is done with them.
   */
  override async time(kernels: () => void): ReturnType<WebGPUBackend['time']> {
    const { updates } = this;
    const start = this.now();
    const timing = await super.time(kernels);
    if (this.updates === updates) return timing;
    await this.queue.onSubmittedWorkDone();
    return { ...timing, kernelMs: this.now() - start };
  }

  /** Runs compiled updates after everything that tfjs has recorded. */
  runUpdates(run: () => void): void {
    this.flush();
    run();
    this.updates += 1;
  }

  /** Hands what tfjs has recorded to the device, so that what follows comes after it. */
  flush(): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.submitQueue();
  }

  override dispose(): void {
    super.dispose();
    this.training.destroy();
  }
}

/**
 * tfjs's backend on a device that works: the one there is, or else a new one, which replaces one
 * that was lost.
 * @throws Error when there is no adapter
 */
export async function openWebgpu(): Promise<TrainingBackend> {
  const current = working();
  if (current !== null) return current;
  const { gpu } = (globalThis.navigator as Partial<Navigator> | undefined) ?? {};
  if (
    gpu === undefined &&
    (globalThis as Partial<WindowOrWorkerGlobalScope>).isSecureContext === false
  ) {
    throw new Error('WebGPU needs https or localhost, and this page came over plain http.');
  }
  const device = await TrainingDevice.open(gpu);
  // Whoever asked at the same time may have been faster; there is one device.
  const other = working();
  if (other !== null) {
    device.destroy();
    return other;
  }
  if (tf.findBackendFactory(NAME) !== null) tf.removeBackend(NAME);
  const backend = new TrainingBackend(device, () => performance.now());
  tf.registerBackend(NAME, () => backend, PRIORITY);
  return backend;
}

function working(): TrainingBackend | null {
  const current = tf.engine().registry[NAME];
  return current instanceof TrainingBackend && current.training.failure === null ? current : null;
}
