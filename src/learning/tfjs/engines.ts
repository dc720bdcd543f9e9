/** Every engine there is, by the choice of backend and engine. */
import type { PolicyLearner, SequenceLearner } from '../algorithms/learners';
import type { LearnerState } from '../algorithms/learnerState';
import { compileCloning } from '../compiled/cloningProgram';
import { CompiledLearner, policyOutlook, sequenceOutlook } from '../compiled/compiledLearner';
import type { Executor } from '../compiled/executor';
import { TransitionFeed, WindowFeed, type Feed } from '../compiled/feed';
import { compileIql } from '../compiled/iqlProgram';
import type { PolicyProgram, Program } from '../compiled/program';
import { compileDecisionTransformer } from '../compiled/transformerProgram';
import type { TransitionSampler } from '../data/sampler';
import type { SequenceSampler } from '../data/sequences';
import type { EngineHooks, PolicyEngine, SequenceEngine } from '../runs/engine';
import type { EngineChoice } from '../algorithms/engineChoice';
import { InvalidInputError } from '../../market/validation';
import { WasmExecutor } from '../wasm/wasmExecutor';
import { compileWasmKernels } from '../wasm/wasmKernels';
import { WebgpuExecutor } from '../webgpu/webgpuExecutor';
import { BehaviourCloner } from './bc';
import { DecisionTransformer } from './decisionTransformer';
import { ImplicitQLearner } from './iql';
import { ReferenceEngine, ReferenceSequenceEngine } from './referenceEngine';

export async function openPolicyEngine(
  choice: EngineChoice,
  learner: PolicyLearner,
  state: LearnerState,
  sampler: TransitionSampler,
  batchSize: number,
  hooks: EngineHooks,
): Promise<PolicyEngine> {
  if (choice.engine === 'tfjs') {
    if (hooks.transformAdvantages !== undefined) {
      const expected = 'compiled where an experiment changes the advantage weights';
      throw new InvalidInputError('engine', expected, choice.engine);
    }
    return new ReferenceEngine(createLearner(learner, state), sampler, batchSize);
  }
  const program = compilePolicy(learner, batchSize, hooks);
  const feed = new TransitionFeed(program.batch, sampler);
  const executor = await createExecutor(choice, program, feed);
  return new CompiledLearner(program, policyOutlook(program), executor, feed, state);
}

export async function openSequenceEngine(
  choice: EngineChoice,
  learner: SequenceLearner,
  state: LearnerState,
  sampler: SequenceSampler,
  batchSize: number,
): Promise<SequenceEngine> {
  if (choice.engine === 'tfjs') {
    const eager = new DecisionTransformer(learner, state);
    return new ReferenceSequenceEngine(eager, sampler, batchSize);
  }
  const program = compileDecisionTransformer(learner.sizes, learner.settings, batchSize);
  const feed = new WindowFeed(program.batch, sampler);
  const executor = await createExecutor(choice, program, feed);
  return new CompiledLearner(program, sequenceOutlook(program), executor, feed, state);
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
  const { policySizes, learningRate } = learner.settings;
  return compileCloning(policySizes, learningRate, batchSize);
}

async function createExecutor(
  { backend }: EngineChoice,
  program: Program,
  feed: Feed,
): Promise<Executor> {
  if (backend === 'webgpu') {
    return await WebgpuExecutor.create(globalThis.navigator.gpu, program, feed);
  }
  if (backend === 'wasm') return new WasmExecutor(await compileWasmKernels(), program, feed);
  throw new InvalidInputError('engine', 'tfjs where the backend is cpu', 'compiled');
}
