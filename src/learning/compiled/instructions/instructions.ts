/**
 * The table of instructions: everything that a program can be made of. To add one, add a row here
 * and a kernel per executor; the types, WebAssembly's arguments and the shaders' uniform buffers
 * follow from the row.
 */
import { NETWORK_INSTRUCTIONS } from './networkInstructions';
import type { OperandValues } from './operands';
import { TRANSFORMER_INSTRUCTIONS } from './transformerInstructions';

export const INSTRUCTIONS = { ...NETWORK_INSTRUCTIONS, ...TRANSFORMER_INSTRUCTIONS } as const;

export type InstructionKind = keyof typeof INSTRUCTIONS;

type InstructionByKind = {
  readonly [Kind in InstructionKind]: { readonly kind: Kind } & OperandValues<
    (typeof INSTRUCTIONS)[Kind]
  >;
};

/** An instruction with its operands: addresses, in floats, and numbers. */
export type InstructionOf<Kind extends InstructionKind> = InstructionByKind[Kind];

export type Instruction = InstructionOf<InstructionKind>;

/** Gives instructions that do the same one twin at a time. */
export function splitTwins(instruction: Instruction): Instruction[] {
  if (!('twins' in instruction)) return [instruction];
  return Array.from({ length: instruction.twins }, (_, twin) => oneTwin(instruction, twin));
}

type TwinInstruction = InstructionOf<'denseForward' | 'weightGradient' | 'inputGradient'>;

function oneTwin(instruction: TwinInstruction, twin: number): Instruction {
  const above = twin * instruction.rows * instruction.outputs;
  const below = twin * instruction.rows * instruction.inputs;
  if (instruction.kind === 'denseForward') {
    return {
      ...instruction,
      twins: 1,
      input: instruction.input + twin * instruction.inputStride,
      weights: instruction.weights + twin * instruction.weightsStride,
      output: instruction.output + above,
    };
  }
  if (instruction.kind === 'weightGradient') {
    return {
      ...instruction,
      twins: 1,
      input: instruction.input + twin * instruction.inputStride,
      delta: instruction.delta + above,
      gradient: instruction.gradient + twin * instruction.gradientStride,
    };
  }
  const { activation } = instruction;
  return {
    ...instruction,
    twins: 1,
    delta: instruction.delta + above,
    weights: instruction.weights + twin * instruction.weightsStride,
    activation: activation === null ? null : activation + below,
    gradient: instruction.gradient + below,
  };
}
