/**
 * A tape records the operations of a network's forward pass and derives its backward pass: the
 * record is walked in reverse, with one rule per kind of operation (gradientRules.ts). Results stay
 * in the arena, since gradients need them; gradients lie in scratch memory for as long as something
 * is still to be derived from them.
 */
import type { ArenaLayout } from './arena';
import { differentiate, type Operation } from './gradientRules';
import { Gradients } from './gradients';
import type { Instruction, InstructionOf } from './instructions/instructions';
import type { Region } from './program';
import type { Scratch } from './scratch';
import type { DenseLayer, LookUpTable, NormLayer, Value } from './value';

export interface DenseOptions {
  readonly relu?: boolean;
  /** Region for the result; by default, new memory. */
  readonly memory?: Region;
  /** Part of a reserved value that the result becomes. */
  readonly part?: Value;
  /** Value that the result is added to, in place. */
  readonly addTo?: Value;
}

/** Rows of a value to take: row r is row first + r·step. */
export interface RowChoice {
  readonly rows: number;
  readonly step: number;
  readonly first: number;
}

/** Sizes of attention beside those of its query: see ATTENTION_SHAPE. */
export type AttentionSizes = Pick<
  InstructionOf<'attention'>,
  'windows' | 'heads' | 'tokens' | 'queries' | 'queryStep' | 'queryFirst' | 'mask'
>;

export class Tape {
  private readonly recorded: Instruction[] = [];
  private readonly operations: { readonly operation: Operation; readonly createsValue: boolean }[] =
    [];
  private readonly gradients: Gradients;
  /** Regions whose content gradients need, so it must not change. */
  private readonly needed = new Set<Region>();

  constructor(
    private readonly arena: ArenaLayout,
    scratch: Scratch,
  ) {
    this.gradients = new Gradients(scratch);
  }

  /** Lists the instructions so far, in the order in which they were recorded. */
  get forward(): readonly Instruction[] {
    return this.recorded;
  }

  /**
   * Records (input, 1)·W of every twin, on inputs of their own or on one that they share.
   * @throws RangeError when it would be added to what a gradient needs as it is
   */
  dense(input: Value, layer: DenseLayer, options: DenseOptions = {}): Value {
    const { relu = false, part, addTo } = options;
    const { twins, outputs, weights, stride } = layer;
    const { rows, width } = input;
    this.needed.add(input.storage);
    if (addTo !== undefined && this.needed.has(addTo.storage)) {
      throw new RangeError('tape: a value that a gradient needs cannot be added to in place');
    }
    const output = addTo ?? part ?? this.create(twins, rows, outputs, options);
    const instruction = {
      kind: 'denseForward',
      twins,
      rows,
      inputs: width,
      outputs,
      input: input.address,
      inputStride: input.twins > 1 ? rows * width : 0,
      weights,
      weightsStride: stride,
      output: output.address,
      relu,
      accumulate: addTo !== undefined,
    } as const;
    const createsValue = addTo === undefined && part === undefined;
    this.record({ kind: 'denseForward', instruction, input, output, layer }, createsValue);
    return output;
  }

  /** Records (input − mean)/√(variance + ε)·scale + shift, row by row. */
  layerNorm(input: Value, layer: NormLayer): Value {
    const { rows, width } = input;
    const output = this.create(1, rows, width);
    const { scale, shift } = layer;
    const instruction = {
      kind: 'layerNorm',
      rows,
      width,
      input: input.address,
      scale,
      shift,
      normal: this.arena.allocate(rows * width).offset,
      inverse: this.arena.allocate(rows).offset,
      output: output.address,
    } as const;
    this.record({ kind: 'layerNorm', instruction, input, output, layer });
    return output;
  }

  takeRows(input: Value, { rows, step, first }: RowChoice): Value {
    const { width } = input;
    const output = this.create(1, rows, width);
    const places = { source: input.address, output: output.address };
    const instruction = { kind: 'takeRows', rows, width, step, first, ...places } as const;
    this.record({ kind: 'takeRows', instruction, input, output });
    return output;
  }

  /** Records softmax attention over the tokens up to each query's own. */
  attention(query: Value, key: Value, value: Value, sizes: AttentionSizes): Value {
    const { windows, heads, tokens, queries } = sizes;
    for (const { storage } of [query, key, value]) this.needed.add(storage);
    const output = this.create(1, query.rows, query.width);
    const instruction = {
      kind: 'attention',
      ...sizes,
      width: query.width,
      query: query.address,
      key: key.address,
      value: value.address,
      weights: this.arena.allocate(windows * heads * queries * tokens).offset,
      output: output.address,
    } as const;
    this.record({ kind: 'attention', instruction, query, key, value, output });
    return output;
  }

  /**
   * Records the tokens of steps, each with the table's row of the step's timestep added.
   * @param input [3 × steps × width]: return, state and action
   * @param timesteps address of [steps] whole numbers
   * @returns [3·steps × width], step by step
   */
  embedTokens(input: Value, timesteps: number, table: LookUpTable): Value {
    const { rows: steps, width } = input;
    const output = this.create(1, input.twins * steps, width);
    const instruction = {
      kind: 'embedTokens',
      steps,
      width,
      embedded: input.address,
      timesteps,
      table: table.table,
      tokens: output.address,
    } as const;
    this.record({ kind: 'embedTokens', instruction, input, output, table });
    return output;
  }

  /**
   * Records a loss of `output`, whose instruction puts the gradient with respect to it at `delta`.
   */
  loss(output: Value, instruction: (delta: number) => Instruction): void {
    this.recorded.push(instruction(this.gradients.wholeOf(output)));
  }

  /** Derives the gradients of all parameters, from the loss back, and so ends the tape. */
  backward(): Instruction[] {
    const instructions = this.operations.toReversed().flatMap(({ operation, createsValue }) => {
      const derived = differentiate(operation, this.gradients);
      if (createsValue) this.gradients.release(operation.output.storage);
      return derived;
    });
    this.gradients.releaseAll();
    return instructions;
  }

  private record(operation: Operation, createsValue = true): void {
    this.recorded.push(operation.instruction);
    this.operations.push({ operation, createsValue });
  }

  /** Reserves memory for a value that others become parts of: see DenseOptions.part. */
  reserve(twins: number, rows: number, width: number): Value {
    return this.create(twins, rows, width);
  }

  private create(
    twins: number,
    rows: number,
    width: number,
    { relu = false, memory }: DenseOptions = {},
  ): Value {
    const length = twins * rows * width;
    const offset = memory?.offset ?? this.arena.allocate(length).offset;
    const storage = { offset, length };
    return { twins, rows, width, address: offset, storage, isData: false, isRectified: relu };
  }
}
