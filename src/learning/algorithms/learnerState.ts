/**
 * The weights and moments of a learner as plain data: engines start from it, stop with it, and
 * storage keeps it. Fields and names are those of stored records.
 */
import { InvalidInputError } from '../../market/validation';

export interface AdamState {
  readonly step: number;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface LearnerState {
  /** Updates that were made, which schedules depend on. */
  readonly updates: number;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly optimisers: Readonly<Record<string, AdamState>>;
}

/** Lengths of every part of a learner's state, by the names of the parts. */
export interface StateLengths {
  readonly parameters: Readonly<Record<string, number>>;
  /** Length of each of the two moments, by optimiser. */
  readonly optimisers: Readonly<Record<string, number>>;
}

/** @throws InvalidInputError naming the first part that is missing or has another length */
export function checkState({ parameters, optimisers }: StateLengths, state: LearnerState): void {
  for (const [name, length] of Object.entries(parameters)) {
    checkPart(`parameters.${name}`, length, state.parameters[name]);
  }
  for (const [name, length] of Object.entries(optimisers)) {
    checkPart(`optimisers.${name}.mean`, length, state.optimisers[name]?.mean);
    checkPart(`optimisers.${name}.square`, length, state.optimisers[name]?.square);
  }
}

function checkPart(field: string, length: number, values: Float32Array | undefined): void {
  if (values?.length === length) return;
  throw new InvalidInputError(`checkpoint.learner.${field}`, `${length} numbers`, values?.length);
}

/** The state with those of the given parameters that it has; optimisers and schedules stay. */
export function withParameters(
  state: LearnerState,
  given: LearnerState['parameters'],
): LearnerState {
  const parameters = Object.entries(state.parameters).map(([name, own]) => [
    name,
    name in given ? given[name].slice() : own,
  ]);
  return { ...state, parameters: Object.fromEntries(parameters) };
}
