/** What operations take and make: matrices in the arena, and the parameters of layers. */
import type { Region } from './program';

/** [twins × rows × width] floats. */
export interface Value {
  readonly twins: number;
  readonly rows: number;
  readonly width: number;
  readonly address: number;
  /** The region that the value lies in; the parts of one result share it. */
  readonly storage: Region;
  /** Whether it was given, so that no gradient is wanted. */
  readonly isData: boolean;
  /** Whether a ReLU made it: its gradient is 0 where it is not above 0. */
  readonly isRectified: boolean;
}

/** A dense layer, or twins of the same sizes, each one matrix of [inputs + 1 × outputs]. */
export interface DenseLayer {
  readonly twins: number;
  readonly outputs: number;
  readonly weights: number;
  /** Where the gradient goes, laid out like the weights; null for what is not trained. */
  readonly gradient: number | null;
  /** From one twin's matrix to the next one's. */
  readonly stride: number;
  /** Parameters that the loss does not depend on: rounding alone would give them a gradient. */
  readonly idleGradient?: Region;
}

/** The parameters of a layer norm, [width] each, and where their gradients go. */
export interface NormLayer {
  readonly scale: number;
  readonly shift: number;
  readonly scaleGradient: number;
  readonly shiftGradient: number;
}

/** A table of [rows × width] that is looked up by row, and where its gradient goes. */
export interface LookUpTable {
  readonly table: number;
  readonly gradient: Region;
}

/** A matrix that was given. */
export function data(address: number, rows: number, width: number): Value {
  const storage = { offset: address, length: rows * width };
  return { twins: 1, rows, width, address, storage, isData: true, isRectified: false };
}

/** The twins of a value, one by one. */
export function twinsOf(value: Value): Value[] {
  return Array.from({ length: value.twins }, (_, twin) => ({
    ...value,
    twins: 1,
    address: value.address + twin * value.rows * value.width,
  }));
}
