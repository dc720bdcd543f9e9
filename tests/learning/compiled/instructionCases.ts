/**
 * Builds a case of every kind of instruction at given sizes, over an arena of uneven numbers, and
 * compares an executor's arena with the plain one's.
 */
import { TRAINING_METRICS } from '../../../src/learning/algorithms/trainingMetrics';
import { ArenaLayout } from '../../../src/learning/compiled/arena';
import { TransitionFeed } from '../../../src/learning/compiled/feed';
import type { UpdateQueue } from '../../../src/learning/compiled/executor';
import {
  INSTRUCTIONS,
  type Instruction,
  type InstructionKind,
  type InstructionOf,
} from '../../../src/learning/compiled/instructions/instructions';
import type { Program, Region } from '../../../src/learning/compiled/program';
import { NETWORK_CASES } from './networkCases';
import type { CaseSizes, OperandCase, OperandCases } from './operandCase';
import { executePlainly } from './plainExecutor';
import { TRANSFORMER_CASES } from './transformerCases';

const CASES: OperandCases<InstructionKind> = { ...NETWORK_CASES, ...TRANSFORMER_CASES };

export const INSTRUCTION_KINDS = Object.keys(INSTRUCTIONS) as readonly InstructionKind[];

/** The queue runs a program that takes no minibatch and has no schedule once. */
export const ONE_UPDATE: UpdateQueue = {
  count: 1,
  drawn: new Float64Array(0),
  schedules: new Float32Array(0),
};

/** Feeds programs that take no minibatch. */
export function emptyFeed(): TransitionFeed {
  const nothing = { offset: 0, length: 0 };
  const regions = {
    size: 0,
    observations: nothing,
    actions: nothing,
    rewards: nothing,
    nextObservations: nothing,
    terminals: nothing,
    termWeights: nothing,
  };
  const none = new Float32Array(0);
  return new TransitionFeed(regions, {
    draw: () => 0,
    write: () => {},
    successor: () => 0,
    columns: () => ({ observations: none, actions: none, rewards: none, terminals: none }),
  });
}

/** A case is a program of one instruction, and the numbers it starts from and ends with. */
export interface InstructionCase<Kind extends InstructionKind> {
  readonly instruction: InstructionOf<Kind>;
  readonly program: Program;
  readonly before: Float32Array;
  readonly after: Float32Array;
  /** The instruction's data lie here, by their address. */
  readonly regions: ReadonlyMap<number, Region>;
}

export function instructionCase<Kind extends InstructionKind>(
  kind: Kind,
  sizes: CaseSizes,
): InstructionCase<Kind> {
  const arena = new ArenaLayout();
  const statistics = arena.allocate(TRAINING_METRICS.length);
  const regions = new Map<number, Region>();
  const described: OperandCase<Kind> = CASES[kind];
  const operands = described.operands(sizes, (length) => {
    const region = arena.allocate(length);
    regions.set(region.offset, region);
    return region.offset;
  });
  const instruction = { kind, ...operands } as InstructionOf<Kind>;
  const instructions: readonly Instruction[] = [instruction];
  const before = Float32Array.from({ length: arena.length }, (_, index) => wave(index));
  described.prepare?.(before, operands);
  const after = before.slice();
  executePlainly(after, instruction, statistics);
  const nothing = { offset: 0, length: 0 };
  const program: Program = {
    arenaLength: arena.length,
    instructions,
    schedule: nothing,
    optimisers: [],
    statistics,
    reports: [],
    constants: [],
    parameters: {},
    moments: {},
  };
  return { instruction, program, before, after, regions };
}

/** Gives numbers of either sign, without a pattern that a wrong stride would keep. */
function wave(index: number): number {
  return Math.sin(0.7 * index + 0.3 * Math.sin(1.9 * index));
}

/** Gives the largest |ours − plain| / (1 + |plain|). */
export function worstError(ours: Float32Array, plain: Float32Array): number {
  return plain.reduce((worst, value, index) => {
    const error = Math.abs(ours[index] - value) / (1 + Math.abs(value));
    return error <= worst ? worst : error;
  }, 0);
}
