/** The transformers that are compared start where the lab's own does. */
import type { Rng } from '../../../market/rng';
import { normals } from './candidate';

const INITIAL_STD = 0.02;

/** @param name a name of `decisionTransformerLayout` */
export function initialParameter(name: string, length: number, random: Rng): Float32Array {
  if (name.endsWith('.scale')) return new Float32Array(length).fill(1);
  if (!name.endsWith('.w') && name !== 'embedTimestep') return new Float32Array(length);
  return normals(length, random).map((value) => INITIAL_STD * value);
}
