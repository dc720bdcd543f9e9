/**
 * Places multilayer perceptrons, or twins of the same sizes, in an arena, with the moments of their
 * Adam, their gradients and their activations, and applies them.
 */
import { mlpParameterCount, type LayerSizes } from '../algorithms/layerSizes';
import { aligned, type ArenaLayout } from './arena';
import type { Instruction } from './instructions/instructions';
import { NORM_PARTS } from './instructions/networkInstructions';
import type { Region } from './program';
import type { Tape } from './tape';
import type { DenseLayer, Value } from './value';

/**
 * Sizes of a network and its number of twins. Twins have their parameters in one region, each on a
 * boundary.
 */
export interface NetworkShape {
  readonly sizes: LayerSizes;
  readonly twins: 1 | 2;
  /** Parameters that follow the network's own, such as logσ. */
  readonly extra?: number;
}

export interface Network {
  readonly shape: NetworkShape;
  readonly parameters: Region;
  /** Gradient, laid out like the parameters; null where they are not trained. */
  readonly gradient: Region | null;
}

export interface TrainedNetwork extends Network {
  readonly gradient: Region;
  readonly mean: Region;
  readonly square: Region;
}

/** Outputs of each layer, [twins × rows × outputs]; the last is linear. */
export type Activations = readonly Region[];

export function allocateNetwork(arena: ArenaLayout, shape: NetworkShape): Network {
  return { shape, parameters: arena.allocate(parameterCount(shape)), gradient: null };
}

/**
 * Places networks that are trained, and gives the instruction that reports the norms of their
 * gradients: those lie one after another, as far apart as the longest is long.
 */
export function allocateTrained<Name extends string>(
  arena: ArenaLayout,
  shapes: Readonly<Record<Name, NetworkShape>>,
): {
  readonly networks: Readonly<Record<Name, TrainedNetwork>>;
  readonly reportNorms: Instruction;
} {
  const named = Object.entries<NetworkShape>(shapes);
  const length = aligned(Math.max(...named.map(([, shape]) => parameterCount(shape))));
  const gradients = arena.allocate(named.length * length);
  const networks = named.map(([name, shape], index) => {
    const count = parameterCount(shape);
    const network: TrainedNetwork = {
      shape,
      parameters: arena.allocate(count),
      gradient: { offset: gradients.offset + index * length, length: count },
      mean: arena.allocate(count),
      square: arena.allocate(count),
    };
    return [name, network] as const;
  });
  return {
    networks: Object.fromEntries(networks) as Record<Name, TrainedNetwork>,
    reportNorms: {
      kind: 'gradientNorms',
      networks: named.length,
      length,
      gradients: gradients.offset,
      parts: arena.allocate(named.length * NORM_PARTS).offset,
    },
  };
}

export function allocateActivations(
  arena: ArenaLayout,
  { sizes, twins }: NetworkShape,
  rows: number,
): Activations {
  return sizes.slice(1).map((size) => arena.allocate(twins * rows * size));
}

/**
 * Records the network's forward pass.
 * @param input [rows × sizes[0]], the same for all twins
 * @param activations memory for at least as many rows as the input has
 * @returns [twins × rows × last size], linear
 */
export function applyNetwork(
  tape: Tape,
  network: Network,
  input: Value,
  activations: Activations,
): Value {
  return activations.reduce<Value>(
    (hidden, memory, layer) =>
      tape.dense(hidden, denseLayer(network, layer), {
        relu: layer < activations.length - 1,
        memory,
      }),
    input,
  );
}

/** Joins a forward pass and its loss, their gradients, and one step of Adam down them. */
export function descend(tape: Tape, network: TrainedNetwork, schedule: number): Instruction[] {
  const { parameters, gradient, mean, square } = network;
  return [
    ...tape.forward,
    ...tape.backward(),
    {
      kind: 'adam',
      length: aligned(parameters.length),
      parameters: parameters.offset,
      gradient: gradient.offset,
      mean: mean.offset,
      square: square.offset,
      schedule,
    },
  ];
}

/** Finds the extra parameters in the region of a network without twins: logσ, or its gradient. */
export function extraOf({ offset }: Region, { sizes, extra = 0 }: NetworkShape): Region {
  return { offset: offset + mlpParameterCount(sizes), length: extra };
}

/** Splits a region that holds a number per parameter into those of both twins. */
export function twinRegions({ offset }: Region, { sizes }: NetworkShape): [Region, Region] {
  const length = mlpParameterCount(sizes);
  return [
    { offset, length },
    { offset: offset + twinStride(sizes), length },
  ];
}

function denseLayer({ shape, parameters, gradient }: Network, layer: number): DenseLayer {
  const { sizes, twins } = shape;
  const offset = mlpParameterCount(sizes.slice(0, layer + 1));
  return {
    twins,
    outputs: sizes[layer + 1],
    weights: parameters.offset + offset,
    gradient: gradient === null ? null : gradient.offset + offset,
    stride: twinStride(sizes),
  };
}

function parameterCount({ sizes, twins, extra = 0 }: NetworkShape): number {
  return (twins - 1) * twinStride(sizes) + mlpParameterCount(sizes) + extra;
}

/** Gives the distance from one twin's parameters to the other's. */
function twinStride(sizes: LayerSizes): number {
  return aligned(mlpParameterCount(sizes));
}
