/**
 * The WGSL here is that of the Decision Transformer's tokens, layer norm, loss and optimiser. Sums
 * over a row or a column of weights are made by one invocation each, so that barriers, which are
 * slow in software, are left to the few sums that are long.
 */
import {
  LAYER_NORM_EPSILON,
  TOKENS_PER_STEP,
} from '../../../agents/policies/decisionTransformerLayout';
import { CLIP_EPSILON } from '../../algorithms/decisionTransformerSettings';
import { INSTRUCTIONS } from '../../compiled/instructions/instructions';
import { CLIP_PARTS } from '../../compiled/instructions/transformerInstructions';
import { bindings, perElement, perWorkgroup, SUMMING_GROUP, type Shader } from './shader';

export const FILL_SHADER = perElement(
  INSTRUCTIONS.fill,
  'o.length',
  'arena[o.values + index] = o.value;',
);

const TOKEN = /* wgsl */ `
  let column = index % o.width;
  let row = index / o.width;
  let step = row / ${TOKENS_PER_STEP}u;
  let token = row % ${TOKENS_PER_STEP}u;
  let own = (token * o.steps + step) * o.width + column;
`;

/** Embeds tokens, with an invocation per number of a token. */
export const EMBED_TOKENS_SHADER = perElement(
  INSTRUCTIONS.embedTokens,
  `${TOKENS_PER_STEP}u * o.steps * o.width`,
  `${TOKEN}
  let time = u32(arena[o.timesteps + step]) * o.width + column;
  arena[o.tokens + index] = arena[o.embedded + own] + arena[o.table + time];`,
);

export const SPLIT_TOKENS_SHADER = perElement(
  INSTRUCTIONS.embedTokensGradient,
  `${TOKENS_PER_STEP}u * o.steps * o.width`,
  `${TOKEN}
  arena[o.embeddedGradient + own] = arena[o.delta + index];`,
);

/** Links steps of the same timestep, with an invocation per step that looks both ways. */
export const LINK_TIMESTEPS_SHADER = perElement(
  INSTRUCTIONS.linkTimesteps,
  'o.steps',
  `let own = arena[o.timesteps + index];
  var later = index + 1u;
  while (later < o.steps && arena[o.timesteps + later] != own) { later++; }
  var earlier = 0u;
  while (earlier < index && arena[o.timesteps + earlier] != own) { earlier++; }
  arena[o.next + index] = select(-1.0, f32(later), later < o.steps);
  arena[o.first + index] = select(0.0, 1.0, earlier == index);`,
);

/**
 * Adds up gradients of the timestep table, with an invocation per step and column: that of the
 * first step of a chain adds up all of it.
 */
export const TIMESTEP_GRADIENT_SHADER = perElement(
  INSTRUCTIONS.embedTokensGradient,
  'o.steps * o.width',
  `let step = index / o.width;
  let column = index % o.width;
  if (arena[o.first + step] == 0.0) { return; }
  var sum = 0.0;
  var link = f32(step);
  while (link >= 0.0) {
    let start = o.delta + u32(link) * ${TOKENS_PER_STEP}u * o.width + column;
    ${Array.from({ length: TOKENS_PER_STEP }, (_, token) => `sum += arena[start + ${token}u * o.width];`).join('\n    ')}
    link = arena[o.next + u32(link)];
  }
  arena[o.tableGradient + u32(arena[o.timesteps + step]) * o.width + column] = sum;`,
);

export const TAKE_ROWS_SHADER = perElement(
  INSTRUCTIONS.takeRows,
  'o.rows * o.width',
  `let row = o.first + index / o.width * o.step;
  arena[o.output + index] = arena[o.source + row * o.width + index % o.width];`,
);

export const ADD_ROWS_SHADER = perElement(
  INSTRUCTIONS.addRows,
  'o.rows * o.width',
  `let row = o.first + index / o.width * o.step;
  arena[o.sums + row * o.width + index % o.width] += arena[o.source + index];`,
);

/** Layer norm, with an invocation per row. */
export const LAYER_NORM_SHADER = perElement(
  INSTRUCTIONS.layerNorm,
  'o.rows',
  `let start = index * o.width;
  var sum = 0.0;
  for (var column = 0u; column < o.width; column++) { sum += arena[o.input + start + column]; }
  let mean = sum / f32(o.width);
  var squares = 0.0;
  for (var column = 0u; column < o.width; column++) {
    let centred = arena[o.input + start + column] - mean;
    squares += centred * centred;
  }
  let factor = 1.0 / sqrt(squares / f32(o.width) + ${LAYER_NORM_EPSILON});
  arena[o.inverse + index] = factor;
  for (var column = 0u; column < o.width; column++) {
    let at = start + column;
    let centred = (arena[o.input + at] - mean) * factor;
    arena[o.normal + at] = centred;
    arena[o.output + at] = centred * arena[o.scale + column] + arena[o.shift + column];
  }`,
);

