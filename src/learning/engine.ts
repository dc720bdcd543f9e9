/**
 * What makes a run's updates: the learner itself on tfjs, which is the reference,
 * or its update compiled to a program for the backend in use. Both start from a
 * learner and speak the same plain state, so a run does not know which it has.
 */
import type { Rng } from '../market/rng';
import type { BehaviourCloner } from './bc';
import type { LearnerState } from './checkpoint';
import { compileCloning } from './compiled/cloningProgram';
import { CompiledLearner } from './compiled/compiledLearner';
import type { Executor } from './compiled/executor';
import { compileIql } from './compiled/iqlProgram';
import type { Program } from './compiled/program';
import { ImplicitQLearner } from './iql';
import { saveLearner } from './checkpoint';
import type { MetricMeans } from './metrics';
import { ReferenceEngine } from './referenceEngine';
import type { TransitionSampler } from './sampler';
import * as tf from './tf';
import { WasmExecutor } from './wasm/wasmExecutor';
import { compileWasmKernels } from './wasm/wasmKernels';
import { WebgpuExecutor } from './webgpu/webgpuExecutor';

export type PolicyLearner = BehaviourCloner | ImplicitQLearner;

export interface EngineMetrics {
  /** Over the updates since the last reading. */
  readonly means: MetricMeans & { readonly policyStd: number };
  /** False when any of them is infinite or not a number. */
  readonly finite: boolean;
}

export interface Engine {
  /** Whether its device can disappear: reading then throws a DeviceLostError. */
  readonly canBeLost: boolean;
  /** Starts `count` updates; where the device is another, it returns before they are done. */
  updateMany(count: number, random: Rng): void;
  /** Waits for the updates that were started. */
  readMetrics(): Promise<EngineMetrics>;
  /** [network, logσ] after the updates that were started. */
  readPolicy(): Promise<Float32Array>;
  saveState(): Promise<LearnerState>;
  dispose(): void;
}

/**
 * The fastest engine for tfjs's current backend, in the state of `learner`. The
 * learner is the engine's from now on: a compiled one takes its state and lets it go.
 */
export async function createEngine(
  learner: PolicyLearner,
  sampler: TransitionSampler,
  batchSize: number,
): Promise<Engine> {
  const program = compileLearner(learner, batchSize);
  const executor = await createExecutor(program, sampler);
  if (executor === null) return new ReferenceEngine(learner, sampler, batchSize);
  const state = await saveLearner(learner);
  learner.dispose();
  return new CompiledLearner(program, executor, sampler, state);
}

/** @returns null where the learners run as they are: on the CPU backend, which is the reference */
async function createExecutor(
  program: Program,
  sampler: TransitionSampler,
): Promise<Executor | null> {
  switch (tf.getBackend()) {
    case 'webgpu':
      return await WebgpuExecutor.create(globalThis.navigator.gpu, program, sampler);
    case 'wasm':
      return new WasmExecutor(await compileWasmKernels(), program, sampler);
    default:
      return null;
  }
}

export function compileLearner(learner: PolicyLearner, batchSize: number): Program {
  return learner instanceof ImplicitQLearner
    ? compileIql(learner.settings, batchSize)
    : compileCloning(learner.policySizes, learner.learningRate, batchSize);
}
