/**
 * Every episode has a seed of its own. Collection, validation, evaluation and bootstraps draw from
 * streams of their own, so that an agent is never evaluated on an episode it was trained on, and
 * adding episodes changes none before them.
 */

const SEED_STREAMS = {
  collection: 1,
  evaluation: 2,
  statistics: 3,
  validation: 4,
  finalWord: 5,
} as const;
export type SeedStream = keyof typeof SEED_STREAMS;

/**
 * @param seed of the run
 * @param index of the episode in its stream
 * @returns a whole number in [0, 2³²)
 */
export function deriveSeed(seed: number, stream: SeedStream, index: number): number {
  const high = Math.floor(seed / 2 ** 32);
  let word = mix(seed ^ 0x9e3779b9);
  word = mix(word ^ high);
  word = mix(word ^ Math.imul(SEED_STREAMS[stream], 0x85ebca6b));
  return mix(word + Math.imul(index, 0x9e3779b9)) >>> 0;
}

/** The first `count` seeds of a stream. */
export function deriveSeeds(seed: number, stream: SeedStream, count: number): number[] {
  return Array.from({ length: count }, (_, index) => deriveSeed(seed, stream, index));
}

/** MurmurHash3's 32-bit finaliser: a bijection, so that no two indices share a seed. */
function mix(word: number): number {
  let value = word | 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
