/**
 * The WGSL here gathers a minibatch from the columns on the device: of transitions, or of windows
 * of an episode that are padded on the left, as the samplers write them.
 */
import type { OperandRow } from '../../compiled/instructions/operands';
import { perElement } from './shader';

const GATHER_OPERANDS = {
  size: 'count',
  width: 'count',
  actionWidth: 'count',
  invocationsPerSlot: 'count',
  observations: 'writes',
  nextObservations: 'writes',
  actions: 'writes',
  rewards: 'writes',
  terminals: 'writes',
  /**
   * First of the actions among all columns, which begin with observations; the next two likewise.
   */
  actionColumn: 'count',
  rewardColumn: 'count',
  terminalColumn: 'count',
} as const satisfies OperandRow;

/**
 * Gathers transitions, with an invocation per feature of s and s′, or of the action where that is
 * wider.
 */
export const GATHER_SHADER = perElement(
  GATHER_OPERANDS,
  'o.size * o.invocationsPerSlot',
  /* wgsl */ `
  let slot = index / o.invocationsPerSlot;
  let feature = index % o.invocationsPerSlot;
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
  }`,
  {
    declarations: /* wgsl */ `
@group(0) @binding(2) var<storage, read> columns: array<f32>;
// A slot has the row of s, and that of s′.
@group(0) @binding(3) var<storage, read> rows: array<vec2<u32>>;
`,
  },
);

const GATHER_WEIGHTED_OPERANDS = {
  size: 'count',
  /** Numbers of a state: an observation, and the description of a weighting. */
  width: 'count',
  observationLength: 'count',
  actionWidth: 'count',
  terms: 'count',
  weightInputs: 'count',
  observations: 'writes',
  nextObservations: 'writes',
  actions: 'writes',
  rewards: 'writes',
  terminals: 'writes',
  termWeights: 'writes',
  /** First of the actions among all columns, which begin with observations; the others likewise. */
  actionColumn: 'count',
  termColumn: 'count',
  terminalColumn: 'count',
  weightColumn: 'count',
  inputColumn: 'count',
} as const satisfies OperandRow;

/**
 * Gathers transitions and pays them under weightings, with an invocation per number of a state,
 * which has more of them than an action.
 */
export const GATHER_WEIGHTED_SHADER = perElement(
  GATHER_WEIGHTED_OPERANDS,
  'o.size * o.width',
  /* wgsl */ `
  let slot = index / o.width;
  let feature = index % o.width;
  let row = slots[3u * slot];
  let weighting = slots[3u * slot + 2u];
  if (feature < o.observationLength) {
    let next = slots[3u * slot + 1u];
    arena[o.observations + index] = columns[row * o.observationLength + feature];
    arena[o.nextObservations + index] = columns[next * o.observationLength + feature];
  } else {
    let source = o.inputColumn + weighting * o.weightInputs + feature - o.observationLength;
    arena[o.observations + index] = columns[source];
    arena[o.nextObservations + index] = columns[source];
  }
  if (feature < o.actionWidth) {
    let source = o.actionColumn + row * o.actionWidth + feature;
    arena[o.actions + slot * o.actionWidth + feature] = columns[source];
  }
  if (feature < o.terms) {
    let to = slot * o.terms + feature;
    arena[o.rewards + to] = columns[o.termColumn + row * o.terms + feature];
    arena[o.terminals + to] = columns[o.terminalColumn + row];
    arena[o.termWeights + to] = columns[o.weightColumn + weighting * o.terms + feature];
  }`,
  {
    declarations: /* wgsl */ `
@group(0) @binding(2) var<storage, read> columns: array<f32>;
// A slot has the row of s, that of s′, and the weighting.
@group(0) @binding(3) var<storage, read> slots: array<u32>;
`,
  },
);

const GATHER_WINDOWS_OPERANDS = {
  size: 'count',
  context: 'count',
  width: 'count',
  actionWidth: 'count',
  invocationsPerStep: 'count',
  returnsToGo: 'writes',
  observations: 'writes',
  actions: 'writes',
  timesteps: 'writes',
  mask: 'writes',
  actionColumn: 'count',
  returnColumn: 'count',
  bucket: 'count',
  tableRows: 'count',
} as const satisfies OperandRow;

/**
 * Gathers windows, with an invocation per feature of a step, or of its action where that is wider.
 */
