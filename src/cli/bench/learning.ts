/**
 * Milliseconds per IQL update on every backend that this machine has, eagerly,
 * upload of the minibatch included: at the reference size (256-256, 64 inputs)
 * and at the lab's default (128-128, compact observation).
 */
import { ACTION_LENGTH } from '../../env/types';
import { chooseBackend } from '../../learning/backend';
import {
  createBatchArrays,
  disposeBatch,
  uploadBatch,
  type BatchArrays,
} from '../../learning/batch';
import { DEFAULT_LEARNING_CONFIG } from '../../learning/config';
import { ImplicitQLearner } from '../../learning/iql';
import * as tf from '../../learning/tf';
import type { BackendName } from '../../learning/training';
import { Rng } from '../../market/rng';
import { judged, type BenchResult } from '../results';

const BATCH_SIZE = 256;

interface Size {
  readonly suffix: string;
  readonly observationLength: number;
  readonly hiddenSizes: readonly number[];
}

const REFERENCE: Size = { suffix: '', observationLength: 64, hiddenSizes: [256, 256] };
const COMPACT: Size = { suffix: '.compact', observationLength: 43, hiddenSizes: [128, 128] };

/** Upper bounds in milliseconds on a 2-core machine; other sizes and backends are only measured. */
const LIMITS: Readonly<Record<string, number>> = {
  'learning.iql.wasm.msPerUpdate': 60,
  'learning.iql.wasm.compact.msPerUpdate': 12,
};

/** @param onlyBackends those to measure; one that does not start is left out */
export async function benchLearning(
  onlyBackends: readonly BackendName[] = ['wasm', 'cpu', 'webgpu'],
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const backend of onlyBackends) {
    try {
      await chooseBackend({ only: backend, wasmPaths: null });
    } catch {
      continue;
    }
    for (const size of [REFERENCE, COMPACT]) {
      const name = `learning.iql.${backend}${size.suffix}.msPerUpdate`;
      const milliseconds = await measure(size);
      results.push(
        name in LIMITS
          ? judged(name, milliseconds, 'ms', [null, LIMITS[name]])
          : { name, value: milliseconds, unit: 'ms' },
      );
    }
  }
  return results;
}

/** Median over rounds of at least a few updates each, after a warm-up. */
async function measure({ observationLength, hiddenSizes }: Size): Promise<number> {
  const random = new Rng(1);
  const learner = new ImplicitQLearner(
    {
      ...DEFAULT_LEARNING_CONFIG,
      observationLength,
      actionLength: ACTION_LENGTH,
      hiddenSizes,
      policyDecayUpdates: null,
    },
    random,
  );
  const arrays = createBatchArrays(BATCH_SIZE, observationLength, ACTION_LENGTH);
  fillRandomly(arrays, random);
  await timeUpdates(learner, arrays, 2);
  const estimate = await timeUpdates(learner, arrays, 1);
  const updates = Math.max(1, Math.min(20, Math.round(300 / estimate)));
  const rounds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    rounds.push(await timeUpdates(learner, arrays, updates));
  }
  learner.dispose();
  return rounds.sort((left, right) => left - right)[2];
}

/** @returns milliseconds per update, until the backend has finished them all */
async function timeUpdates(
  learner: ImplicitQLearner,
  arrays: BatchArrays,
  updates: number,
): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < updates; index += 1) {
    const batch = uploadBatch(arrays);
    const diagnostics = learner.update(batch);
    if (index === updates - 1) await diagnostics.policyLoss.data();
    tf.dispose({ ...diagnostics });
    disposeBatch(batch);
  }
  return (performance.now() - start) / updates;
}

function fillRandomly(arrays: BatchArrays, random: Rng): void {
  const { observations, actions, rewards, nextObservations } = arrays;
  for (const values of [observations, actions, rewards, nextObservations]) {
    values.forEach((_, index) => {
      values[index] = random.normal();
    });
  }
}
