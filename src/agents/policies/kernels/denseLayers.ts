/**
 * Networks act on dense layers over memory for activations, made once and used at every decision
 * without allocating. The layers run on SIMD WebAssembly where there is any, else in plain
 * TypeScript, with the same bits either way: sums are made in double precision, in one order.
 */
import { DENSE_KERNEL_BASE64 } from './denseKernel.generated';

/** Rows and arrays are padded to a multiple of this many doubles. */
const PANEL = 4;
const PAGE_BYTES = 65_536;

/** Doubles from one row to the next in a matrix with `columns` columns. */
export function rowStride(columns: number): number {
  return Math.ceil(columns / PANEL) * PANEL;
}

export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** @param weights [inputs × outputs] row-major; @param bias [outputs] */
  load(weights: Float32Array, bias: Float32Array): void;
  /**
   * Computes output = bias + input · weights row by row, and no less than zero where `relu`. Input
   * and output are arrays of the same `DenseLayers`, read and written from an index on; rows are
   * `rowStride` of their width apart. What lies between the end of an output row and the beginning
   * of the next is overwritten.
   */
  apply(
    rows: number,
    input: Float64Array,
    from: number,
    output: Float64Array,
    to: number,
    relu: boolean,
  ): void;
}

/** Makes layers and the arrays they read and write. */
export interface DenseLayers {
  readonly kind: 'wasm' | 'plain';
  /** Zeros, with room behind them for the last row's end. */
  doubles(length: number): Float64Array;
  layer(inputs: number, outputs: number): DenseLayer;
}

export interface DenseSizes {
  /** The inputs and outputs of every layer. */
  readonly layers: readonly (readonly [number, number])[];
  /** The length of every array. */
  readonly arrays: readonly number[];
}

/** @param sizes all that will be asked for */
export function createDenseLayers(sizes: DenseSizes): DenseLayers {
  try {
    return new WasmLayers(sizes);
  } catch {
    // WebAssembly or its SIMD is missing, or there is no memory for another instance.
    return new PlainLayers();
  }
}

type DenseKernel = (
  rows: number,
  input: number,
  inputStride: number,
  inputs: number,
  panels: number,
  output: number,
  outputStride: number,
  outputs: number,
  relu: number,
) => void;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  readonly dense: DenseKernel;
}

export class WasmLayers implements DenseLayers {
  readonly kind = 'wasm';
  private readonly kernels: KernelExports;
  private next: number;

  /** @throws Error when WebAssembly or its SIMD is missing */
  constructor({ layers, arrays }: DenseSizes) {
    // The module is a kilobyte; engines keep what they compiled from the same bytes.
    const bytes = Uint8Array.from(atob(DENSE_KERNEL_BASE64), (letter) => letter.charCodeAt(0));
    const module = new WebAssembly.Module(bytes);
    this.kernels = new WebAssembly.Instance(module).exports as unknown as KernelExports;
    const { memory } = this.kernels;
    this.next = Math.ceil(this.kernels.heapBase() / 32) * 32;
    let end = this.next;
    for (const [inputs, outputs] of layers) end += panelFloats(inputs, outputs) * 4;
    for (const length of arrays) end += (rowStride(length) + PANEL) * 8;
    memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES)));
  }

  doubles(length: number): Float64Array {
    return new Float64Array(
      this.kernels.memory.buffer,
      this.take((rowStride(length) + PANEL) * 8),
      length,
    );
  }

  layer(inputs: number, outputs: number): DenseLayer {
    const floats = panelFloats(inputs, outputs);
    const panels = new Float32Array(this.kernels.memory.buffer, this.take(floats * 4), floats);
    return new WasmLayer(inputs, outputs, panels, this.kernels.dense);
  }

  private take(bytes: number): number {
    const start = this.next;
    this.next += bytes;
    if (this.next > this.kernels.memory.buffer.byteLength) {
      throw new RangeError('DenseLayers: expected no more than was announced');
    }
    return start;
  }
}

function panelFloats(inputs: number, outputs: number): number {
  return (inputs + 1) * rowStride(outputs);
}

class WasmLayer implements DenseLayer {
  constructor(
    readonly inputs: number,
    readonly outputs: number,
    private readonly panels: Float32Array,
    private readonly dense: DenseKernel,
  ) {}

  load(weights: Float32Array, bias: Float32Array): void {
    const { inputs, outputs, panels } = this;
    for (let column = 0; column < outputs; column++) {
      const lane = column % PANEL;
      let at = (column - lane) * (inputs + 1) + lane;
      panels[at] = bias[column];
      for (let i = 0; i < inputs; i++) {
        at += PANEL;
        panels[at] = weights[i * outputs + column];
      }
    }
  }

  apply(
    rows: number,
    input: Float64Array,
    from: number,
    output: Float64Array,
    to: number,
    relu: boolean,
  ): void {
    const { inputs, outputs } = this;
    this.dense(
      rows,
      input.byteOffset + from * 8,
      rowStride(inputs) * 8,
      inputs,
      this.panels.byteOffset,
      output.byteOffset + to * 8,
      rowStride(outputs) * 8,
      outputs,
      relu ? 1 : 0,
    );
  }
}

/** The reference implementation, which also serves where there is no SIMD. */
export class PlainLayers implements DenseLayers {
  readonly kind = 'plain';

  doubles(length: number): Float64Array {
    return new Float64Array(length);
  }

  layer(inputs: number, outputs: number): DenseLayer {
    return new PlainLayer(inputs, outputs);
  }
}

class PlainLayer implements DenseLayer {
  private readonly weights: Float32Array;
  private readonly bias: Float32Array;

  constructor(
    readonly inputs: number,
    readonly outputs: number,
  ) {
    this.weights = new Float32Array(inputs * outputs);
    this.bias = new Float32Array(outputs);
  }

  load(weights: Float32Array, bias: Float32Array): void {
    this.weights.set(weights);
    this.bias.set(bias);
  }

  apply(
    rows: number,
    input: Float64Array,
    from: number,
    output: Float64Array,
    to: number,
    relu: boolean,
  ): void {
    const { inputs, outputs } = this;
    for (let row = 0; row < rows; row++) {
      const start = to + row * rowStride(outputs);
      this.applyRow(input, from + row * rowStride(inputs), output, start);
      if (!relu) continue;
      for (let j = start; j < start + outputs; j++) if (output[j] < 0) output[j] = 0;
    }
  }

  /** Four inputs at a time: their products are added up before they join the sum. */
  private applyRow(input: Float64Array, from: number, output: Float64Array, to: number): void {
    const { inputs, outputs: width, weights, bias } = this;
    for (let j = 0; j < width; j++) output[to + j] = bias[j];
    let i = 0;
    for (; i + 3 < inputs; i += 4) {
      const x0 = input[from + i];
      const x1 = input[from + i + 1];
      const x2 = input[from + i + 2];
      const x3 = input[from + i + 3];
      const row0 = i * width;
      const row1 = row0 + width;
      const row2 = row1 + width;
      const row3 = row2 + width;
      for (let j = 0; j < width; j++) {
        output[to + j] +=
          x0 * weights[row0 + j] +
          x1 * weights[row1 + j] +
          x2 * weights[row2 + j] +
          x3 * weights[row3 + j];
      }
    }
    for (; i < inputs; i++) {
      const x = input[from + i];
      const row = i * width;
      for (let j = 0; j < width; j++) output[to + j] += x * weights[row + j];
    }
  }
}
