/**
 * Reads a learner's weights and moments as plain data. On the CPU backend a run that is resumed
 * from them ends with the same bits as one that was not interrupted.
 */
import type { LearnerState } from '../algorithms/learnerState';
import type { Adam } from './adam';
import type * as tf from './tf';

/** The parts of a learner that its state consists of. */
export interface Learner {
  readonly updates: number;
  readonly parameters: Readonly<Record<string, tf.Variable>>;
  readonly optimisers: Readonly<Record<string, Adam>>;
}

/** All reads begin in this task, so they belong to the same update even if more follow. */
export async function saveLearner(learner: Learner): Promise<LearnerState> {
  const { updates } = learner;
  const optimisers = Object.entries(learner.optimisers).map(async ([name, adam]) => {
    const { step } = adam;
    const [mean, square] = await Promise.all([copyOf(adam.mean), copyOf(adam.square)]);
    return [name, { step, mean, square }] as const;
  });
  const parameters = Object.entries(learner.parameters).map(
    async ([name, variable]) => [name, await copyOf(variable)] as const,
  );
  return {
    updates,
    parameters: Object.fromEntries(await Promise.all(parameters)),
    optimisers: Object.fromEntries(await Promise.all(optimisers)),
  };
}

async function copyOf(variable: tf.Variable): Promise<Float32Array> {
  const values = await variable.data<'float32'>();
  return values.slice();
}
