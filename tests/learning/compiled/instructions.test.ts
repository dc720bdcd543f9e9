/** Checks the table of instructions against what the plain kernels do. */
import { describe, expect, it } from 'vitest';
import {
  INSTRUCTIONS,
  splitTwins,
  type InstructionKind,
} from '../../../src/learning/compiled/instructions/instructions';
import {
  listOperands,
  type OperandKind,
} from '../../../src/learning/compiled/instructions/operands';
import type { Region } from '../../../src/learning/compiled/program';
import {
  INSTRUCTION_KINDS,
  instructionCase,
  worstError,
  type InstructionCase,
} from './instructionCases';
import { executePlainly } from './plainExecutor';

const SIZES = [
  { rows: 6, inputs: 5, outputs: 3 },
  { rows: 9, inputs: 4, outputs: 2 },
  { rows: 5, inputs: 7, outputs: 4 },
];

/** Finds the regions of the case's operands of some kinds. */
function regionsOf(
  { instruction, regions }: InstructionCase<InstructionKind>,
  kinds: readonly OperandKind[],
): Region[] {
  return listOperands(INSTRUCTIONS[instruction.kind], instruction, 0)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ value }) => {
      const region = value === null ? undefined : regions.get(value);
      return region === undefined ? [] : [region];
    });
}

describe.each(INSTRUCTION_KINDS)('%s', (kind: InstructionKind) => {
  it('leaves alone what its row says that it reads, and changes something else', () => {
    for (const sizes of SIZES) {
      const example = instructionCase(kind, sizes);
      const { before, after } = example;
      for (const { offset, length } of regionsOf(example, ['reads', 'optional'])) {
        const part = (arena: Float32Array) => arena.slice(offset, offset + length);
        expect(part(after)).toEqual(part(before));
      }
      expect(after).not.toEqual(before);
    }
  });

  it('does not depend on what was where its row says that it writes', () => {
    for (const sizes of SIZES) {
      const example = instructionCase(kind, sizes);
      const { instruction, program, before, after } = example;
      const other = before.slice();
      for (const { offset, length } of regionsOf(example, ['writes'])) {
        other.fill(NaN, offset, offset + length);
      }
      executePlainly(other, instruction, program.statistics);
      for (const { offset, length } of regionsOf(example, ['writes', 'updates'])) {
        const part = (arena: Float32Array) => arena.slice(offset, offset + length);
        expect(part(other)).toEqual(part(after));
      }
    }
  });

  it('does the same one twin at a time', () => {
    for (const sizes of SIZES) {
      const { instruction, program, before, after } = instructionCase(kind, sizes);
      const arena = before.slice();
      for (const part of splitTwins(instruction)) executePlainly(arena, part, program.statistics);
      expect(worstError(arena, after)).toBe(0);
    }
  });
});

it('operands are listed in the order of their row, with metrics at their places', () => {
  const instruction = {
    kind: 'criticLoss',
    discount: 0.9,
    rows: 8,
    delta: 600,
    nextValue: 500,
    terminals: 400,
    rewards: 300,
    q: 200,
  } as const;
  expect(listOperands(INSTRUCTIONS.criticLoss, instruction, 100).map(({ value }) => value)).toEqual(
    [200, 300, 400, 500, 600, 8, 0.9, 102],
  );
});

it('a row cannot report a metric that nobody keeps', () => {
  expect(() => listOperands({ winRate: 'metric' }, {}, 100)).toThrow(
    'expected a training metric, got winRate',
  );
});
