/**
 * Seeded random numbers: uniform, exponential and normal variates from one sfc32 generator (C.
 * Doty-Humphrey, PractRand; 2^128 states, passes BigCrush). Variates are made 256 at a time into
 * typed arrays, so that a draw in a hot loop is one array read and allocates nothing. Exponential
 * and normal use the ziggurat of Marsaglia and Tsang, "The Ziggurat Method for Generating Random
 * Variables", J. Stat. Software 5(8), 2000, with 256 layers. Every bit is the same in every engine.
 */
import { exp, log } from './elementary';

const BATCH = 256;
const LAYERS = 256;
const WARM_UP_ROUNDS = 20;
const TWO_TO_MINUS_32 = 2 ** -32;
/** Places in a layer: 8 bits of a word choose the layer, the other 24 the place. */
const PLACES = 2 ** 24;
/**
 * Start of the tail, and area of each layer, for both distributions (Marsaglia and Tsang, table 1).
 */
const EXPONENTIAL_TAIL = 7.69711747013105;
const EXPONENTIAL_AREA = 0.003949659822581557;
const NORMAL_TAIL = 3.6541528853610088;
const NORMAL_AREA = 0.00492867323399;

interface Ziggurat {
  /** Width of a layer per place in it. */
  readonly scale: Float64Array;
  /** Places below which a draw is inside the layer above too: accept at once. */
  readonly inside: Float64Array;
  /** Density at the layer's right edge. */
  readonly height: Float64Array;
}

const exponentialDensity = (x: number) => exp(-x);
const normalDensity = (x: number) => exp(-0.5 * x * x);
const EXPONENTIAL = ziggurat(
  EXPONENTIAL_TAIL,
  EXPONENTIAL_AREA,
  exponentialDensity,
  (y) => -log(y),
);
const NORMAL = ziggurat(NORMAL_TAIL, NORMAL_AREA, normalDensity, (y) => Math.sqrt(-2 * log(y)));

function ziggurat(
  tail: number,
  area: number,
  density: (x: number) => number,
  inverse: (y: number) => number,
): Ziggurat {
  // edges[i] is the right edge of layer i; layer 0 is the base strip with the tail.
  const edges = new Float64Array(LAYERS + 1);
  edges[0] = area / density(tail);
  edges[1] = tail;
  for (let i = 2; i < LAYERS; i++) edges[i] = inverse(area / edges[i - 1] + density(edges[i - 1]));
  edges[LAYERS] = 0;
  return {
    scale: Float64Array.from({ length: LAYERS }, (_, i) => edges[i] / PLACES),
    inside: Float64Array.from({ length: LAYERS }, (_, i) => (edges[i + 1] / edges[i]) * PLACES),
    height: Float64Array.from({ length: LAYERS + 1 }, (_, i) =>
      i === LAYERS ? 1 : density(edges[i]),
    ),
  };
}

export interface RngState {
  readonly generator: Int32Array;
  readonly uniforms: Float64Array;
  readonly exponentials: Float64Array;
  readonly normals: Float64Array;
  readonly cursors: readonly [number, number, number];
}

export class Rng {
  /**
   * Variate of the last `drawUniform`, `drawExponential` or `drawNormal`. What draws at every event
   * reads it here: V8 boxes a double that a call returns, unless it has room to inline the call.
   */
  drawn = 0;
  private readonly generator = new Int32Array(4);
  private readonly words = new Uint32Array(BATCH);
  private readonly uniforms = new Float64Array(BATCH);
  private readonly exponentials = new Float64Array(BATCH);
  private readonly normals = new Float64Array(BATCH);
  private uniformCursor = BATCH;
  private exponentialCursor = BATCH;
  private normalCursor = BATCH;

  /**
   * @param seed any finite whole number
   * @param stream streams of the same seed are independent of each other
   */
  constructor(seed: number, stream = 0) {
    this.seed(seed, stream);
  }

  seed(seed: number, stream = 0): void {
    const low = seed | 0;
    const high = Math.floor(seed * TWO_TO_MINUS_32) | 0;
    this.generator[0] = low;
    this.generator[1] = high;
    this.generator[2] = stream | 0;
    this.generator[3] = 1;
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.word();
    this.uniformCursor = BATCH;
    this.exponentialCursor = BATCH;
    this.normalCursor = BATCH;
  }

  /** Draws uniformly from (0, 1); neither end comes up. */
  uniform(): number {
    if (this.uniformCursor === BATCH) this.fillUniforms();
    return this.uniforms[this.uniformCursor++];
  }

  /**
   * Draws uniformly from 0, 1, …, count − 1. Like `coin`, it reads the draw itself: V8 boxes a
   * double that a call returns.
   */
  below(count: number): number {
    if (this.uniformCursor === BATCH) this.fillUniforms();
    return (this.uniforms[this.uniformCursor++] * count) | 0;
  }

  /** Tosses a coin: true half of the time. */
  coin(): boolean {
    if (this.uniformCursor === BATCH) this.fillUniforms();
    return this.uniforms[this.uniformCursor++] < 0.5;
  }

  /** Draws what `uniform` returns, into `drawn`. */
  drawUniform(): void {
    if (this.uniformCursor === BATCH) this.fillUniforms();
    this.drawn = this.uniforms[this.uniformCursor++];
  }

