/** Lays out a program's arena: regions one after another, each on a 16-byte boundary. */
import type { Region } from './program';

/**
 * Floats that regions start at a multiple of, which suits four-wide loads and the GPU's vectors.
 */
export const ALIGNMENT = 4;

/** Rounds a length up to one that ends on a boundary. */
export function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

export class ArenaLayout {
  private end = 0;

  get length(): number {
    return this.end;
  }

  /** @param length in floats */
  allocate(length: number): Region {
    const offset = this.end;
    this.end = aligned(offset + length);
    return { offset, length };
  }
}