/** Gradient of layer norm, with an invocation per row. */
export const LAYER_NORM_GRADIENT_SHADER = perElement(
  INSTRUCTIONS.layerNormGradient,
  'o.rows',
  `let start = index * o.width;
  var sum = 0.0;
  var product = 0.0;
  for (var column = 0u; column < o.width; column++) {
    let dNormal = arena[o.delta + start + column] * arena[o.scale + column];
    sum += dNormal;
    product += dNormal * arena[o.normal + start + column];
  }
  let mean = sum / f32(o.width);
  let along = product / f32(o.width);
  let factor = arena[o.inverse + index];
  for (var column = 0u; column < o.width; column++) {
    let at = start + column;
    let dNormal = arena[o.delta + at] * arena[o.scale + column];
    let own = factor * (dNormal - mean - arena[o.normal + at] * along);
    if (o.accumulate != 0u) { arena[o.gradient + at] += own; } else { arena[o.gradient + at] = own; }
  }`,
);

/** Columns of a workgroup of NORM_PARAMETERS_SHADER, and rows that it sums side by side. */
export const NORM_COLUMNS = 16;
const NORM_SLICES = 16;

/**
 * Gradients of scale and shift, with a workgroup per 16 columns: each of its invocations adds every
 * 16th row of one.
 */
export const NORM_PARAMETERS_SHADER: Shader<typeof INSTRUCTIONS.layerNormGradient> = {
  row: INSTRUCTIONS.layerNormGradient,
  inVectors: false,
  code: /* wgsl */ `${bindings(INSTRUCTIONS.layerNormGradient)}
var<workgroup> partial: array<array<vec2<f32>, ${NORM_COLUMNS}>, ${NORM_SLICES}>;

@compute @workgroup_size(${NORM_COLUMNS}, ${NORM_SLICES})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_id) local: vec3<u32>,
) {
  let column = group.x * ${NORM_COLUMNS}u + local.x;
  var scale = 0.0;
  var shift = 0.0;
  if (column < o.width) {
    for (var row = local.y; row < o.rows; row += ${NORM_SLICES}u) {
      let at = row * o.width + column;
      scale += arena[o.delta + at] * arena[o.normal + at];
      shift += arena[o.delta + at];
    }
  }
  partial[local.y][local.x] = vec2<f32>(scale, shift);
  workgroupBarrier();
  if (local.y != 0u || column >= o.width) { return; }
  var sum = vec2<f32>();
  for (var slice = 0u; slice < ${NORM_SLICES}u; slice++) { sum += partial[slice][local.x]; }
  arena[o.scaleGradient + column] = sum.x;
  arena[o.shiftGradient + column] = sum.y;
}
`,
};

/** Loss in a single workgroup. */
export const MASKED_ACTION_LOSS_SHADER = perWorkgroup(
  INSTRUCTIONS.maskedActionLoss,
  /* wgsl */ `
  var own = 0.0;
  for (var step = local; step < o.steps; step += ${SUMMING_GROUP}u) { own += arena[o.mask + step]; }
  let count = total(own, local) * f32(o.width);
  var loss = 0.0;
  for (var index = local; index < o.steps * o.width; index += ${SUMMING_GROUP}u) {
    let weight = arena[o.mask + index / o.width] / count;
    // Beyond 15 it is ±1 in single precision, and some drivers overflow.
    let prediction = tanh(clamp(arena[o.output + index], -15.0, 15.0));
    let error = prediction - arena[o.actions + index];
    loss += weight * error * error;
    arena[o.delta + index] = 2.0 * weight * error * (1.0 - prediction * prediction);
  }
  let lossTotal = total(loss, local);
  if (local == 0u) { arena[o.policyLoss] += lossTotal; }`,
);

/** Sums squares, with a workgroup per part of the gradient. */
export const SQUARES_SHADER = perWorkgroup(
  INSTRUCTIONS.clipFactor,
  /* wgsl */ `
  let stretch = (o.length + ${CLIP_PARTS - 1}u) / ${CLIP_PARTS}u;
  let end = min(o.length, (group.x + 1u) * stretch);
  var own = 0.0;
  for (var index = group.x * stretch + local; index < end; index += ${SUMMING_GROUP}u) {
    own += arena[o.gradient + index] * arena[o.gradient + index];
  }
  let sum = total(own, local);
  if (local == 0u) { arena[o.parts + group.x] = sum; }`,
);

/** Clipping factor in a single workgroup, with as many invocations as there are parts. */
export const CLIP_FACTOR_SHADER = perWorkgroup(
  INSTRUCTIONS.clipFactor,
  /* wgsl */ `
  let norm = sqrt(total(arena[o.parts + local], local));
  if (local == 0u) {
    arena[o.factor] = min(o.limit / (norm + ${CLIP_EPSILON}), 1.0);
    arena[o.gradientNorm] += norm;
  }`,
);

export const ADAM_W_SHADER = perElement(
  INSTRUCTIONS.adamW,
  'o.length',
  `let g = arena[o.factor] * arena[o.gradient + index];
  let m = 0.9 * arena[o.mean + index] + 0.1 * g;
  let v = 0.999 * arena[o.square + index] + 0.001 * g * g;
  arena[o.mean + index] = m;
  arena[o.square + index] = v;
  let denominator = sqrt(v) * arena[o.schedule + 1] + 1e-8;
  let decayed = arena[o.schedule + 2] * arena[o.parameters + index];
  arena[o.parameters + index] = decayed - arena[o.schedule] * m / denominator;`,
);
