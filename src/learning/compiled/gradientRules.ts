/**
 * Holds a gradient rule for every kind of operation on a tape: it gives the instructions that take
 * the gradient of the result to what went into the operation and to its parameters.
 */
import type { Gradients } from './gradients';
import type { Instruction, InstructionOf } from './instructions/instructions';
import type { DenseLayer, LookUpTable, NormLayer, Value } from './value';

/** Inputs of each kind of operation, recorded beside its instruction and result. */
interface OperationInputs {
  readonly denseForward: { readonly input: Value; readonly layer: DenseLayer };
  readonly layerNorm: { readonly input: Value; readonly layer: NormLayer };
  readonly takeRows: { readonly input: Value };
  readonly attention: { readonly query: Value; readonly key: Value; readonly value: Value };
  readonly embedTokens: { readonly input: Value; readonly table: LookUpTable };
}

type OperationKind = keyof OperationInputs;

type Operations = {
  readonly [Kind in OperationKind]: OperationInputs[Kind] & {
    readonly kind: Kind;
    readonly instruction: InstructionOf<Kind>;
    readonly output: Value;
  };
};

/** A recorded operation: its instruction, its inputs and its result. */
export type Operation<Kind extends OperationKind = OperationKind> = Operations[Kind];

type GradientRule<Kind extends OperationKind> = (
  operation: Operations[Kind],
  gradients: Gradients,
) => readonly Instruction[];

const RULES: { readonly [Kind in OperationKind]: GradientRule<Kind> } = {
  denseForward({ instruction, input, output, layer }, gradients) {
    const { rows, inputs, outputs, twins, inputStride, weightsStride } = instruction;
    const delta = gradients.of(output);
    return [
      {
        kind: 'weightGradient',
        twins,
        rows,
        inputs,
        outputs,
        input: instruction.input,
        inputStride,
        delta,
        gradient: gradientOf(layer),
        gradientStride: weightsStride,
      },
      ...(input.isData ? [] : inputGradients(instruction, input, delta, gradients)),
      ...(layer.idleGradient === undefined ? [] : [zeros(layer.idleGradient)]),
    ];
  },

  layerNorm({ instruction, input, output, layer }, gradients) {
    const { rows, width, normal, inverse, scale } = instruction;
    const { scaleGradient, shiftGradient } = layer;
    const delta = gradients.of(output);
    return [
      {
        kind: 'layerNormGradient',
        rows,
        width,
        normal,
        inverse,
        scale,
        delta,
        scaleGradient,
        shiftGradient,
        ...gradients.into(input),
      },
    ];
  },

  takeRows({ instruction, input, output }, gradients) {
    const { rows, width, step, first } = instruction;
    const source = gradients.of(output);
    const { gradient, accumulate } = gradients.into(input);
    const length = input.rows * input.width;
    return [
      ...(accumulate ? [] : [zeros({ offset: gradient, length })]),
      { kind: 'addRows', rows, width, source, step, first, sums: gradient },
    ];
  },

  attention({ instruction, query, key, value, output }, gradients) {
    const { windows, heads, tokens, queries, queryStep, queryFirst, width } = instruction;
    const scores = gradients.scratch.take(windows * heads * queries * tokens);
    const result: Instruction = {
      kind: 'attentionGradient',
      windows,
      heads,
      tokens,
      queries,
      queryStep,
      queryFirst,
      width,
      query: query.address,
      key: key.address,
      value: value.address,
      weights: instruction.weights,
      delta: gradients.of(output),
      scoreGradient: scores.offset,
      queryGradient: gradients.wholeOf(query),
      keyGradient: gradients.wholeOf(key),
      valueGradient: gradients.wholeOf(value),
    };
    gradients.scratch.release(scores);
    return [result];
  },

  embedTokens({ instruction, input, output, table }, gradients) {
    const { steps, width, timesteps } = instruction;
    const chains = gradients.scratch.take(2 * steps);
    const links = { timesteps, next: chains.offset, first: chains.offset + steps };
    const result: Instruction = {
      kind: 'embedTokensGradient',
      steps,
      width,
      delta: gradients.of(output),
      ...links,
      embeddedGradient: gradients.wholeOf(input),
      tableGradient: table.gradient.offset,
    };
    gradients.scratch.release(chains);
    return [zeros(table.gradient), { kind: 'linkTimesteps', steps, ...links }, result];
  },
};

/** Gives the instructions of an operation's gradient. */
export function differentiate<Kind extends OperationKind>(
  operation: Operation<Kind>,
  gradients: Gradients,
): readonly Instruction[] {
  const rule: GradientRule<Kind> = RULES[operation.kind];
  return rule(operation, gradients);
}

/**
 * Twins with inputs of their own take one instruction; for an input that they share, each takes
 * one.
 */
function inputGradients(
  { rows, inputs, outputs, twins, weights, weightsStride }: InstructionOf<'denseForward'>,
  input: Value,
  delta: number,
  gradients: Gradients,
): Instruction[] {
  const together = input.twins === twins;
  return Array.from({ length: together ? 1 : twins }, (_, twin) => ({
    kind: 'inputGradient',
    twins: together ? twins : 1,
    rows,
    inputs,
    outputs,
    delta: delta + twin * rows * outputs,
    weights: weights + twin * weightsStride,
    weightsStride,
    ...(input.isRectified
      ? { activation: input.address, gradient: gradients.wholeOf(input), accumulate: false }
      : { activation: null, ...gradients.into(input) }),
  }));
}

function gradientOf({ gradient }: DenseLayer): number {
  if (gradient === null) throw new RangeError('tape: a layer that is not trained has no gradient');
  return gradient;
}

function zeros({ offset, length }: { readonly offset: number; readonly length: number }) {
  return { kind: 'fill', values: offset, length, value: 0 } as const;
}
