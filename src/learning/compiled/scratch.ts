/**
 * Scratch memory is used again and again: a program's gradients are needed for a few instructions
 * each, and what one leaves the next takes. Since instructions run one after another, whatever is
 * free when an instruction is made is free when it runs.
 */
import type { ArenaLayout } from './arena';
import type { Region } from './program';

export class Scratch {
  private readonly free: Region[] = [];

  constructor(private readonly arena: ArenaLayout) {}

  /** Takes the smallest free region that is long enough, or a new one. @param length in floats */
  take(length: number): Region {
    const fitting = this.free.filter((region) => region.length >= length);
    if (fitting.length === 0) return this.arena.allocate(length);
    const region = fitting.reduce((best, other) => (other.length < best.length ? other : best));
    this.free.splice(this.free.indexOf(region), 1);
    return region;
  }

  release(region: Region): void {
    this.free.push(region);
  }
}