  /** Draws what `exponential` returns, into `drawn`. */
  drawExponential(): void {
    if (this.exponentialCursor === BATCH) this.fillExponentials();
    this.drawn = this.exponentials[this.exponentialCursor++];
  }

  /** Draws what `normal` returns, into `drawn`. */
  drawNormal(): void {
    if (this.normalCursor === BATCH) this.fillNormals();
    this.drawn = this.normals[this.normalCursor++];
  }

  /** Draws an exponential variate with mean 1. */
  exponential(): number {
    if (this.exponentialCursor === BATCH) this.fillExponentials();
    return this.exponentials[this.exponentialCursor++];
  }

  /** Draws a standard normal variate. */
  normal(): number {
    if (this.normalCursor === BATCH) this.fillNormals();
    return this.normals[this.normalCursor++];
  }

  snapshot(): RngState {
    return {
      generator: this.generator.slice(),
      uniforms: this.uniforms.slice(),
      exponentials: this.exponentials.slice(),
      normals: this.normals.slice(),
      cursors: [this.uniformCursor, this.exponentialCursor, this.normalCursor],
    };
  }

  restore(state: RngState): void {
    this.generator.set(state.generator);
    this.uniforms.set(state.uniforms);
    this.exponentials.set(state.exponentials);
    this.normals.set(state.normals);
    [this.uniformCursor, this.exponentialCursor, this.normalCursor] = state.cursors;
  }

  /** Draws the next 32 bits of sfc32, unsigned. */
  private word(): number {
    const state = this.generator;
    const a = state[0];
    const b = state[1];
    const c = state[2];
    const counter = state[3];
    const sum = (((a + b) | 0) + counter) | 0;
    state[3] = (counter + 1) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  private openUniform(): number {
    return (this.word() + 0.5) * TWO_TO_MINUS_32;
  }

  /** Draws a batch of `word`s with the state in registers. */
  private fillWords(): void {
    const { generator, words } = this;
    let a = generator[0];
    let b = generator[1];
    let c = generator[2];
    let counter = generator[3];
    for (let i = 0; i < BATCH; i++) {
      const sum = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      words[i] = sum;
    }
    generator[0] = a;
    generator[1] = b;
    generator[2] = c;
    generator[3] = counter;
  }

  private fillUniforms(): void {
    const { words, uniforms } = this;
    this.fillWords();
    for (let i = 0; i < BATCH; i++) uniforms[i] = (words[i] + 0.5) * TWO_TO_MINUS_32;
    this.uniformCursor = 0;
  }

  private fillExponentials(): void {
    const { words, exponentials } = this;
    const { scale, inside } = EXPONENTIAL;
    this.fillWords();
    for (let i = 0; i < BATCH; i++) {
      const layer = words[i] & (LAYERS - 1);
      const place = (words[i] >>> 8) + 0.5;
      if (place < inside[layer]) exponentials[i] = place * scale[layer];
      else this.rareExponential(i);
    }
    this.exponentialCursor = 0;
  }

  /**
   * Settles the one word in a hundred that its layer does not. The variate is stored, since a
   * double that a call returns would be boxed.
   */
  private rareExponential(index: number): void {
    const { exponentials } = this;
    let word = this.words[index];
    for (;;) {
      const layer = word & (LAYERS - 1);
      const place = (word >>> 8) + 0.5;
      const x = place * EXPONENTIAL.scale[layer];
      exponentials[index] = x;
      if (place < EXPONENTIAL.inside[layer]) return;
      if (layer === 0) {
        exponentials[index] = EXPONENTIAL_TAIL - log(this.openUniform());
        return;
      }
      const low = EXPONENTIAL.height[layer];
      const high = EXPONENTIAL.height[layer + 1];
      if (low + this.openUniform() * (high - low) < exponentialDensity(x)) return;
      word = this.word();
    }
  }

  private fillNormals(): void {
    const { words, normals } = this;
    const { scale, inside } = NORMAL;
    this.fillWords();
    for (let i = 0; i < BATCH; i++) {
      const layer = words[i] & (LAYERS - 1);
      // A word gives 23 bits of place and one of sign.
      const place = (words[i] >>> 9) * 2 + 1;
      const sign = 1 - ((words[i] & LAYERS) >> 7);
      if (place < inside[layer]) normals[i] = sign * place * scale[layer];
      else this.rareNormal(i, sign);
    }
    this.normalCursor = 0;
  }

  private rareNormal(index: number, sign: number): void {
    const { normals } = this;
    let word = this.words[index];
    for (;;) {
      const layer = word & (LAYERS - 1);
      const place = (word >>> 9) * 2 + 1;
      const x = place * NORMAL.scale[layer];
      normals[index] = sign * x;
      if (place < NORMAL.inside[layer]) return;
      if (layer === 0) {
        normals[index] = sign * this.normalTail();
        return;
      }
      const low = NORMAL.height[layer];
      const high = NORMAL.height[layer + 1];
      if (low + this.openUniform() * (high - low) < normalDensity(x)) return;
      word = this.word();
    }
  }

  /** The tail is drawn by Marsaglia's method. */
  private normalTail(): number {
    for (;;) {
      const x = -log(this.openUniform()) / NORMAL_TAIL;
      const y = -log(this.openUniform());
      if (2 * y > x * x) return NORMAL_TAIL + x;
    }
  }
}
