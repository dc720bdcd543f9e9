/**
 * Writes the part of ONNX's protocol buffers that networks and transformers need (onnx/onnx.proto,
 * IR version 8). Plain structures go in and a file comes out; nothing here knows a policy.
 */
import { PbfWriter } from 'pbf';
import { ONNX_OPSET } from './onnxPorts';

/** The newest file format of the operator set; ONNX 1.12 brought both. */
const IR_VERSION = 8;

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** ONNX numbers its element types so, for Cast. */
export const ONNX_TYPES = { float: FLOAT, int64: INT64 } as const;

export type OnnxAttribute =
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly ints: readonly number[] };

export interface OnnxNode {
  /** Operator of the default domain, such as `Gemm`. */
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: readonly OnnxAttribute[];
}

/** A row-major constant of the graph: float32, or int64 for shapes and indices. */
export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** A float32 input or output; a text in its shape is the name of a size left open. */
interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly description: string;
  readonly producerVersion: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  /** The nodes, each after those whose outputs it takes. */
  readonly nodes: readonly OnnxNode[];
  readonly metadata: Readonly<Record<string, string>>;
}

export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new PbfWriter();
  writeModel(model, writer);
  return Uint8Array.from(writer.finish());
}

// Numbers are the field numbers of onnx.proto.

function writeModel(model: OnnxModel, writer: PbfWriter): void {
  writer.writeVarintField(1, IR_VERSION);
  writer.writeStringField(2, 'nanoarb-lab');
  writer.writeStringField(3, model.producerVersion);
  writer.writeStringField(6, model.description);
  writer.writeMessage(7, writeGraph, model);
  writer.writeMessage(8, writeOperatorSet, ONNX_OPSET);
  for (const entry of Object.entries(model.metadata)) {
    writer.writeMessage(14, writeMetadata, entry);
  }
}

function writeOperatorSet(version: number, writer: PbfWriter): void {
  writer.writeStringField(1, '');
  writer.writeVarintField(2, version);
}

function writeMetadata([key, value]: readonly [string, string], writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeStringField(2, value);
}

function writeGraph(model: OnnxModel, writer: PbfWriter): void {
  for (const node of model.nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, model.name);
  for (const constant of model.constants) writer.writeMessage(5, writeConstant, constant);
  for (const value of model.inputs) writer.writeMessage(11, writeValue, value);
  for (const value of model.outputs) writer.writeMessage(12, writeValue, value);
}

function writeNode(
  { operator, inputs, output, attributes = [] }: OnnxNode,
  writer: PbfWriter,
): void {
  for (const input of inputs) writer.writeStringField(1, input);
  writer.writeStringField(2, output);
  writer.writeStringField(3, output);
  writer.writeStringField(4, operator);
  for (const attribute of attributes) writer.writeMessage(5, writeAttribute, attribute);
}

function writeAttribute(attribute: OnnxAttribute, writer: PbfWriter): void {
  writer.writeStringField(1, attribute.name);
  if ('float' in attribute) {
    writer.writeFloatField(2, attribute.float);
    writer.writeVarintField(20, ATTRIBUTE_FLOAT);
  } else if ('int' in attribute) {
    writer.writeVarintField(3, attribute.int);
    writer.writeVarintField(20, ATTRIBUTE_INT);
  } else {
    for (const value of attribute.ints) writer.writeVarintField(8, value);
    writer.writeVarintField(20, ATTRIBUTE_INTS);
  }
}

function writeConstant({ name, shape, data }: OnnxConstant, writer: PbfWriter): void {
  writer.writePackedVarint(1, [...shape]);
  writer.writeVarintField(2, data instanceof Float32Array ? FLOAT : INT64);
  writer.writeStringField(8, name);
  const bytes = new DataView(new ArrayBuffer(data.byteLength));
  data.forEach((value: number | bigint, index: number) => {
    if (typeof value === 'bigint') bytes.setBigInt64(8 * index, value, true);
    else bytes.setFloat32(4 * index, value, true);
  });
  writer.writeBytesField(9, new Uint8Array(bytes.buffer));
}

function writeValue({ name, shape }: OnnxValue, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeType, shape);
}

function writeType(shape: OnnxValue['shape'], writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, shape);
}

function writeTensorType(shape: OnnxValue['shape'], writer: PbfWriter): void {
  writer.writeVarintField(1, FLOAT);
  writer.writeMessage(2, writeShape, shape);
}

function writeShape(shape: OnnxValue['shape'], writer: PbfWriter): void {
  for (const size of shape) writer.writeMessage(1, writeSize, size);
}

function writeSize(size: number | string, writer: PbfWriter): void {
  if (typeof size === 'number') writer.writeVarintField(1, size);
  else writer.writeStringField(2, size);
}
