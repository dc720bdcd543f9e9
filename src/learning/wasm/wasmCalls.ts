/** Binds a program's instructions to the kernels in WebAssembly, once for all updates. */
import { INSTRUCTIONS, splitTwins, type Instruction } from '../compiled/instructions/instructions';
import { isAddress, listOperands } from '../compiled/instructions/operands';
import type { Program } from '../compiled/program';
import type { WasmKernels } from './wasmKernels';

const FLOAT_BYTES = 4;

/** Byte addresses of the arena and of the memory that matrix products need. */
export interface WasmPlaces {
  readonly arena: number;
  readonly scratch: number;
}

/** Gives the calls of one update, in order. */
export function bindCalls(
  kernels: WasmKernels,
  { instructions, statistics }: Program,
  places: WasmPlaces,
): (() => void)[] {
  return instructions.flatMap(splitTwins).map((instruction) => {
    const kernel = kernels[instruction.kind];
    // A kernel without products ignores the scratch memory.
    const operands = [...argumentsOf(instruction, statistics.offset, places), places.scratch];
    return kernel.bind(undefined, ...operands);
  });
}

function argumentsOf(instruction: Instruction, metrics: number, { arena }: WasmPlaces): number[] {
  return listOperands(INSTRUCTIONS[instruction.kind], instruction, metrics)
    .filter(({ kind }) => kind !== 'twins' && kind !== 'stride')
    .map(({ kind, value }) => {
      if (value === null) return 0;
      return isAddress(kind) ? arena + FLOAT_BYTES * value : value;
    });
}
