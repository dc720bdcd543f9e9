/** The trainer worker is the only thread with tfjs in it, see src/trainer. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { expose } from 'comlink';
import { HOST_ENVIRONMENT } from '../src/learning/runs/hostEnvironment';
import type { TrainerApi } from '../src/protocol/api';
import { TrainerService } from '../src/trainer/trainerService';
import { reportRejections } from './reportRejections';

/** tfjs takes a relative path for one beside its own script. */
const absolute = (url: string) => new URL(url, import.meta.url).href;

const openBackend: TrainerApi['initialise'] = async (only) => {
  // tfjs is a megabyte: only the trainer's own thread loads it.
  const { chooseBackend } = await import('../src/learning/tfjs/backend');
  const backend = await chooseBackend({
    only,
    wasmPaths: {
      'tfjs-backend-wasm.wasm': absolute(wasmUrl),
      'tfjs-backend-wasm-simd.wasm': absolute(wasmSimdUrl),
    },
  });
  // A training must not ask a server for its engine, which may have gone since.
  const { loadEngines } = await import('../src/learning/tfjs/engines');
  await loadEngines(backend.name);
  return backend;
};

reportRejections();
expose(
  new TrainerService({
    ...HOST_ENVIRONMENT,
    openBackend,
    onDeviceLost: (error) => reportError(error),
  }),
);
