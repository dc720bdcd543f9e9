/**
 * Opens the engine that is chosen. tfjs is loaded here, by whoever trains first, and nowhere else.
 */
import { stateLengths } from '../algorithms/initialState';
import type { PolicyLearner, SequenceLearner } from '../algorithms/learners';
import { checkState, type LearnerState } from '../algorithms/learnerState';
import type { AnySampler } from '../data/sampler';
import type { AnySequenceSampler } from '../data/sequences';
import type { EngineHooks, PolicyEngine, SequenceEngine } from './engine';
import type { EngineChoice } from '../algorithms/engineChoice';

/**
 * An engine for cloning or IQL that goes on from `state`.
 * @throws InvalidInputError naming the part of the state that does not fit, or the engine where the
 *   backend has none of that name
 */
export async function createEngine(
  choice: EngineChoice,
  learner: PolicyLearner,
  state: LearnerState,
  sampler: AnySampler,
  batchSize: number,
  hooks: EngineHooks = {},
): Promise<PolicyEngine> {
  checkState(stateLengths(learner), state);
  const { openPolicyEngine } = await import('../tfjs/engines');
  return await openPolicyEngine(choice, learner, state, sampler, batchSize, hooks);
}

/** An engine for a Decision Transformer, as `createEngine` does. */
export async function createSequenceEngine(
  choice: EngineChoice,
  learner: SequenceLearner,
  state: LearnerState,
  sampler: AnySequenceSampler,
  batchSize: number,
): Promise<SequenceEngine> {
  checkState(stateLengths(learner), state);
  const { openSequenceEngine } = await import('../tfjs/engines');
  return await openSequenceEngine(choice, learner, state, sampler, batchSize);
}
