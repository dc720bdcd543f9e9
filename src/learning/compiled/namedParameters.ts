/** Finds layers by their names in a Decision Transformer's flat vector of parameters. */
import type { ParameterPiece } from '../../agents/policies/decisionTransformerLayout';
import type { Region } from './program';
import type { DenseLayer, LookUpTable, NormLayer } from './value';

export class NamedParameters {
  private readonly pieces: ReadonlyMap<string, ParameterPiece>;

  /** @param parameters, gradients addresses of the flat vector and of its gradient */
  constructor(
    layout: readonly ParameterPiece[],
    private readonly parameters: number,
    private readonly gradients: number,
  ) {
    this.pieces = new Map(layout.map((piece) => [piece.name, piece]));
  }

  /**
   * Finds a dense layer, or several of the same sizes: a layer's bias comes right after its matrix,
   * and the next layer after that.
   * @param name of the first, without `.w`
   */
  dense(name: string, twins = 1): DenseLayer {
    const { shape, length } = this.piece(`${name}.w`);
    const [, outputs] = shape;
    const place = this.piece(`${name}.w`);
    return {
      twins,
      outputs,
      weights: this.parameters + place.offset,
      gradient: this.gradients + place.offset,
      stride: length + outputs,
    };
  }

  norm(name: string): NormLayer {
    const scale = this.piece(`${name}.scale`).offset;
    const shift = this.piece(`${name}.shift`).offset;
    return {
      scale: this.parameters + scale,
      shift: this.parameters + shift,
      scaleGradient: this.gradients + scale,
      shiftGradient: this.gradients + shift,
    };
  }

  table(name: string): LookUpTable {
    return { table: this.parameters + this.piece(name).offset, gradient: this.gradient(name) };
  }

  /** Gives the region of one piece's gradient. */
  gradient(name: string): Region {
    const { offset, length } = this.piece(name);
    return { offset: this.gradients + offset, length };
  }

  private piece(name: string): ParameterPiece {
    const piece = this.pieces.get(name);
    if (piece === undefined) throw new RangeError(`decision transformer: no parameter ${name}`);
    return piece;
  }
}
