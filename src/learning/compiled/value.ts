/** Describes what operations take and make: matrices in the arena, and the parameters of layers. */
import type { Region } from './program';

/** A matrix per twin, [twins × rows × width] floats of the arena. */
export interface Value {
  readonly twins: number;
  readonly rows: number;
  readonly width: number;
  readonly address: number;
  /** Region of the value; the parts of one result share it. */
  readonly storage: Region;
  /** Whether it was given, so that no gradient is wanted. */
  readonly isData: boolean;
  /** Whether a ReLU made it: its gradient is 0 where it is not above 0. */
  readonly isRectified: boolean;
}

/** A dense layer: one matrix of [inputs + 1 × outputs], and one for each of its twins. */
export interface DenseLayer {
  readonly twins: number;
  readonly outputs: number;
  readonly weights: number;
  /** Address of the gradient, laid out like the weights; null for what is not trained. */
  readonly gradient: number | null;
  /** Floats from one twin's matrix to the next one's. */
  readonly stride: number;
  /**
   * Gradient of parameters that the loss does not depend on: rounding alone would give them one.
   */
  readonly idleGradient?: Region;
}

/** Parameters of a layer norm, two vectors of [width], with places for their gradients. */
export interface NormLayer {
  readonly scale: number;
  readonly shift: number;
  readonly scaleGradient: number;
  readonly shiftGradient: number;
}

/** A table of [rows × width] that is looked up by row, with a place for its gradient. */
export interface LookUpTable {
  readonly table: number;
  readonly gradient: Region;
}

/** Describes a matrix that was given. */
export function data(address: number, rows: number, width: number): Value {
  const storage = { offset: address, length: rows * width };
  return { twins: 1, rows, width, address, storage, isData: true, isRectified: false };
}

/** Gives the twins of a value, one by one. */
export function twinsOf(value: Value): Value[] {
  return Array.from({ length: value.twins }, (_, twin) => ({
    ...value,
    twins: 1,
    address: value.address + twin * value.rows * value.width,
  }));
}