export const GATHER_WINDOWS_SHADER = perElement(
  GATHER_WINDOWS_OPERANDS,
  'o.size * o.context * o.invocationsPerStep',
  /* wgsl */ `
  let step = index / o.invocationsPerStep;
  let feature = index % o.invocationsPerStep;
  let slot = step / o.context;
  let padding = o.context - slots[3u * slot + 1u];
  let place = step % o.context;
  let isStep = place >= padding;
  let since = select(0u, place - padding, isStep);
  let row = slots[3u * slot] + since;
  if (feature < o.width) {
    let value = columns[row * o.width + feature];
    arena[o.observations + step * o.width + feature] = select(0.0, value, isStep);
  }
  if (feature < o.actionWidth) {
    let value = columns[o.actionColumn + row * o.actionWidth + feature];
    arena[o.actions + step * o.actionWidth + feature] = select(0.0, value, isStep);
  }
  if (feature == 0u) {
    let timestep = min(o.tableRows - 1u, (slots[3u * slot + 2u] + since) / o.bucket);
    arena[o.returnsToGo + step] = select(0.0, columns[o.returnColumn + row], isStep);
    arena[o.timesteps + step] = select(0.0, f32(timestep), isStep);
    arena[o.mask + step] = select(0.0, 1.0, isStep);
  }`,
  {
    declarations: /* wgsl */ `
@group(0) @binding(2) var<storage, read> columns: array<f32>;
// A slot has its first row, its steps, and the number of the first in its episode.
@group(0) @binding(3) var<storage, read> slots: array<u32>;
`,
  },
);

const GATHER_WEIGHTED_WINDOWS_OPERANDS = {
  size: 'count',
  context: 'count',
  /** Numbers of a state: an observation, and the description of a weighting. */
  width: 'count',
  observationLength: 'count',
  actionWidth: 'count',
  terms: 'count',
  weightInputs: 'count',
  returnsToGo: 'writes',
  observations: 'writes',
  actions: 'writes',
  timesteps: 'writes',
  mask: 'writes',
  actionColumn: 'count',
  termColumn: 'count',
  weightColumn: 'count',
  inputColumn: 'count',
  bucket: 'count',
  tableRows: 'count',
} as const satisfies OperandRow;

/**
 * Gathers windows and labels them under weightings, with an invocation per number of a state, which
 * has more of them than an action.
 */
export const GATHER_WEIGHTED_WINDOWS_SHADER = perElement(
  GATHER_WEIGHTED_WINDOWS_OPERANDS,
  'o.size * o.context * o.width',
  /* wgsl */ `
  let step = index / o.width;
  let feature = index % o.width;
  let slot = step / o.context;
  let padding = o.context - slots[4u * slot + 1u];
  let weighting = slots[4u * slot + 3u];
  let place = step % o.context;
  let isStep = place >= padding;
  let since = select(0u, place - padding, isStep);
  let row = slots[4u * slot] + since;
  var source = row * o.observationLength + feature;
  if (feature >= o.observationLength) {
    source = o.inputColumn + weighting * o.weightInputs + feature - o.observationLength;
  }
  arena[o.observations + index] = select(0.0, columns[source], isStep);
  if (feature < o.actionWidth) {
    let value = columns[o.actionColumn + row * o.actionWidth + feature];
    arena[o.actions + step * o.actionWidth + feature] = select(0.0, value, isStep);
  }
  if (feature == 0u) {
    var asked = 0.0;
    for (var term = 0u; term < o.terms; term++) {
      let weight = columns[o.weightColumn + weighting * o.terms + term];
      asked += weight * columns[o.termColumn + row * o.terms + term];
    }
    let timestep = min(o.tableRows - 1u, (slots[4u * slot + 2u] + since) / o.bucket);
    arena[o.returnsToGo + step] = select(0.0, asked, isStep);
    arena[o.timesteps + step] = select(0.0, f32(timestep), isStep);
    arena[o.mask + step] = select(0.0, 1.0, isStep);
  }`,
  {
    declarations: /* wgsl */ `
@group(0) @binding(2) var<storage, read> columns: array<f32>;
// A slot has its first row, its steps, the number of the first in its episode, and the weighting.
@group(0) @binding(3) var<storage, read> slots: array<u32>;
`,
  },
);
