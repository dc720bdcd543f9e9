/** One way to make an IQL update, as the training bench times it, and the shapes it is timed at. */
import { ACTION_LENGTH } from '../../../env/types';
import { DEFAULT_LEARNING_CONFIG } from '../../../learning/config';
import type { IqlSettings } from '../../../learning/iql';
import type { Rng } from '../../../market/rng';

export interface Contender {
  /** Starts so many updates, one after the other. */
  start(updates: number): void;
  /** Resolves when all that was started is done. */
  finish(): Promise<void>;
  dispose(): void;
}

export interface Shape {
  /** Goes into the name of the result. */
  readonly suffix: string;
  readonly settings: IqlSettings;
}

export const BATCH_SIZE = 256;

export const SHAPES: readonly Shape[] = [
  shape('', 64, [256, 256]),
  // The lab's default: the compact observation.
  shape('.compact', 43, [128, 128]),
];

function shape(suffix: string, observationLength: number, hiddenSizes: number[]): Shape {
  const settings = {
    ...DEFAULT_LEARNING_CONFIG,
    observationLength,
    actionLength: ACTION_LENGTH,
    hiddenSizes,
    policyDecayUpdates: null,
  };
  return { suffix, settings };
}

export function normals(length: number, random: Rng): Float32Array {
  return Float32Array.from({ length }, () => random.normal());
}
