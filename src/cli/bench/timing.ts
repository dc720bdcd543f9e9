/**
 * Times short, plain loops on a machine that others use too. Of many short rounds, the best tells
 * what the work costs when nobody interrupts it.
 */

const ROUNDS = 50;
const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * Gives the nanoseconds of one operation in the best round. As many rounds again go first, so that
 * the code is compiled.
 * @param round runs `count` operations in a millisecond or a few
 */
export function bestNs(count: number, round: () => void): number {
  let best = Infinity;
  for (let i = 0; i < ROUNDS; i++) round();
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    round();
    best = Math.min(best, performance.now() - start);
  }
  return (best * NANOSECONDS_PER_MILLISECOND) / count;
}

/** Times a round of xorshift with two dependent reads of a small table, to relate others to. */
export function referenceNs(): number {
  const rounds = 500_000;
  const table = new Float64Array(1024);
  let word = 1;
  return bestNs(rounds, () => {
    for (let i = 0; i < rounds; i++) {
      word ^= word << 13;
      word ^= word >>> 17;
      word ^= word << 5;
      table[word & 1023] += table[(word >>> 3) & 1023] * 0.5 + 1;
    }
  });
}
