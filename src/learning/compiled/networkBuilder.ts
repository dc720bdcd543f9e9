/**
 * Emits the forward and backward pass of a multilayer perceptron, or of twins of
 * the same sizes, as instructions: the chain rule of mlp.ts written out.
 */
import { type LayerSizes, mlpParameterCount } from '../algorithms/layerSizes';
import { aligned, type ArenaLayout } from './arena';
import { NORM_PARTS } from './instructions/networkInstructions';
import type { Instruction, InstructionOf } from './instructions/instructions';
import type { Region, TrainedParameters } from './program';

/** Networks whose parameters follow one another in one region, each on a boundary. */
export interface NetworkShape {
  readonly sizes: LayerSizes;
  readonly twins: 1 | 2;
}

/** [twins × rows × outputs] of each layer, the last one linear. */
export type Activations = readonly Region[];

/** @param extra floats after the network's own, such as logσ */
export function allocateParameters(arena: ArenaLayout, shape: NetworkShape, extra = 0): Region {
  const { sizes, twins } = shape;
  return arena.allocate((twins - 1) * twinStride(sizes) + mlpParameterCount(sizes) + extra);
}

export function allocateTrained(
  arena: ArenaLayout,
  shape: NetworkShape,
  extra = 0,
): TrainedParameters {
  return {
    parameters: allocateParameters(arena, shape, extra),
    mean: allocateParameters(arena, shape, extra),
    square: allocateParameters(arena, shape, extra),
  };
}

export function allocateActivations(
  arena: ArenaLayout,
  { sizes, twins }: NetworkShape,
  rows: number,
): Activations {
  return sizes.slice(1).map((size) => arena.allocate(twins * rows * size));
}

/** @param input [rows × sizes[0]], the same for all twins */
export function forward(
  { sizes, twins }: NetworkShape,
  parameters: Region,
  input: number,
  activations: Activations,
  rows: number,
): Instruction[] {
  return activations.map((output, layer) => ({
    kind: 'denseForward',
    twins,
    rows,
    inputs: sizes[layer],
    outputs: sizes[layer + 1],
    input: layer === 0 ? input : activations[layer - 1].offset,
    inputStride: layer === 0 ? 0 : rows * sizes[layer],
    weights: parameters.offset + layerOffset(sizes, layer),
    weightsStride: twinStride(sizes),
    output: output.offset,
    relu: layer < activations.length - 1,
    accumulate: false,
  }));
}

/**
 * Gradients of all parameters into `gradient`, laid out like the parameters.
 * @param deltas like the activations; the last one holds the gradient of the loss
 *   with respect to the network's output, the others are filled here
 */
export function backward(
  { sizes, twins }: NetworkShape,
  parameters: Region,
  gradient: Region,
  input: number,
  activations: Activations,
  deltas: Activations,
  rows: number,
): Instruction[] {
  const instructions: Instruction[] = [];
  for (let layer = sizes.length - 2; layer >= 0; layer -= 1) {
    const shape = { twins, rows, inputs: sizes[layer], outputs: sizes[layer + 1] };
    const offset = layerOffset(sizes, layer);
    instructions.push({
      kind: 'weightGradient',
      ...shape,
      input: layer === 0 ? input : activations[layer - 1].offset,
      inputStride: layer === 0 ? 0 : rows * sizes[layer],
      delta: deltas[layer].offset,
      gradient: gradient.offset + offset,
      gradientStride: twinStride(sizes),
    });
    if (layer === 0) break;
    instructions.push({
      kind: 'inputGradient',
      ...shape,
      delta: deltas[layer].offset,
      weights: parameters.offset + offset,
      weightsStride: twinStride(sizes),
      activation: activations[layer - 1].offset,
      gradient: deltas[layer - 1].offset,
      accumulate: false,
    });
  }
  return instructions;
}

export function adamStep(
  { parameters, mean, square }: TrainedParameters,
  gradient: Region,
  schedule: number,
): Instruction {
  return {
    kind: 'adam',
    length: aligned(parameters.length),
    parameters: parameters.offset,
    gradient: gradient.offset,
    mean: mean.offset,
    square: square.offset,
    schedule,
  };
}

/** Places for the gradients of networks with these many parameters, and their norms. */
export function allocateGradients(
  arena: ArenaLayout,
  parameterCounts: readonly number[],
): { readonly gradients: readonly Region[]; readonly norms: InstructionOf<'gradientNorms'> } {
  const networks = parameterCounts.length;
  const length = aligned(Math.max(...parameterCounts));
  const { offset } = arena.allocate(networks * length);
  const parts = arena.allocate(networks * NORM_PARTS).offset;
  return {
    gradients: parameterCounts.map((count, network) => ({
      offset: offset + network * length,
      length: count,
    })),
    norms: { kind: 'gradientNorms', networks, length, gradients: offset, parts },
  };
}

function layerOffset(sizes: LayerSizes, layer: number): number {
  return mlpParameterCount(sizes.slice(0, layer + 1));
}

/** From one twin's parameters to the other's. */
function twinStride(sizes: LayerSizes): number {
  return aligned(mlpParameterCount(sizes));
}

/** The regions of each twin, where `trained` holds two. */
export function splitTwins(
  { parameters, mean, square }: TrainedParameters,
  shape: NetworkShape,
): TrainedParameters[] {
  const halves = [parameters, mean, square].map((region) => splitRegion(region, shape));
  return [0, 1].map((twin) => ({
    parameters: halves[0][twin],
    mean: halves[1][twin],
    square: halves[2][twin],
  }));
}

export function splitRegion({ offset }: Region, { sizes }: NetworkShape): [Region, Region] {
  const length = mlpParameterCount(sizes);
  return [
    { offset, length },
    { offset: offset + twinStride(sizes), length },
  ];
}
