/** Why a worker is gone: a sentence for a person, and everything a bug report needs. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';

  constructor(
    message: string,
    readonly details: string,
  ) {
    super(message);
  }
}

/** The error, its stack and causes, where it happened, and the browser. */
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
