/** Which names somebody may have meant who typed another one. */

/** Names that are suggested at most. */
const SUGGESTED = 3;

/** @returns the nearest names, nearest first, of those that a few slips lead to */
export function nearestNames(typed: string, names: readonly string[]): string[] {
  const ranked = names.map((name) => ({ name, slips: slipsBetween(typed, name) }));
  return ranked
    .filter(({ slips }) => slips <= typed.length / 3)
    .toSorted((one, other) => one.slips - other.slips)
    .slice(0, SUGGESTED)
    .map(({ name }) => name);
}

/** Counts the letters to add, remove or replace (Levenshtein's distance). */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 0; at < one.length; at += 1) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to += 1) {
      const replaced = row[to] + Number(one[at] !== other[to]);
      next.push(Math.min(replaced, row[to + 1] + 1, next[to] + 1));
    }
    row = next;
  }
  return row[other.length];
}
