/** Chooses the engine, and compiles what it runs. The only place that knows every kind. */
import { saveLearner } from '../tfjs/checkpoint';
import { compileCloning } from '../compiled/cloningProgram';
import { CompiledLearner, policyOutlook, sequenceOutlook } from '../compiled/compiledLearner';
import type { Executor } from '../compiled/executor';
import { TransitionFeed, WindowFeed, type Feed } from '../compiled/feed';
import { compileIql } from '../compiled/iqlProgram';
import type { PolicyProgram, Program } from '../compiled/program';
import { compileDecisionTransformer } from '../compiled/transformerProgram';
import type { DecisionTransformer } from '../tfjs/decisionTransformer';
import type { PolicyEngine, PolicyLearner, SequenceEngine } from './engine';
import { ImplicitQLearner } from '../tfjs/iql';
import { ReferenceEngine, ReferenceSequenceEngine } from '../tfjs/referenceEngine';
import type { TransitionSampler } from '../data/sampler';
import type { SequenceSampler } from '../data/sequences';
import * as tf from '../tfjs/tf';
import { WasmExecutor } from '../wasm/wasmExecutor';
import { compileWasmKernels } from '../wasm/wasmKernels';
import { WebgpuExecutor } from '../webgpu/webgpuExecutor';

/**
 * The fastest engine for tfjs's current backend, in the state of `learner`. The
 * learner is the engine's from now on: a compiled one takes its state and lets it go.
 */
export async function createEngine(
  learner: PolicyLearner,
  sampler: TransitionSampler,
  batchSize: number,
): Promise<PolicyEngine> {
  if (!isCompiled()) return new ReferenceEngine(learner, sampler, batchSize);
  const program = compileLearner(learner, batchSize);
  const feed = new TransitionFeed(program.batch, sampler);
  const executor = await createExecutor(program, feed);
  const state = await saveLearner(learner);
  learner.dispose();
  return new CompiledLearner(program, policyOutlook(program), executor, feed, state);
}

/** The same for a learner of windows. */
export async function createSequenceEngine(
  learner: DecisionTransformer,
  sampler: SequenceSampler,
  batchSize: number,
): Promise<SequenceEngine> {
  if (!isCompiled()) return new ReferenceSequenceEngine(learner, sampler, batchSize);
  const program = compileDecisionTransformer(learner.sizes, learner.settings, batchSize);
  const feed = new WindowFeed(program.batch, sampler);
  const executor = await createExecutor(program, feed);
  const state = await saveLearner(learner);
  learner.dispose();
  return new CompiledLearner(program, sequenceOutlook(program), executor, feed, state);
}

/** Learners run as they are on the CPU backend, which is the reference. */
function isCompiled(): boolean {
  return tf.getBackend() !== 'cpu';
}

async function createExecutor(program: Program, feed: Feed): Promise<Executor> {
  return tf.getBackend() === 'webgpu'
    ? await WebgpuExecutor.create(globalThis.navigator.gpu, program, feed)
    : new WasmExecutor(await compileWasmKernels(), program, feed);
}

export function compileLearner(learner: PolicyLearner, batchSize: number): PolicyProgram {
  return learner instanceof ImplicitQLearner
    ? compileIql(learner.settings, batchSize)
    : compileCloning(learner.policySizes, learner.learningRate, batchSize);
}
