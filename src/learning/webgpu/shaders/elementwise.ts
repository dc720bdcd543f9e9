/** The WGSL here touches every number once: the optimiser, the target update and copies. */
import { INSTRUCTIONS } from '../../compiled/instructions/instructions';
import { perElement } from './shader';

/** Adam, with an invocation per vector. */
export const ADAM_SHADER = perElement(
  INSTRUCTIONS.adam,
  'o.length',
  /* wgsl */ `
  let schedule = arena[o.schedule];
  let g = arena[o.gradient + index];
  let m = 0.9 * arena[o.mean + index] + 0.1 * g;
  let v = 0.999 * arena[o.square + index] + 0.001 * g * g;
  arena[o.mean + index] = m;
  arena[o.square + index] = v;
  arena[o.parameters + index] -= schedule.x * m / (sqrt(v) * schedule.y + 1e-8);`,
  { inVectors: true },
);

/** The target update, with an invocation per vector. */
export const MOVE_TOWARDS_SHADER = perElement(
  INSTRUCTIONS.moveTowards,
  'o.length',
  /* wgsl */ `
  let old = arena[o.moved + index];
  arena[o.moved + index] = old + o.rate * (arena[o.source + index] - old);`,
  { inVectors: true },
);

export const CONCATENATE_SHADER = perElement(
  INSTRUCTIONS.concatenate,
  'o.rows * (o.leftWidth + o.rightWidth)',
  /* wgsl */ `
  let width = o.leftWidth + o.rightWidth;
  let row = index / width;
  let column = index % width;
  if (column < o.leftWidth) {
    arena[o.output + index] = arena[o.left + row * o.leftWidth + column];
  } else {
    arena[o.output + index] = arena[o.right + row * o.rightWidth + column - o.leftWidth];
  }`,
);
