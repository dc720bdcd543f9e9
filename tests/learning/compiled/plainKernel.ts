/** Gives the shape of the plain kernels, and what they are passed. */
import type { TrainingMetric } from '../../../src/learning/algorithms/trainingMetrics';
import type {
  InstructionKind,
  InstructionOf,
} from '../../../src/learning/compiled/instructions/instructions';

/** Adds to a training metric. */
export type AddMetric = (metric: TrainingMetric, value: number) => void;

/** Carries out an instruction on the arena. */
export type PlainKernel<Kind extends InstructionKind> = (
  arena: Float32Array,
  instruction: InstructionOf<Kind>,
  add: AddMetric,
) => void;

export type PlainKernels<Kinds extends InstructionKind> = {
  readonly [Kind in Kinds]: PlainKernel<Kind>;
};
