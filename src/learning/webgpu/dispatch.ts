/** A dispatch on the GPU: a shader, the operands of its uniform buffer, and its workgroups. */
import { ALIGNMENT } from '../compiled/arena';
import {
  isAddress,
  listOperands,
  type OperandRow,
  type OperandValues,
} from '../compiled/instructions/operands';
import { ELEMENTWISE_GROUP, MAX_GROUPS, type Shader } from './shaders/shader';

/** An operand to pack: a whole number, or a single-precision one where it is marked. */
export type PackedOperand = number | { readonly float: number };

export type Workgroups = readonly [number, number, number];

export interface Dispatch {
  readonly shader: string;
  readonly operands: readonly PackedOperand[];
  readonly workgroups: Workgroups;
}

/**
 * @param metrics address of the training metrics, for a shader that reports some
 * @throws RangeError when a shader of vectors gets a length or a place that is not whole
 */
export function dispatch<Row extends OperandRow>(
  { row, code, inVectors }: Shader<Row>,
  values: OperandValues<Row>,
  workgroups: Workgroups,
  metrics = 0,
): Dispatch {
  const operands = listOperands(row, values, metrics).map(({ kind, value }) => {
    const number = value ?? 0;
    if (kind === 'scalar') return { float: number };
    return inVectors && (isAddress(kind) || kind === 'count') ? toVectors(number) : number;
  });
  return { shader: code, operands, workgroups };
}

/** Packs the operands as the bytes of a uniform buffer. */
export function packOperands(operands: readonly PackedOperand[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4 * operands.length));
  operands.forEach((operand, index) => {
    if (typeof operand === 'number') view.setUint32(4 * index, operand, true);
    else view.setFloat32(4 * index, operand.float, true);
  });
  return view.buffer;
}

/**
 * Counts the workgroups that give every element an invocation: see `perElement` in
 * shaders/shader.ts.
 */
export function elementwise(length: number): Workgroups {
  const groups = Math.ceil(length / ELEMENTWISE_GROUP);
  return [Math.min(groups, MAX_GROUPS), Math.ceil(groups / MAX_GROUPS), 1];
}

/** Counts vectors. @throws RangeError when a length or a place is not a whole number of them */
export function toVectors(floats: number): number {
  const vectors = floats / ALIGNMENT;
  if (!Number.isInteger(vectors)) throw new RangeError(`${floats} floats are no whole vectors`);
  return vectors;
}
