/** One dispatch on the GPU: a shader, its operands in the order of the shader's struct, its size. */
import { ELEMENTWISE_GROUP, MAX_GROUPS } from './shaders/elementwise';

/** A whole number, or a single-precision one where it is marked. */
export type Operand = number | { readonly float: number };

export interface Dispatch {
  readonly shader: string;
  readonly operands: readonly Operand[];
  readonly workgroups: readonly [number, number, number];
}

/** The operands as the bytes of a uniform buffer. */
export function packOperands(operands: readonly Operand[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4 * operands.length));
  operands.forEach((operand, index) => {
    if (typeof operand === 'number') view.setUint32(4 * index, operand, true);
    else view.setFloat32(4 * index, operand.float, true);
  });
  return view.buffer;
}

/** Workgroups for an invocation per element: see `indexOf` in shaders/elementwise.ts. */
export function elementwise(length: number): [number, number, number] {
  const groups = Math.ceil(length / ELEMENTWISE_GROUP);
  return [Math.min(groups, MAX_GROUPS), Math.ceil(groups / MAX_GROUPS), 1];
}
