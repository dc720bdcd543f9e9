/**
 * Weights and moments of a learner out to plain data and back (runState.ts). On
 * the CPU backend a resumed run ends with the same bits as one that was not
 * interrupted.
 */
import { InvalidInputError } from '../../market/validation';
import type { Adam } from './adam';
import type { LearnerState } from '../runs/runState';
import * as tf from './tf';

export type { AdamState, LearnerState } from '../runs/runState';

/** What a learner shows of itself to be saved, copied and loaded. */
export interface Learner {
  /** Updates it has made; its schedules depend on it. */
  updates: number;
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

/** @throws InvalidInputError naming the first part that is missing or has another length */
export function loadLearner(learner: Learner, state: LearnerState): void {
  const targets = [
    ...Object.entries(learner.parameters).map(
      ([name, variable]) => [`parameters.${name}`, variable, state.parameters[name]] as const,
    ),
    ...Object.entries(learner.optimisers).flatMap(([name, adam]) => [
      [`optimisers.${name}.mean`, adam.mean, state.optimisers[name]?.mean] as const,
      [`optimisers.${name}.square`, adam.square, state.optimisers[name]?.square] as const,
    ]),
  ];
  for (const [field, variable, values] of targets) {
    if (values?.length !== variable.size) {
      const expected = `${variable.size} numbers`;
      throw new InvalidInputError(`checkpoint.learner.${field}`, expected, values?.length);
    }
  }
  tf.tidy(() => {
    for (const [, variable, values] of targets) variable.assign(tf.tensor1d(values.slice()));
  });
  for (const [name, adam] of Object.entries(learner.optimisers)) {
    adam.step = state.optimisers[name].step;
  }
  learner.updates = state.updates;
}

/** Gives a learner those of the weights that it has; optimisers and schedules start afresh. */
export function copyParameters(from: LearnerState['parameters'], to: Learner): void {
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(to.parameters)) {
      if (name in from) variable.assign(tf.tensor1d(from[name].slice()));
    }
  });
}

async function copyOf(variable: tf.Variable): Promise<Float32Array> {
  const values = await variable.data<'float32'>();
  return values.slice();
}
