/**
 * Seeded randomness for the environment and the agents: sfc32 (Doty-Humphrey's
 * PractRand), one independent stream per purpose. The market has a stream of its
 * own, so that an agent that draws numbers does not change the tape.
 */

const UINT32 = 4294967296;

export class RandomStream {
  /** a, b, c, counter, and the spare normal's presence. */
  private readonly words = new Uint32Array(5);
  private spareNormal = 0;

  /** @param purpose distinguishes streams that share a seed */
  constructor(
    seed: number,
    private readonly purpose: number,
  ) {
    this.reseed(seed);
  }

  reseed(seed: number): void {
    const high = Math.floor(seed / UINT32);
    this.words[0] = seed >>> 0;
    this.words[1] = (high ^ 0x9e3779b9) >>> 0;
    this.words[2] = (this.purpose ^ 0x243f6a88) >>> 0;
    this.words[3] = 1;
    this.words[4] = 0;
    for (let i = 0; i < 15; i++) this.uniform();
  }

  /** In [0, 1). */
  uniform(): number {
    const words = this.words;
    const sum = (words[0] + words[1] + words[3]) >>> 0;
    words[3] = words[3] + 1;
    words[0] = words[1] ^ (words[1] >>> 9);
    words[1] = words[2] + (words[2] << 3);
    words[2] = ((words[2] << 21) | (words[2] >>> 11)) + sum;
    return sum / UINT32;
  }

  /** Exponential of mean 1. */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.words[4] === 1) {
      this.words[4] = 0;
      return this.spareNormal;
    }
    for (;;) {
      const u = this.uniform() * 2 - 1;
      const v = this.uniform() * 2 - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        this.spareNormal = v * factor;
        this.words[4] = 1;
        return u * factor;
      }
    }
  }

  snapshot(): RandomState {
    return { words: this.words.slice(), spareNormal: this.spareNormal };
  }

  restore(state: RandomState): void {
    this.words.set(state.words);
    this.spareNormal = state.spareNormal;
  }
}

export interface RandomState {
  readonly words: Uint32Array;
  readonly spareNormal: number;
}
