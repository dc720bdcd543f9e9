import { describe, expect, it } from 'vitest';
import { deriveSeed, deriveSeeds } from '../../src/agents/seeds';

describe('seeds of episodes', () => {
  it('differ within a run, between runs and between streams', () => {
    const seeds = [1, 2, 3, 2 ** 40].flatMap((seed) => [
      ...deriveSeeds(seed, 'collection', 500),
      ...deriveSeeds(seed, 'evaluation', 500),
    ]);
    // 4000 draws from 2³² collide with probability 0.2 %; this set has no collision.
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('never repeat within one stream of one run', () => {
    const count = 200_000;
    expect(new Set(deriveSeeds(7, 'collection', count)).size).toBe(count);
  });

  it('stay what they are when more episodes are asked for', () => {
    expect(deriveSeeds(5, 'evaluation', 20).slice(0, 8)).toEqual(deriveSeeds(5, 'evaluation', 8));
    expect(deriveSeeds(5, 'evaluation', 20)[13]).toBe(deriveSeed(5, 'evaluation', 13));
  });

  it('are whole 32-bit numbers', () => {
    for (const seed of deriveSeeds(0, 'statistics', 1000)) {
      expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
    }
  });
});
