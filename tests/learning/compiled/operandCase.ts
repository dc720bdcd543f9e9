/** Says how a case of an instruction is described. */
import type {
  InstructionKind,
  InstructionOf,
} from '../../../src/learning/compiled/instructions/instructions';

export interface CaseSizes {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** An instruction has these operands. */
type OperandsOf<Kind extends InstructionKind> = Omit<InstructionOf<Kind>, 'kind'>;

export interface OperandCase<Kind extends InstructionKind> {
  readonly operands: (sizes: CaseSizes, allocate: (length: number) => number) => OperandsOf<Kind>;
  /** Puts numbers that mean something where any number would not do. */
  readonly prepare?: (arena: Float32Array, operands: OperandsOf<Kind>) => void;
}

export type OperandCases<Kinds extends InstructionKind> = {
  readonly [Kind in Kinds]: OperandCase<Kind>;
};

/** Squares the second moments, which are never negative. */
export function squareValues(
  arena: Float32Array,
  { square, length }: { readonly square: number; readonly length: number },
): void {
  for (let index = 0; index < length; index += 1) arena[square + index] **= 2;
}
