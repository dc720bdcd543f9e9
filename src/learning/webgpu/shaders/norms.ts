/**
 * WGSL of gradients' norms: an invocation per stretch of each gradient, then a
 * workgroup per gradient over what its stretches came to. Barriers, which cost
 * microseconds in software, are left to the few.
 */
import { NORM_PARTS } from '../../compiled/program';
import { HEADER, MAIN } from './elementwise';

/** Invocations that add up the parts of one gradient. */
const GROUP = 64;

/** An invocation per stretch of each gradient. */
export const NORM_PARTS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  networks: u32,
  length: u32,
  gradients: u32,
  parts: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

${MAIN} {
  let index = indexOf(id);
  if (index >= o.networks * ${NORM_PARTS}u) { return; }
  let network = index / ${NORM_PARTS}u;
  let part = index % ${NORM_PARTS}u;
  let stretch = (o.length + ${NORM_PARTS - 1}u) / ${NORM_PARTS}u;
  let end = min(o.length, (part + 1u) * stretch);
  let start = o.gradients + network * o.length;
  var sum = 0.0;
  for (var at = part * stretch; at < end; at++) {
    let g = arena[start + at];
    sum += g * g;
  }
  arena[o.parts + index] = sum;
}
`;

/** A workgroup per network. */
export const NORMS_SHADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> arena: array<f32>;

struct Operands {
  parts: u32,
  statistics: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;

var<workgroup> partial: array<f32, ${GROUP}>;

@compute @workgroup_size(${GROUP})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_index) local: u32,
) {
  let parts = o.parts + group.x * ${NORM_PARTS}u;
  var own = 0.0;
  for (var part = local; part < ${NORM_PARTS}u; part += ${GROUP}u) { own += arena[parts + part]; }
  partial[local] = own;
  for (var width = ${GROUP / 2}u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (local < width) { partial[local] += partial[local + width]; }
  }
  if (local == 0u) { arena[o.statistics + group.x] += sqrt(partial[0]); }
}
`;
