/**
 * A learner's update as data: a list of instructions over one arena of floats.
 * The learners on tfjs are the reference and differentiate themselves; a program
 * is the same mathematics with the gradients written out, so that it can run
 * where nothing should stand between one kernel and the next: as WebAssembly on
 * a processor, or recorded once and replayed on a GPU. plainExecutor.ts says
 * what every instruction means.
 *
 * All addresses and lengths count floats from the start of the arena. Matrices
 * are row-major. A dense layer is one matrix of [inputs + 1 × outputs] whose last
 * row is the bias: the layout of mlp.ts. Twins are networks of the same sizes
 * computed by one instruction, their data one after another.
 */
import type { TrainingMetric } from '../algorithms/trainingMetrics';
import type { TransformerInstruction } from './transformerInstructions';

export interface Region {
  readonly offset: number;
  readonly length: number;
}

/** output = left ‖ right, row by row. */
export interface Concatenate {
  readonly kind: 'concatenate';
  readonly rows: number;
  readonly left: number;
  readonly leftWidth: number;
  readonly right: number;
  readonly rightWidth: number;
  readonly output: number;
}

/** Where a layer's matrices of each twin are: twin t's at weights + t·weightsStride. */
interface LayerShape {
  readonly twins: number;
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** output = (input, 1)·W, clipped below at 0 for a ReLU. */
export interface DenseForward extends LayerShape {
  readonly kind: 'denseForward';
  /** [rows × inputs]; a stride of 0 gives all twins the same. */
  readonly input: number;
  readonly inputStride: number;
  readonly weights: number;
  readonly weightsStride: number;
  /** [twins × rows × outputs]. */
  readonly output: number;
  readonly relu: boolean;
  /** Added to what is there; only without a ReLU. */
  readonly accumulate: boolean;
}

/** gradient = (input, 1)ᵀ·delta. */
export interface WeightGradient extends LayerShape {
  readonly kind: 'weightGradient';
  readonly input: number;
  readonly inputStride: number;
  /** Gradient of the loss with respect to (input, 1)·W, [twins × rows × outputs]. */
  readonly delta: number;
  readonly gradient: number;
  readonly gradientStride: number;
}

/** gradient = delta·Wᵀ without the bias, of what went into the layer. */
export interface InputGradient extends LayerShape {
  readonly kind: 'inputGradient';
  readonly delta: number;
  readonly weights: number;
  readonly weightsStride: number;
  /** Output of the ReLU below, [twins × rows × inputs]: the gradient is 0 where it is not above 0. */
  readonly activation: number | null;
  /** [twins × rows × inputs]. */
  readonly gradient: number;
  /** Added to what is there; only without an activation. */
  readonly accumulate: boolean;
}

/** Mean of |τ − 1(u < 0)|·u², u = min(q1, q2) − value, and its gradient in the value. */
export interface ExpectileLoss {
  readonly kind: 'expectileLoss';
  readonly rows: number;
  /** [2 × rows]. */
  readonly q: number;
  readonly value: number;
  readonly delta: number;
  readonly expectile: number;
}

/** weights = min(e^{β(min(q1, q2) − value)}, 100). */
export interface AdvantageWeights {
  readonly kind: 'advantageWeights';
  readonly rows: number;
  /** [2 × rows]. */
  readonly q: number;
  readonly value: number;
  readonly weights: number;
  readonly temperature: number;
}

/** −mean of weight·log N(action; tanh(output), e^logσ), and its gradients. */
export interface PolicyLoss {
  readonly kind: 'policyLoss';
  readonly rows: number;
  readonly width: number;
  /** [rows × width], before the tanh. */
  readonly output: number;
  readonly logStd: number;
  readonly actions: number;
  readonly weights: number;
  readonly delta: number;
  readonly logStdGradient: number;
}

/** Mean of (q1 − y)² + (q2 − y)², y = reward + γ(1 − terminal)·nextValue, and its gradients. */
export interface CriticLoss {
  readonly kind: 'criticLoss';
  readonly rows: number;
  /** [2 × rows]. */
  readonly q: number;
  readonly rewards: number;
  readonly terminals: number;
  readonly nextValue: number;
  /** [2 × rows]. */
  readonly delta: number;
  readonly discount: number;
}

/**
 * One step of Adam; the schedule starts with rate/(1 − β1ᵗ) and 1/√(1 − β2ᵗ).
 * Its length is a multiple of the arena's alignment, and so it is in MoveTowards.
 */
export interface AdamStep {
  readonly kind: 'adam';
  readonly length: number;
  readonly parameters: number;
  readonly gradient: number;
  readonly mean: number;
  readonly square: number;
  readonly schedule: number;
}

/** target += rate·(source − target). */
export interface MoveTowards {
  readonly kind: 'moveTowards';
  readonly length: number;
  readonly target: number;
  readonly source: number;
  readonly rate: number;
}

/**
 * Adds the Euclidean norm of each network's gradient to the statistics, the first
 * to `first` and the others to those that follow it. Gradients are `length` apart,
 * and what a shorter one leaves of its place stays 0.
 */
export interface GradientNorms {
  readonly kind: 'gradientNorms';
  readonly networks: number;
  readonly length: number;
  readonly gradients: number;
  /** [networks × NORM_PARTS]: sums of squares over equal stretches of a gradient. */
  readonly parts: number;
  readonly first: TrainingMetric;
}

/** As many invocations are enough for a GPU, and few enough for whoever adds them up. */
export const NORM_PARTS = 1024;

/** Of the learners of single transitions, and dense layers for all. */
export type PolicyInstruction =
  | Concatenate
  | DenseForward
  | WeightGradient
  | InputGradient
  | ExpectileLoss
  | AdvantageWeights
  | PolicyLoss
  | CriticLoss
  | AdamStep
  | MoveTowards
  | GradientNorms;

export type Instruction = PolicyInstruction | TransformerInstruction;

/** Where a minibatch of transitions goes before every update, as in batch.ts. */
export interface BatchRegions {
  readonly size: number;
  readonly observations: Region;
  readonly actions: Region;
  readonly rewards: Region;
  readonly nextObservations: Region;
  readonly terminals: Region;
}

/** Where a minibatch of windows goes before every update, as in sequences.ts. */
export interface WindowRegions {
  readonly size: number;
  /** Steps of a window. */
  readonly context: number;
  readonly returnsToGo: Region;
  readonly observations: Region;
  readonly actions: Region;
  readonly timesteps: Region;
  readonly mask: Region;
}

/** A parameter vector with the moments of its Adam, both twins' where there are two. */
export interface TrainedParameters {
  readonly parameters: Region;
  readonly mean: Region;
  readonly square: Region;
}

/** Floats of the schedule that an optimiser has, some unused: see AdamStep and AdamWStep. */
export const SCHEDULE_LENGTH = 4;

/** One Adam; its part of the schedule is at its place in `Program.optimisers`. */
interface ProgramOptimiser {
  /** The learner's optimisers that it stands for: both of a pair of twins. */
  readonly names: readonly string[];
  readonly weightDecay: number;
  /** Of the learner's next update, when it has made `updates`. */
  learningRate(updates: number): number;
}

/** What every executor runs; where minibatches go is known to a feed (feed.ts). */
export interface Program {
  readonly arenaLength: number;
  readonly instructions: readonly Instruction[];
  /** SCHEDULE_LENGTH floats per optimiser, written before every update. */
  readonly schedule: Region;
  readonly optimisers: readonly ProgramOptimiser[];
  /** A sum of every training metric over the updates, in the order of TRAINING_METRICS. */
  readonly statistics: Region;
  /** Which of them the program's losses report. */
  readonly reports: readonly TrainingMetric[];
  /** Constants to write once, before the first update. */
  readonly constants: readonly { readonly region: Region; readonly value: number }[];
  /** Places of what a checkpoint holds, under the same names: see checkpoint.ts. */
  readonly parameters: Readonly<Record<string, Region>>;
  readonly moments: Readonly<Record<string, { readonly mean: Region; readonly square: Region }>>;
}

/** Of a learner of single transitions, with a Gaussian policy. */
export interface PolicyProgram extends Program {
  readonly batch: BatchRegions;
  readonly policy: Region;
  /** logσ, a part of the policy. */
  readonly logStd: Region;
}

/** Of a learner of windows. */
export interface SequenceProgram extends Program {
  readonly batch: WindowRegions;
  readonly model: Region;
}
