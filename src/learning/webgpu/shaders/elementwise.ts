/** WGSL of what touches every number once: optimiser, target update, copies and the minibatch. */

/** Invocations of a workgroup. */
export const ELEMENTWISE_GROUP = 256;
/** Workgroups along one dimension, as far as every device goes. */
export const MAX_GROUPS = 65_535;

/** The arena, and the number of an invocation among those of `elementwise`. */
const headerOf = (element: 'f32' | 'vec4<f32>'): string => /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> arena: array<${element}>;

fn indexOf(id: vec3<u32>) -> u32 {
  return id.x + id.y * ${MAX_GROUPS * ELEMENTWISE_GROUP}u;
}
`;
export const HEADER = headerOf('f32');

export const MAIN = `@compute @workgroup_size(${ELEMENTWISE_GROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>)`;

/** A vector per invocation; all operands count vectors. */
export const ADAM_SHADER = /* wgsl */ `${headerOf('vec4<f32>')}
struct Operands {
  length: u32,
  parameters: u32,
  gradient: u32,
  mean: u32,
  square: u32,
  schedule: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let index = indexOf(id);
  if (index >= o.length) { return; }
  let schedule = arena[o.schedule];
  let g = arena[o.gradient + index];
  let m = 0.9 * arena[o.mean + index] + 0.1 * g;
  let v = 0.999 * arena[o.square + index] + 0.001 * g * g;
  arena[o.mean + index] = m;
  arena[o.square + index] = v;
  arena[o.parameters + index] -= schedule.x * m / (sqrt(v) * schedule.y + 1e-8);
}
`;

/** A vector per invocation; all operands but the rate count vectors. */
export const MOVE_TOWARDS_SHADER = /* wgsl */ `${headerOf('vec4<f32>')}
struct Operands {
  length: u32,
  moved: u32,
  source: u32,
  rate: f32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let index = indexOf(id);
  if (index >= o.length) { return; }
  let old = arena[o.moved + index];
  arena[o.moved + index] = old + o.rate * (arena[o.source + index] - old);
}
`;

export const CONCATENATE_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  rows: u32,
  left: u32,
  leftWidth: u32,
  right: u32,
  rightWidth: u32,
  output: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let index = indexOf(id);
  let width = o.leftWidth + o.rightWidth;
  if (index >= o.rows * width) { return; }
  let row = index / width;
  let column = index % width;
  if (column < o.leftWidth) {
    arena[o.output + index] = arena[o.left + row * o.leftWidth + column];
  } else {
    arena[o.output + index] = arena[o.right + row * o.rightWidth + column - o.leftWidth];
  }
}
`;

/** One invocation per feature of s and s′, or of the action where that is wider. */
export const GATHER_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  size: u32,
  width: u32,
  actionWidth: u32,
  invocationsPerSlot: u32,
  observations: u32,
  nextObservations: u32,
  actions: u32,
  rewards: u32,
  terminals: u32,
  actionColumn: u32,
  rewardColumn: u32,
  terminalColumn: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;
@group(0) @binding(2) var<storage, read> columns: array<f32>;
// Of each slot: the row of s, and that of s′.
@group(0) @binding(3) var<storage, read> rows: array<vec2<u32>>;

${MAIN} {
  let index = indexOf(id);
  let slot = index / o.invocationsPerSlot;
  let feature = index % o.invocationsPerSlot;
  if (slot >= o.size) { return; }
  let row = rows[slot].x;
  if (feature < o.width) {
    let to = slot * o.width + feature;
    arena[o.observations + to] = columns[row * o.width + feature];
    arena[o.nextObservations + to] = columns[rows[slot].y * o.width + feature];
  }
  if (feature < o.actionWidth) {
    let source = o.actionColumn + row * o.actionWidth + feature;
    arena[o.actions + slot * o.actionWidth + feature] = columns[source];
  }
  if (feature == 0u) {
    arena[o.rewards + slot] = columns[o.rewardColumn + row];
    arena[o.terminals + slot] = columns[o.terminalColumn + row];
  }
}
`;
