/**
 * WGSL of gradients' norms: a workgroup per stretch of each gradient, then one per
 * gradient over what its stretches came to.
 */
import { NORM_PARTS } from '../../compiled/program';

const HEADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> arena: array<f32>;

var<workgroup> partial: array<f32, ${NORM_PARTS}>;

// The sum over the workgroup, in its first invocation.
fn total(value: f32, local: u32) -> f32 {
  partial[local] = value;
  for (var width = ${NORM_PARTS / 2}u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (local < width) { partial[local] += partial[local + width]; }
  }
  return partial[0];
}
`;

const MAIN = `@compute @workgroup_size(${NORM_PARTS})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
)`;

/** Workgroups: stretches by networks. */
export const NORM_PARTS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  length: u32,
  gradients: u32,
  parts: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let stretch = (o.length + ${NORM_PARTS - 1}u) / ${NORM_PARTS}u;
  let end = min(o.length, (group.x + 1u) * stretch);
  let start = o.gradients + group.y * o.length;
  var own = 0.0;
  for (var index = group.x * stretch + local; index < end; index += ${NORM_PARTS}u) {
    let g = arena[start + index];
    own += g * g;
  }
  let sum = total(own, local);
  if (local == 0u) { arena[o.parts + group.y * ${NORM_PARTS}u + group.x] = sum; }
}
`;

/** A workgroup per network. */
export const NORMS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  parts: u32,
  statistics: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let sum = total(arena[o.parts + group.x * ${NORM_PARTS}u + local], local);
  if (local == 0u) { arena[o.statistics + group.x] += sqrt(sum); }
}
`;
