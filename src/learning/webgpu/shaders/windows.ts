/** WGSL that gathers windows of an episode, padded on the left, as SequenceSampler.write does. */
import { HEADER, MAIN } from './elementwise';

/** One invocation per feature of a step, or of its action where that is wider. */
export const GATHER_WINDOWS_SHADER = /* wgsl */ `${HEADER}
struct Operands {
  size: u32,
  context: u32,
  width: u32,
  actionWidth: u32,
  invocationsPerStep: u32,
  returnsToGo: u32,
  observations: u32,
  actions: u32,
  timesteps: u32,
  mask: u32,
  actionColumn: u32,
  returnColumn: u32,
  bucket: u32,
  tableRows: u32,
}
@group(0) @binding(1) var<uniform> o: Operands;
@group(0) @binding(2) var<storage, read> columns: array<f32>;
// Of each slot: its first row, its steps, and the number of the first in its episode.
@group(0) @binding(3) var<storage, read> slots: array<u32>;

${MAIN} {
  let index = indexOf(id);
  let step = index / o.invocationsPerStep;
  let feature = index % o.invocationsPerStep;
  let slot = step / o.context;
  if (slot >= o.size) { return; }
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
  }
}
`;
