/**
 * A worker failure says why a worker is gone: in a sentence for a person, and in details for a bug
 * report.
 */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';

  constructor(
    message: string,
    readonly details: string,
  ) {
    super(message);
  }
}

/** Lists the error with its stack and causes, where it happened, and the browser. */
export function describeError(error: unknown, place = ''): string {
  if (error instanceof WorkerFailure && error.details !== '') return error.details;
  const lines: string[] = [];
  for (let cause = error; cause !== undefined; cause = (cause as { cause?: unknown }).cause) {
    if (!(cause instanceof Error)) {
      lines.push(typeof cause === 'string' ? cause : JSON.stringify(cause));
      break;
    }
    lines.push(cause.stack ?? `${cause.name}: ${cause.message}`);
  }
  if (place !== '') lines.push(place);
  if (typeof navigator !== 'undefined') lines.push(navigator.userAgent);
  return lines.join('\n');
}
