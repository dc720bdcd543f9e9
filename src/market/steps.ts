/**
 * Long computations run in pieces: generators that yield how far they are, so that a worker can
 * report, answer and stop between two pieces. They know no clock.
 */

/** Runs to the end, without a stop. */
export function finish<Result>(steps: Generator<number, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Takes the same steps as part of something longer.
 * @param change maps its progress to that of the whole
 */
export function* scaled<Result>(
  steps: Generator<number, Result>,
  change: (done: number) => number,
): Generator<number, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield change(step.value);
  }
}

/**
 * Runs to the end with a stop every `sliceMs` of the clock, so that others get a word in.
 * @param report is told how far it is and answers whether to go on
 * @throws StoppedError when the answer was no
 */
export async function finishInSlices<Result>(
  steps: Generator<number, Result>,
  clock: { readonly now: () => number; readonly sliceMs: number },
  report: (done: number) => boolean | Promise<boolean>,
): Promise<Result> {
  let due = clock.now() + clock.sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock.now() < due) continue;
    const goesOn = await report(step.value);
    if (!goesOn) throw new StoppedError();
    due = clock.now() + clock.sliceMs;
  }
}

export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor() {
    super('The computation was stopped before its end.');
  }
}
