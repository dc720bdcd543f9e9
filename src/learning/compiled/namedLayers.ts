/** Emits instructions for layers that are known by name in a Decision Transformer's flat vector. */
import type { ParameterPiece } from '../../agents/policies/decisionTransformerLayout';
import type { InstructionOf } from './instructions/instructions';

type DenseForward = InstructionOf<'denseForward'>;
type WeightGradient = InstructionOf<'weightGradient'>;
type InputGradient = InstructionOf<'inputGradient'>;
type Fill = InstructionOf<'fill'>;
type LayerNorm = InstructionOf<'layerNorm'>;
type LayerNormGradient = InstructionOf<'layerNormGradient'>;

/** A dense layer, or several of the same sizes that follow one another in the vector. */
interface Layer {
  /** Of the first, without `.w`. */
  readonly name: string;
  readonly twins?: number;
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

export class NamedLayers {
  private readonly places: ReadonlyMap<string, ParameterPiece>;

  /** @param parameters, gradientStart addresses of the flat vector and of its gradient */
  constructor(
    layout: readonly ParameterPiece[],
    private readonly parameters: number,
    private readonly gradientStart: number,
  ) {
    this.places = new Map(layout.map((piece) => [piece.name, piece]));
  }

  parameter(name: string): number {
    return this.parameters + this.piece(name).offset;
  }

  gradient(name: string): number {
    return this.gradientStart + this.piece(name).offset;
  }

  forward({
    name,
    twins = 1,
    relu = false,
    accumulate = false,
    ...rest
  }: Layer & {
    readonly input: number;
    readonly output: number;
    readonly relu?: boolean;
    readonly accumulate?: boolean;
  }): DenseForward {
    return {
      kind: 'denseForward',
      ...rest,
      twins,
      inputStride: 0,
      weights: this.parameter(`${name}.w`),
      weightsStride: strideOf(rest),
      relu,
      accumulate,
    };
  }

  weightGradient({
    name,
    twins = 1,
    ...rest
  }: Layer & { readonly input: number; readonly delta: number }): WeightGradient {
    return {
      kind: 'weightGradient',
      ...rest,
      twins,
      inputStride: 0,
      gradient: this.gradient(`${name}.w`),
      gradientStride: strideOf(rest),
    };
  }

  /** Of one layer; @param activation of the ReLU below, if there is one */
  inputGradient({
    name,
    activation = null,
    accumulate = false,
    ...rest
  }: Layer & {
    readonly delta: number;
    readonly gradient: number;
    readonly activation?: number | null;
    readonly accumulate?: boolean;
  }): InputGradient {
    return {
      kind: 'inputGradient',
      ...rest,
      twins: 1,
      weights: this.parameter(`${name}.w`),
      weightsStride: strideOf(rest),
      activation,
      accumulate,
    };
  }

  norm(name: string, operands: Omit<LayerNorm, 'kind' | 'scale' | 'shift'>): LayerNorm {
    const scale = this.parameter(`${name}.scale`);
    return { kind: 'layerNorm', ...operands, scale, shift: this.parameter(`${name}.shift`) };
  }

  normGradient(
    name: string,
    operands: Omit<LayerNormGradient, 'kind' | 'scale' | 'scaleGradient' | 'shiftGradient'>,
  ): LayerNormGradient {
    return {
      kind: 'layerNormGradient',
      ...operands,
      scale: this.parameter(`${name}.scale`),
      scaleGradient: this.gradient(`${name}.scale`),
      shiftGradient: this.gradient(`${name}.shift`),
    };
  }

  /** Makes the gradient of a parameter 0. */
  constant(name: string): Fill {
    const { length } = this.piece(name);
    return { kind: 'fill', values: this.gradient(name), length, value: 0 };
  }

  private piece(name: string): ParameterPiece {
    const piece = this.places.get(name);
    if (piece === undefined) throw new RangeError(`decision transformer: no parameter ${name}`);
    return piece;
  }
}

/** The layout puts a layer's bias right after its matrix, and the next layer after that. */
function strideOf({ inputs, outputs }: Pick<Layer, 'inputs' | 'outputs'>): number {
  return (inputs + 1) * outputs;
}
