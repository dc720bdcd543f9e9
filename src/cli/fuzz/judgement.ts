/** What a fuzzed input is judged by. */

/** Says what is wrong with an input that was accepted. */
export class AcceptedWrongly extends Error {
  override readonly name = 'AcceptedWrongly';
}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new AcceptedWrongly(what);
}
