/**
 * One case of every kind of instruction at given sizes, over an arena of uneven
 * numbers, and the comparison of an executor's arena with the plain one's.
 */
import { TRAINING_METRICS } from '../../../src/learning/algorithms/trainingMetrics';
import { aligned, ArenaLayout } from '../../../src/learning/compiled/arena';
import { executePlainly } from './plainExecutor';
import { TransitionFeed } from '../../../src/learning/compiled/feed';
import {
  NORM_PARTS,
  type Instruction,
  type PolicyInstruction,
  type Program,
} from '../../../src/learning/compiled/program';

import {
  TRANSFORMER_KINDS,
  type TransformerKind,
} from '../../../src/learning/compiled/transformerInstructions';
import { buildTransformer, prepareTransformer } from './transformerCases';

export interface CaseSizes {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

export type InstructionKind = Instruction['kind'];

const POLICY_KINDS: readonly PolicyInstruction['kind'][] = [
  'concatenate',
  'denseForward',
  'weightGradient',
  'inputGradient',
  'expectileLoss',
  'advantageWeights',
  'policyLoss',
  'criticLoss',
  'adam',
  'moveTowards',
  'gradientNorms',
];

export const INSTRUCTION_KINDS: readonly InstructionKind[] = [
  ...POLICY_KINDS,
  ...TRANSFORMER_KINDS,
];

/** For programs that take no minibatch. */
export function emptyFeed(): TransitionFeed {
  const nothing = { offset: 0, length: 0 };
  const regions = {
    size: 0,
    observations: nothing,
    actions: nothing,
    rewards: nothing,
    nextObservations: nothing,
    terminals: nothing,
  };
  const none = new Float32Array(0);
  return new TransitionFeed(regions, {
    draw: () => 0,
    write: () => {},
    successor: () => 0,
    columns: () => ({ observations: none, actions: none, rewards: none, terminals: none }),
  });
}

/** A program of this one instruction, and the numbers it starts from. */
export interface InstructionCase {
  readonly program: Program;
  readonly before: Float32Array;
  readonly after: Float32Array;
}

export function instructionCase(kind: InstructionKind, sizes: CaseSizes): InstructionCase {
  const arena = new ArenaLayout();
  const statistics = arena.allocate(TRAINING_METRICS.length);
  const instruction = build(kind, sizes, (length) => arena.allocate(length).offset);
  const before = Float32Array.from({ length: arena.length }, (_, index) => wave(index));
  prepareTransformer(before, instruction);
  if (instruction.kind === 'adam' || instruction.kind === 'adamW') {
    // Second moments are never negative.
    for (let index = 0; index < instruction.length; index += 1) {
      before[instruction.square + index] **= 2;
    }
  }
  if (instruction.kind === 'policyLoss') {
    // Both limits of logσ, where its gradient stops.
    before[instruction.logStd] = 2.5;
    before[instruction.logStd + instruction.width - 1] = -5.5;
  }
  const after = before.slice();
  executePlainly(after, instruction, statistics);
  const nothing = { offset: 0, length: 0 };
  const program: Program = {
    arenaLength: arena.length,
    instructions: [instruction],
    schedule: nothing,
    optimisers: [],
    statistics,
    reports: [],
    constants: [],
    parameters: {},
    moments: {},
  };
  return { program, before, after };
}

function build(
  kind: InstructionKind,
  sizes: CaseSizes,
  allocate: (length: number) => number,
): Instruction {
  return isTransformerKind(kind)
    ? buildTransformer(kind, sizes, allocate)
    : buildPolicy(kind, sizes, allocate);
}

function isTransformerKind(kind: InstructionKind): kind is TransformerKind {
  return (TRANSFORMER_KINDS as readonly InstructionKind[]).includes(kind);
}

function buildPolicy(
  kind: PolicyInstruction['kind'],
  { rows, inputs, outputs }: CaseSizes,
  allocate: (length: number) => number,
): PolicyInstruction {
  const twins = 2;
  const weightsStride = (inputs + 1) * outputs;
  switch (kind) {
    case 'concatenate':
      return {
        kind,
        rows,
        left: allocate(rows * inputs),
        leftWidth: inputs,
        right: allocate(rows * outputs),
        rightWidth: outputs,
        output: allocate(rows * (inputs + outputs)),
      };
    case 'denseForward':
      return {
        kind,
        twins,
        rows,
        inputs,
        outputs,
        input: allocate(rows * inputs),
        inputStride: 0,
        weights: allocate(twins * weightsStride),
        weightsStride,
        output: allocate(twins * rows * outputs),
        relu: rows % 2 === 0,
        accumulate: rows % 4 === 1,
      };
    case 'weightGradient':
      return {
        kind,
        twins,
        rows,
        inputs,
        outputs,
        input: allocate(twins * rows * inputs),
        inputStride: rows * inputs,
        delta: allocate(twins * rows * outputs),
        gradient: allocate(twins * weightsStride),
        gradientStride: weightsStride,
      };
    case 'inputGradient':
      return {
        kind,
        twins,
        rows,
        inputs,
        outputs,
        delta: allocate(twins * rows * outputs),
        weights: allocate(twins * weightsStride),
        weightsStride,
        activation: rows % 3 === 0 ? allocate(twins * rows * inputs) : null,
        gradient: allocate(twins * rows * inputs),
        accumulate: rows % 3 === 1,
      };
    case 'expectileLoss':
      return {
        kind,
        rows,
        q: allocate(2 * rows),
        value: allocate(rows),
        delta: allocate(rows),
        expectile: 0.8,
      };
    case 'advantageWeights':
      return {
        kind,
        rows,
        q: allocate(2 * rows),
        value: allocate(rows),
        weights: allocate(rows),
        // Strong enough that some weights reach the limit.
        temperature: 12,
      };
    case 'policyLoss':
      return {
        kind,
        rows,
        width: outputs,
        output: allocate(rows * outputs),
        logStd: allocate(outputs),
        actions: allocate(rows * outputs),
        weights: allocate(rows),
        delta: allocate(rows * outputs),
        logStdGradient: allocate(outputs),
      };
    case 'criticLoss':
      return {
        kind,
        rows,
        q: allocate(2 * rows),
        rewards: allocate(rows),
        terminals: allocate(rows),
        nextValue: allocate(rows),
        delta: allocate(2 * rows),
        discount: 0.9,
      };
    case 'adam': {
      const length = aligned(rows * inputs);
      return {
        kind,
        length,
        parameters: allocate(length),
        gradient: allocate(length),
        mean: allocate(length),
        square: allocate(length),
        schedule: allocate(2),
      };
    }
    case 'gradientNorms': {
      const networks = 3;
      const length = rows * inputs;
      return {
        kind,
        networks,
        length,
        gradients: allocate(networks * length),
        parts: allocate(networks * NORM_PARTS),
        first: 'gradientNorm',
      };
    }
    case 'moveTowards':
      break;
  }
  const length = aligned(rows * inputs);
  return { kind, length, target: allocate(length), source: allocate(length), rate: 0.3 };
}

/** Of either sign, without a pattern that a wrong stride would keep. */
function wave(index: number): number {
  return Math.sin(0.7 * index + 0.3 * Math.sin(1.9 * index));
}

/** Largest |ours − plain| / (1 + |plain|). */
export function worstError(ours: Float32Array, plain: Float32Array): number {
  return plain.reduce((worst, value, index) => {
    const error = Math.abs(ours[index] - value) / (1 + Math.abs(value));
    return error <= worst ? worst : error;
  }, 0);
}
