/** Opens every engine there is, by the choice of backend and engine. */
import type { PolicyLearner, SequenceLearner } from '../algorithms/learners';
import type { LearnerState } from '../algorithms/learnerState';
import { compileCloning } from '../compiled/cloningProgram';
import { policyOutlook, sequenceOutlook } from '../compiled/compiledLearner';
import { transitionFeed, windowFeed, type Feed } from '../compiled/feed';
import { compileIql } from '../compiled/iqlProgram';
import type { PolicyProgram, Program } from '../compiled/program';
import { compileDecisionTransformer } from '../compiled/transformerProgram';
import type { AnySampler } from '../data/sampler';
import type { AnySequenceSampler } from '../data/sequences';
import type { EngineHooks, PolicyEngine, SequenceEngine } from '../runs/engine';
import type { BackendName, EngineChoice } from '../algorithms/engineChoice';
import type { TrainingDevice } from '../webgpu/device';
import * as tf from './tf';
import { InvalidInputError } from '../../market/validation';
import { BehaviourCloner } from './bc';
import { CompiledEngine, type KernelExecutor } from './compiledUpdate';
import { DecisionTransformer } from './decisionTransformer';
import { ImplicitQLearner } from './iql';
import { ReferenceEngine, ReferenceSequenceEngine } from './referenceEngine';

/** Engines show their parameters as tensors, which a run does not need. */
export interface TensorParameters {
  /**
   * A parameter vector by its name in checkpoints, after the updates that were started. The caller
   * disposes it.
   * @throws RangeError when there is none of that name
   */
  parameter(name: string): tf.Tensor1D;
}

export async function openPolicyEngine(
  choice: EngineChoice,
  learner: PolicyLearner,
  state: LearnerState,
  sampler: AnySampler,
  batchSize: number,
  hooks: EngineHooks = {},
): Promise<PolicyEngine & TensorParameters> {
  if (choice.engine === 'tfjs') {
    if (hooks.transformAdvantages !== undefined) {
      const expected = 'compiled where an experiment changes the advantage weights';
      throw new InvalidInputError('engine', expected, choice.engine);
    }
    const device = await enterBackend(choice.backend);
    return new ReferenceEngine(createLearner(learner, state), sampler, batchSize, device);
  }
  const program = compilePolicy(learner, batchSize, hooks);
  const feed = transitionFeed(program.batch, sampler);
  const executor = await createExecutor(choice, program, feed);
  return new CompiledEngine(program, policyOutlook(program), executor, feed, state);
}

export async function openSequenceEngine(
  choice: EngineChoice,
  learner: SequenceLearner,
  state: LearnerState,
  sampler: AnySequenceSampler,
  batchSize: number,
): Promise<SequenceEngine & TensorParameters> {
  if (choice.engine === 'tfjs') {
    const device = await enterBackend(choice.backend);
    const eager = new DecisionTransformer(learner, state);
    return new ReferenceSequenceEngine(eager, sampler, batchSize, device);
  }
  const program = compileDecisionTransformer(learner.sizes, learner.settings, batchSize);
  const feed = windowFeed(program.batch, sampler);
  const executor = await createExecutor(choice, program, feed);
  return new CompiledEngine(program, sequenceOutlook(program), executor, feed, state);
}

export function createLearner(
  learner: PolicyLearner,
  state: LearnerState,
): BehaviourCloner | ImplicitQLearner {
  return learner.algorithm === 'bc'
    ? new BehaviourCloner(learner.settings, state)
    : new ImplicitQLearner(learner.settings, state);
}

export function compilePolicy(
  learner: PolicyLearner,
  batchSize: number,
  { transformAdvantages }: EngineHooks = {},
): PolicyProgram {
  if (learner.algorithm === 'iql') {
    return compileIql(learner.settings, batchSize, transformAdvantages);
  }
  const { policySizes, learningRate, rewardTerms } = learner.settings;
  return compileCloning(policySizes, learningRate, batchSize, rewardTerms);
}

/**
 * Makes a backend that was started tfjs's current one.
 * @returns its device; null where it has none
 */
async function enterBackend(name: BackendName): Promise<TrainingDevice | null> {
  const device = name === 'webgpu' ? await openDevice() : null;
  await tf.setBackend(name);
  return device;
}

async function openDevice(): Promise<TrainingDevice> {
  const { openWebgpu } = await import('./webgpuBackend');
  const { training } = await openWebgpu();
  return training;
}

/**
 * Loads what training on this backend needs; it loads by itself where nobody asked for it before.
 */
export async function loadEngines(backend: BackendName): Promise<void> {
  if (backend === 'webgpu') await import('./webgpuUpdates');
  if (backend === 'wasm') await import('./wasmUpdates');
}

/** Loads what only this backend needs. */
async function createExecutor(
  { backend }: EngineChoice,
  program: Program,
  feed: Feed,
): Promise<KernelExecutor> {
  if (backend === 'webgpu') {
    const { openOnWebgpu } = await import('./webgpuUpdates');
    return await openOnWebgpu(program, feed);
  }
  if (backend === 'wasm') {
    const { openOnWasm } = await import('./wasmUpdates');
    return await openOnWasm(program, feed);
  }
  throw new InvalidInputError('engine', 'tfjs where the backend is cpu', 'compiled');
}
