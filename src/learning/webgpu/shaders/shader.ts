/**
 * Shaders share this WGSL: the arena, the uniform buffer of a row's operands, and the two ways in
 * which most shaders spread their work, an invocation per element or a workgroup that adds up.
 */
import type { OperandRow } from '../../compiled/instructions/operands';

export interface Shader<Row extends OperandRow = OperandRow> {
  /** Operands in the order of the uniform buffer's fields. */
  readonly row: Row;
  readonly code: string;
  /** Whether addresses and counts are passed in vectors of four floats. */
  readonly inVectors: boolean;
}

/** Invocations of a workgroup where every element has one. */
export const ELEMENTWISE_GROUP = 256;
/** Workgroups that every device takes along one dimension. */
export const MAX_GROUPS = 65_535;
/** Invocations of a workgroup that adds up. */
export const SUMMING_GROUP = 64;

type ArenaElement = 'f32' | 'vec4<f32>';

/** Binds the arena, and the operands as `o`. */
export function bindings(row: OperandRow, element: ArenaElement = 'f32'): string {
  const fields = Object.entries(row).map(
    ([name, kind]) => `${name}: ${kind === 'scalar' ? 'f32' : 'u32'}`,
  );
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> arena: array<${element}>;

struct Operands { ${fields.join(', ')} }
@group(0) @binding(1) var<uniform> o: Operands;
`;
}

export interface ElementwiseOptions {
  /** Functions and further bindings. */
  readonly declarations?: string;
  readonly inVectors?: boolean;
}

/**
 * Makes a shader with an invocation per element, which knows its number as `index`.
 * @param count WGSL of the number of elements
 */
export function perElement<Row extends OperandRow>(
  row: Row,
  count: string,
  body: string,
  { declarations = '', inVectors = false }: ElementwiseOptions = {},
): Shader<Row> {
  const code = /* wgsl */ `${bindings(row, inVectors ? 'vec4<f32>' : 'f32')}
${declarations}
@compute @workgroup_size(${ELEMENTWISE_GROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let index = id.x + id.y * ${MAX_GROUPS * ELEMENTWISE_GROUP}u;
  if (index >= ${count}) { return; }
  ${body}
}
`;
  return { row, code, inVectors };
}

/**
 * Makes a shader of workgroups that add up: `total` gives every invocation the sum over its
 * workgroup, `local` is the invocation's number in it, and `group.x` the workgroup's.
 * @param declarations functions
 */
export function perWorkgroup<Row extends OperandRow>(
  row: Row,
  body: string,
  declarations = '',
): Shader<Row> {
  const code = /* wgsl */ `${bindings(row)}
${declarations}
var<workgroup> partial: array<f32, ${SUMMING_GROUP}>;

fn total(value: f32, local: u32) -> f32 {
  workgroupBarrier();
  partial[local] = value;
  for (var width = ${SUMMING_GROUP / 2}u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (local < width) { partial[local] += partial[local + width]; }
  }
  return workgroupUniformLoad(&partial[0]);
}

@compute @workgroup_size(${SUMMING_GROUP})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  ${body}
}
`;
  return { row, code, inVectors: false };
}
