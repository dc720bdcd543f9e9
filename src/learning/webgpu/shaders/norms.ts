/**
 * The WGSL here computes the norms of gradients: an invocation sums a stretch of each gradient,
 * then a workgroup per gradient what its stretches came to. Barriers, which cost microseconds in
 * software, are left to the few.
 */
import { INSTRUCTIONS } from '../../compiled/instructions/instructions';
import { NORM_PARTS } from '../../compiled/instructions/networkInstructions';
import { perElement, perWorkgroup, SUMMING_GROUP } from './shader';

/** Sums squares, with an invocation per stretch of each gradient. */
export const NORM_PARTS_SHADER = perElement(
  INSTRUCTIONS.gradientNorms,
  `o.networks * ${NORM_PARTS}u`,
  /* wgsl */ `
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
  arena[o.parts + index] = sum;`,
);

/** Adds up the stretches, with a workgroup per network. */
export const NORMS_SHADER = perWorkgroup(
  INSTRUCTIONS.gradientNorms,
  /* wgsl */ `
  let parts = o.parts + group.x * ${NORM_PARTS}u;
  var own = 0.0;
  for (var part = local; part < ${NORM_PARTS}u; part += ${SUMMING_GROUP}u) {
    own += arena[parts + part];
  }
  let sum = total(own, local);
  if (local == 0u) { arena[o.gradientNorm + group.x] += sqrt(sum); }`,
);
