/**
 * Holds the table of kernels on the GPU: which shaders carry out an instruction, and with how many
 * workgroups. Their operands follow from the instruction's row.
 */
import { TOKENS_PER_STEP } from '../../agents/policies/decisionTransformerLayout';
import type { InstructionKind, InstructionOf } from '../compiled/instructions/instructions';
import { NORM_PARTS } from '../compiled/instructions/networkInstructions';
import type { OperandRow, OperandValues } from '../compiled/instructions/operands';
import { CLIP_PARTS } from '../compiled/instructions/transformerInstructions';
import type { Region } from '../compiled/program';
import { attention, attentionGradient } from './attentionKernels';
import { denseForward, inputGradient, weightGradient } from './denseKernels';
import { dispatch, elementwise, toVectors, type Dispatch, type Workgroups } from './dispatch';
import type { Products } from './products';
import { ADAM_SHADER, CONCATENATE_SHADER, MOVE_TOWARDS_SHADER } from './shaders/elementwise';
import {
  ADVANTAGE_WEIGHTS_SHADER,
  CRITIC_LOSS_SHADER,
  EXPECTILE_LOSS_SHADER,
  POLICY_LOSS_SHADER,
  TERM_ADVANTAGE_WEIGHTS_SHADER,
  TERM_EXPECTILE_LOSS_SHADER,
} from './shaders/losses';
import { NORM_PARTS_SHADER, NORMS_SHADER } from './shaders/norms';
import type { Shader } from './shaders/shader';
import {
  ADAM_W_SHADER,
  ADD_ROWS_SHADER,
  CLIP_FACTOR_SHADER,
  EMBED_TOKENS_SHADER,
  FILL_SHADER,
  LAYER_NORM_GRADIENT_SHADER,
  LAYER_NORM_SHADER,
  LINK_TIMESTEPS_SHADER,
  MASKED_ACTION_LOSS_SHADER,
  NORM_COLUMNS,
  NORM_PARAMETERS_SHADER,
  SPLIT_TOKENS_SHADER,
  SQUARES_SHADER,
  TAKE_ROWS_SHADER,
  TIMESTEP_GRADIENT_SHADER,
} from './shaders/transformer';

/** Data that a kernel needs beside its instruction. */
interface Surroundings {
  /** Address of the training metrics. */
  readonly metrics: number;
  /** Makes a matrix product in the way that suits the adapter. */
  readonly product: Products;
}

type Kernel<Kind extends InstructionKind> = (
  instruction: InstructionOf<Kind>,
  surroundings: Surroundings,
) => readonly Dispatch[];

const ONE_WORKGROUP: Workgroups = [1, 1, 1];

const KERNELS: { readonly [Kind in InstructionKind]: Kernel<Kind> } = {
  concatenate: kernel([
    CONCATENATE_SHADER,
    ({ rows, leftWidth, rightWidth }) => elementwise(rows * (leftWidth + rightWidth)),
  ]),
  denseForward: (instruction, { product }) => [denseForward(instruction, product)],
  weightGradient: (instruction, { product }) => [weightGradient(instruction, product)],
  inputGradient: (instruction, { product }) => [inputGradient(instruction, product)],
  expectileLoss: kernel([EXPECTILE_LOSS_SHADER, () => ONE_WORKGROUP]),
  advantageWeights: kernel([ADVANTAGE_WEIGHTS_SHADER, () => ONE_WORKGROUP]),
  termExpectileLoss: kernel([TERM_EXPECTILE_LOSS_SHADER, () => ONE_WORKGROUP]),
  termAdvantageWeights: kernel([TERM_ADVANTAGE_WEIGHTS_SHADER, () => ONE_WORKGROUP]),
  policyLoss: kernel([POLICY_LOSS_SHADER, () => ONE_WORKGROUP]),
  criticLoss: kernel([CRITIC_LOSS_SHADER, () => ONE_WORKGROUP]),
  adam: kernel([ADAM_SHADER, ({ length }) => elementwise(toVectors(length))]),
  moveTowards: kernel([MOVE_TOWARDS_SHADER, ({ length }) => elementwise(toVectors(length))]),
  gradientNorms: kernel(
    [NORM_PARTS_SHADER, ({ networks }) => elementwise(networks * NORM_PARTS)],
    [NORMS_SHADER, ({ networks }) => [networks, 1, 1]],
  ),
  fill: kernel([FILL_SHADER, ({ length }) => elementwise(length)]),
  embedTokens: kernel([
    EMBED_TOKENS_SHADER,
    ({ steps, width }) => elementwise(TOKENS_PER_STEP * steps * width),
  ]),
  linkTimesteps: kernel([LINK_TIMESTEPS_SHADER, ({ steps }) => elementwise(steps)]),
  embedTokensGradient: kernel(
    [SPLIT_TOKENS_SHADER, ({ steps, width }) => elementwise(TOKENS_PER_STEP * steps * width)],
    [TIMESTEP_GRADIENT_SHADER, ({ steps, width }) => elementwise(steps * width)],
  ),
  takeRows: kernel([TAKE_ROWS_SHADER, ({ rows, width }) => elementwise(rows * width)]),
  addRows: kernel([ADD_ROWS_SHADER, ({ rows, width }) => elementwise(rows * width)]),
  layerNorm: kernel([LAYER_NORM_SHADER, ({ rows }) => elementwise(rows)]),
  layerNormGradient: kernel(
    [NORM_PARAMETERS_SHADER, ({ width }) => [Math.ceil(width / NORM_COLUMNS), 1, 1]],
    [LAYER_NORM_GRADIENT_SHADER, ({ rows }) => elementwise(rows)],
  ),
  attention,
  attentionGradient,
  maskedActionLoss: kernel([MASKED_ACTION_LOSS_SHADER, () => ONE_WORKGROUP]),
  clipFactor: kernel(
    [SQUARES_SHADER, () => [CLIP_PARTS, 1, 1]],
    [CLIP_FACTOR_SHADER, () => ONE_WORKGROUP],
  ),
  adamW: kernel([ADAM_W_SHADER, ({ length }) => elementwise(length)]),
};

/**
 * Gives the dispatches of an instruction.
 * @param product makes matrix products to suit the adapter
 */
export function dispatchesOf<Kind extends InstructionKind>(
  instruction: InstructionOf<Kind>,
  statistics: Region,
  product: Products,
): readonly Dispatch[] {
  const surroundings = { metrics: statistics.offset, product };
  const kernelOfKind: Kernel<Kind> = KERNELS[instruction.kind];
  return kernelOfKind(instruction, surroundings);
}

type Step<Row extends OperandRow> = readonly [
  shader: Shader<Row>,
  workgroups: (values: OperandValues<Row>) => Workgroups,
];

/** Makes a kernel of shaders one after another, which all take the operands of the instruction. */
function kernel<Row extends OperandRow>(...steps: readonly Step<Row>[]) {
  return (values: OperandValues<Row>, { metrics }: Surroundings): Dispatch[] =>
    steps.map(([shader, workgroups]) => dispatch(shader, values, workgroups(values), metrics));
}
