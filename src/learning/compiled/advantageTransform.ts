/** Lets an experiment change the advantage weights before the policy's loss takes them. */
import type { ArenaLayout } from './arena';
import type { Instruction } from './instructions/instructions';
import type { Program, Region } from './program';

export interface TransformedAdvantages {
  /** Weights that the loss takes, [rows]. */
  readonly weights: Region;
  /** Instructions that derive them from the advantage weights. */
  readonly instructions: readonly Instruction[];
  readonly constants: Program['constants'];
}

/**
 * Chooses the weights that the policy's loss takes.
 * @param weights the advantage weights, [rows]
 * @param arena gives memory for whatever else is needed
 */
export type AdvantageTransform = (weights: Region, arena: ArenaLayout) => TransformedAdvantages;

/** Leaves the weights as they are, which is IQL. */
export const keepAdvantages: AdvantageTransform = (weights) => ({
  weights,
  instructions: [],
  constants: [],
});
